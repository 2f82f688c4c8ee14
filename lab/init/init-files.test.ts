import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { type InitPlace, planFiles } from './init-files.ts'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'init-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Paths from the folder, with what becomes of each. */
async function planned(directory = '.', place: Partial<InitPlace> = {}): Promise<Record<string, string>> {
  const files = await planFiles(
    { name: 'orders', client: 'go-net-http', target: null },
    { directory: join(folder, directory), force: false, workflow: true, version: '1.2.3', ...place },
  )
  return Object.fromEntries(
    files.map(({ path, text, isThere }) => [
      relative(folder, path),
      text === null ? 'stays' : isThere ? 'changed' : 'new',
    ]),
  )
}

const WORKFLOW = '.github/workflows/kneepoint-nightly.yml'

test('an empty folder gets a scenario, a workflow and a manifest', async () => {
  expect(await planned()).toEqual({ 'scenario.ts': 'new', [WORKFLOW]: 'new', 'package.json': 'new' })
  expect(await planned('.', { workflow: false })).toEqual({ 'scenario.ts': 'new', 'package.json': 'new' })
  const files = await planFiles(
    { name: 'orders', client: 'go-net-http', target: null },
    { directory: folder, force: false, workflow: false, version: '1.2.3' },
  )
  expect(JSON.parse(files.at(-1)?.text ?? '')).toEqual({
    private: true,
    type: 'module',
    devDependencies: { kneepoint: '^1.2.3' },
  })
})

test('what is there stays, unless it is to be written over; a manifest stays always', async () => {
  for (const path of ['scenario.ts', WORKFLOW, 'package.json', '.gitignore']) put(path)
  expect(await planned()).toEqual({
    'scenario.ts': 'stays',
    [WORKFLOW]: 'stays',
    '.gitignore': 'changed',
    'package.json': 'stays',
  })
  put('.gitignore', '.kneepoint/\n')
  expect(await planned('.', { force: true })).toEqual({
    'scenario.ts': 'changed',
    [WORKFLOW]: 'changed',
    '.gitignore': 'stays',
    'package.json': 'stays',
  })
})

test('a link that leads nowhere is there, and a folder is in the way', async () => {
  symlinkSync(join(folder, 'nowhere'), join(folder, 'scenario.ts'))
  expect(await planned('.', { workflow: false })).toMatchObject({ 'scenario.ts': 'stays' })
  expect(await planned('.', { force: true, workflow: false })).toMatchObject({ 'scenario.ts': 'changed' })
  mkdirSync(join(folder, 'load/scenario.ts'), { recursive: true })
  await expect(planned('load')).rejects.toThrow(/load\/scenario\.ts is a folder: nothing was written$/)
  await expect(planned('load', { force: true })).rejects.toThrow(UsageError)
})

test('in a folder of a repository, the workflow goes to its root, and its manifest and .gitignore count', async () => {
  for (const path of ['.git/HEAD', '.gitignore', 'packages/shop/package.json']) put(path)
  expect(await planned('packages/shop/load')).toEqual({
    'packages/shop/load/scenario.ts': 'new',
    [WORKFLOW]: 'new',
    '.gitignore': 'changed',
    'packages/shop/package.json': 'stays',
  })
})

test('outside of repositories, what lies above does not count', async () => {
  for (const path of ['package.json', '.gitignore']) put(path)
  expect(await planned('load')).toEqual({
    'load/scenario.ts': 'new',
    [`load/${WORKFLOW}`]: 'new',
    'load/package.json': 'new',
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { folderOfProcess } from './folder-of-process.ts'
import { readOpenFilesLimit } from './open-files-limit.ts'
import { createSourceReader } from './source-reader.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('reads code, relative to its root or absolute, and nothing else', () => {
  writeFileSync(join(folder, 'server.mjs'), 'export {}')
  writeFileSync(join(folder, 'secrets.env'), 'TOKEN=1')
  writeFileSync(join(folder, 'large.js'), ' '.repeat(2 ** 20 + 1))
  mkdirSync(join(folder, 'folder.js'))
  const sourceOf = createSourceReader(folder)
  expect(sourceOf('server.mjs')).toBe('export {}')
  expect(sourceOf(join(folder, 'server.mjs'))).toBe('export {}')
  for (const name of ['secrets.env', 'large.js', 'folder.js', 'gone.ts', '', 'node:fs']) {
    expect(sourceOf(name), name).toBeNull()
  }
})

it('reads how many files a process may open', async () => {
  const limits = (soft: string) => {
    mkdirSync(join(folder, '7'), { recursive: true })
    const head = 'Limit                     Soft Limit           Hard Limit           Units     \n'
    writeFileSync(
      join(folder, '7/limits'),
      `${head}Max open files            ${soft}      1048576   files     \n`,
    )
    return readOpenFilesLimit(7, folder)
  }
  expect(await limits('1024')).toBe(1024)
  expect(await limits('unlimited')).toBeNull()
  expect(await readOpenFilesLimit(8, folder)).toBeNull()
})

it('knows the folder of a process, and takes its own where it does not', async () => {
  expect(await folderOfProcess(null)).toBe(process.cwd())
  expect(await folderOfProcess(2 ** 30)).toBe(process.cwd())
  expect(await folderOfProcess(process.pid)).toBe(process.cwd())
})

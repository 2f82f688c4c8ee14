import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../exit-codes.ts'
import { endAllProcesses, kneepoint } from './kneepoint-process.fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-init-'))
})
afterEach(async () => {
  await endAllProcesses()
  rmSync(folder, { recursive: true, force: true })
})

const text = (path: string): string => readFileSync(join(folder, path), 'utf8')

describe('init', () => {
  test('says what it wrote, and what to do next', async () => {
    const ended = await kneepoint(['init'], folder)
    expect(ended).toMatchObject({ code: EXIT.ok, stderr: '' })
    expect(ended.stdout).toBe(`wrote     scenario.ts
wrote     .github/workflows/kneepoint-nightly.yml
wrote     package.json

Next:
  npm install                            the types of scenarios, for your editor
  npx kneepoint run scenario.ts --quick  a first look
  npx kneepoint run scenario.ts          settings to rely on
`)
  })

  test('leaves what is there as it is, and says so', async () => {
    writeFileSync(join(folder, 'scenario.ts'), 'mine')
    const ended = await kneepoint(['init', '--no-workflow'], folder)
    expect(ended.code).toBe(EXIT.ok)
    expect(ended.stdout).toMatch(
      /^stays {5}scenario\.ts\nwrote {5}package\.json\nWhat is there stays as it is; --force/,
    )
    expect(text('scenario.ts')).toBe('mine')
    const other = await kneepoint(['init', '--client', 'envoy', '--name', 'other'], folder)
    expect(other.code).toBe(EXIT.usage)
    expect(other.stderr).toContain('without what --client and --name asked for')
    expect(text('scenario.ts')).toBe('mine')
    const forced = await kneepoint(['init', '--client', 'envoy', '--force'], folder)
    expect(forced.stdout).toMatch(/^changed {3}scenario\.ts\n/)
    expect(text('scenario.ts')).toContain("client: 'envoy'")
  })

  test('prints JSON, with what has to be allowed', async () => {
    const args = ['init', 'load', '--url', 'https://shop.example/a', '--json']
    const ended = await kneepoint(args, folder)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      name: 'load',
      client: 'go-net-http',
      url: 'https://shop.example/a',
      kept: [],
      next: [
        'npm install',
        'npx kneepoint run scenario.ts --allow shop.example --quick',
        'npx kneepoint run scenario.ts --allow shop.example',
      ],
    })
    expect(readdirSync(join(folder, 'load')).toSorted()).toEqual(['.github', 'package.json', 'scenario.ts'])
  })

  test('writes nothing where it cannot write everything', async () => {
    writeFileSync(join(folder, '.github'), '')
    const ended = await kneepoint(['init'], folder)
    expect(ended.code).toBe(EXIT.usage)
    expect(ended.stderr).toContain('nothing was written')
    expect(readdirSync(folder)).toEqual(['.github'])
    const file = await kneepoint(['init', '.github'], folder)
    expect(file.stderr).toBe('error: .github is no directory\n')
  })
})

test('the scenario that it writes runs at once', async () => {
  expect((await kneepoint(['init', '--name', 'orders'], folder)).code).toBe(EXIT.ok)
  const ended = await kneepoint(['run', 'scenario.ts', '--quick', '--json'], folder)
  // Figures that a busy machine has spoilt end with 91; the run is done all the same.
  expect([EXIT.ok, EXIT.runInvalid]).toContain(ended.code)
  const [run = ''] = readdirSync(join(folder, '.kneepoint/runs'))
  const record = JSON.parse(text(`.kneepoint/runs/${run}/run.json`)) as Record<string, unknown>
  expect(record['stages']).toEqual({
    probe: 'done',
    sweep: 'done',
    profile: 'done',
    fit: 'done',
    simulate: 'done',
    recommend: 'done',
    verify: 'done',
  })
  expect(record['name']).toBe('orders')
  expect(existsSync(join(folder, `.kneepoint/runs/${run}/report.html`))).toBe(true)
}, 300_000)

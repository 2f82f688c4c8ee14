import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { loadNightlyScenarios } from './load-nightly-scenarios.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-nightly-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, ...scenarios: readonly string[]): string {
  const all = scenarios.map((each) => ({
    name: each,
    target: { builtin: 'shop' },
    arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
    requests: [{ path: `/${each}` }],
  }))
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(all.length === 1 ? all[0] : all))
  return file
}

function load(...files: readonly string[]) {
  return loadNightlyScenarios(files, join(folder, 'compiled'))
}

test('each scenario of a list is one of its own, with a workload of its own', async () => {
  const one = write('one.json', 'shop')
  const list = write('list.json', 'orders', 'search')
  const scenarios = await load(one, list)
  expect(scenarios.map(({ file }) => file)).toEqual([one, `${list}#orders`, `${list}#search`])
  expect(scenarios.map(({ loaded }) => loaded.scenario.requests[0]?.path)).toEqual([
    '/shop',
    '/orders',
    '/search',
  ])
  expect(new Set(scenarios.map(({ loaded }) => loaded.hash)).size).toBe(3)
})

test('one of a list can be named', async () => {
  const list = write('named.json', 'orders', 'search')
  const scenarios = await load(`${list}#search`)
  expect(scenarios.map(({ loaded }) => loaded.scenario.name)).toEqual(['search'])
})

test('names are distinct over all files', async () => {
  const list = write('list.json', 'orders', 'search')
  const one = write('one.json', 'search')
  const both = `${list}#search and ${one} are both named search`
  await expect(load(list, one)).rejects.toThrow(both)
  await expect(load(list, one)).rejects.toThrow(UsageError)
  await expect(load(`${list}#search`, list)).rejects.toThrow(
    `${list}#search and ${list}#search are both named`,
  )
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { benchJson } from '../compare/bench-json.fixture.ts'
import type { CompareDocument } from '../compare/compare-document.ts'
import { storedRun } from '../tune/stored-run.fixture.ts'
import { UsageError } from '../usage-error.ts'
import { compareCommand, type CompareFlags } from './compare.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kneepoint-compare-'))
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true, force: true })
})

async function compare(
  a: string,
  b: string,
  flags: Partial<CompareFlags> = {},
): Promise<{ readonly code: number; readonly stdout: string }> {
  let stdout = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text)
    return true
  })
  try {
    const defaults = {
      runs: root,
      side: 'after',
      failOnRegression: false,
      force: false,
      json: false,
    } as const
    const code = await compareCommand(a, b, { ...defaults, ...flags })
    return { code, stdout }
  } finally {
    vi.restoreAllMocks()
  }
}

function bench(name: string, options: Parameters<typeof benchJson>[0]): string {
  const path = join(root, name)
  writeFileSync(path, JSON.stringify(benchJson({ purpose: name, ...options })))
  return path
}

test('a bench against itself shows no difference', async () => {
  const path = bench('main.json', { meanMs: 10 })
  await expect(compare(path, path, { failOnRegression: true })).rejects.toThrow(
    'one and the same measurement',
  )
  const { code, stdout } = await compare(path, path, { failOnRegression: true, within: '10%', force: true })
  expect(code).toBe(0)
  expect(stdout).not.toMatch(/better|worse/)
  expect(stdout.replace(/\s+/g, ' ')).toContain('Every metric tested is within ±10 %')
})

test('a slower target is found, and ends with 90', async () => {
  const [a, b] = [bench('main.json', { meanMs: 10 }), bench('branch.json', { meanMs: 11.5 })]
  const { code, stdout } = await compare(a, b, { failOnRegression: true, within: '5%', json: true })
  expect(code).toBe(90)
  const document = JSON.parse(stdout) as CompareDocument
  const answers = document.metrics.map(({ metric, answer }) => [metric, answer])
  expect(Object.fromEntries(answers)).toMatchObject({
    mean: 'worse',
    p99: 'worse',
    throughput: 'no-difference',
  })
  expect(document).toMatchObject({
    schemaVersion: 1,
    a: { kind: 'bench', blocks: 16 },
    design: { kind: 'unpaired', blocksA: 16, blocksB: 16 },
    overridden: [],
    equivalence: { within: 0.05, shown: false },
  })
  expect((await compare(a, b)).code).toBe(0)
  expect((await compare(a, b, { within: '5%' })).code).toBe(99)
  expect((await compare(b, a, { failOnRegression: true })).code).toBe(0)
})

test("a run's two sides give the answers of its report", async () => {
  const { path } = await storedRun(root)
  const { stdout } = await compare(`${path}:before`, `${path}:after`, { json: true, metrics: 'mean,p99' })
  const document = JSON.parse(stdout) as CompareDocument
  expect(document.design).toEqual({ kind: 'paired', pairs: 4, leftOut: 0 })
  expect(document.metrics.find(({ metric }) => metric === 'mean')).toMatchObject({ answer: 'better' })
  expect(document.metrics.find(({ metric }) => metric === 'dialsPerSecond')).toMatchObject({ answer: null })
})

test('what is not comparable is refused, and said in the result where it is forced', async () => {
  const { path } = await storedRun(root)
  const other = bench('main.json', { meanMs: 10 })
  await expect(compare(path, other)).rejects.toThrow(UsageError)
  await expect(compare(path, other)).rejects.toThrow(/scenario: abc \/ not given\n.*environment: /s)
  const { stdout } = await compare(path, other, { force: true, json: true })
  const whats = (JSON.parse(stdout) as CompareDocument).overridden.map(({ what }) => what)
  expect(whats).toEqual(['scenario', 'environment', 'driver', 'seed', 'plan', 'target', 'load'])
})

test('where nothing can be tested, no regression cannot be said', async () => {
  const path = bench('short.json', { meanMs: 10, seconds: 3 })
  const { code, stdout } = await compare(path, path, { failOnRegression: true, force: true })
  expect(code).toBe(91)
  expect(stdout).toContain('Figures only')
})

test('Markdown is a table, with what Markdown takes for its own escaped', async () => {
  const path = bench('my_main.json', { meanMs: 10 })
  const { stdout } = await compare(path, path, { format: 'md', force: true })
  expect(stdout).toContain('|  | A | B | change | 95 % interval | answer |\n| --- | ---: |')
  expect(stdout).toMatch(/^\| mean \| .* ms \| .* \|$/m)
  expect(stdout).toContain(String.raw`my\_main.json`)
  await expect(compare(path, path, { format: 'md', json: true })).rejects.toThrow('--json and --format')
})

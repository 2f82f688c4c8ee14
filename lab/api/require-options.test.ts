import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as api from './kneepoint.ts'
import { requireOptions } from './require-options.ts'

describe('requireOptions', () => {
  const kinds = {
    quick: 'flag',
    runs: 'text',
    allow: 'texts',
    seed: 'number',
    signal: 'signal',
    on: 'function',
  } as const
  type Options = Partial<Record<keyof typeof kinds, unknown>>

  it.each<Options>([
    {},
    { quick: undefined, seed: undefined },
    { quick: false, runs: '', allow: [], seed: Number.NaN, on: () => {} },
    { allow: ['a', 'b'], signal: new AbortController().signal },
    { signal: { aborted: false, addEventListener() {}, removeEventListener() {} } },
  ])('takes %j', (options) => {
    expect(() => requireOptions<Options>(options, kinds)).not.toThrow()
  })

  it.each<readonly [unknown, string]>([
    [null, 'options: null is no object'],
    ['quick', "options: 'quick' is no object"],
    [[], 'options: a list is no object'],
    [{ quick: 'no' }, "quick: 'no' is not true or false"],
    [{ runs: 3 }, 'runs: 3 is not text'],
    [{ runs: new URL('file:///runs') }, 'runs: an object is not text'],
    [{ allow: 'db.internal' }, "allow: 'db.internal' is not a list of texts"],
    [{ allow: [3] }, 'allow: a list is not a list of texts'],
    [{ seed: '1' }, "seed: '1' is not a number"],
    [{ seed: null }, 'seed: null is not a number'],
    [{ signal: new AbortController() }, 'signal: an object is not an AbortSignal'],
    [{ on: true }, 'on: true is not a function'],
    [{ constructor: 1 }, 'constructor is no option; there are quick, runs'],
  ])('refuses %j', (options, message) => {
    expect(() => requireOptions<Options>(options as Options, kinds)).toThrow(message)
  })
})

/** As callers in JavaScript may write it. */
const { run, simulate, knee, recommend, compare } = api as unknown as Readonly<
  Record<
    'run' | 'simulate' | 'knee' | 'recommend' | 'compare',
    (...given: readonly unknown[]) => Promise<unknown>
  >
>

const small = {
  name: 'small',
  target: { builtin: 'shop' },
  arrivals: { kind: 'constant', rate: 40, durationMs: 700 },
  requests: [{ path: '/products/7' }],
}
const four = { dueMs: [0, 1, 2, 3] }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-api-'))
  writeFileSync(join(folder, 'file'), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('whatever callers give', () => {
  it.each<readonly [string, () => Promise<unknown>, string]>([
    ['run of nothing', () => run(), 'undefined is no scenario: give its file'],
    ['run of an empty path', () => run(''), "'' is no scenario"],
    ['run of a list', () => run([small]), 'a list of scenarios: give one of them at a time'],
    [
      'run of a URL',
      () => run(new URL('file:///a.ts')),
      'file:///a.ts is a URL: a scenario is named by its path',
    ],
    ['simulate of a URL', () => simulate('file:///a.ts'), 'which fileURLToPath of node:url gives'],
    ['run with null', () => run(small, null), 'options: null is no object'],
    ['run in a file', () => run(small, { runs: join(folder, 'file') }), 'the scenario cannot be kept in'],
    ['run of a part of a host', () => run(small, { allow: 'db.internal' }), 'is not a list of texts'],
    ['run of what was run', () => run(null, { resume: { directory: 'x' } }), 'resume: an object is not text'],
    ['run with a controller', () => run(small, { signal: new AbortController() }), 'is not an AbortSignal'],
    ['simulate of a number', () => simulate(3), '3 is no scenario'],
    ['simulate with null', () => simulate(four, null), 'options: null is no object'],
    ['simulate of a trace', () => simulate({ trace: 3 }), 'trace: 3 is no path of a file'],
    ['simulate of null arrivals', () => simulate({ dueMs: null }), 'dueMs: null is no list of numbers'],
    [
      'simulate of too many',
      () => simulate({ dueMs: { length: 1e10 } }),
      'dueMs is no list of numbers: RangeError',
    ],
    ['simulate of big integers', () => simulate({ dueMs: [1n] }), 'dueMs is no list of numbers: TypeError'],
    ['simulate of no service', () => simulate(four, { service: null }), 'service: null is no number of ms'],
    ['simulate of a client', () => simulate(four, { client: 3 }), 'client: 3 is not text'],
    ['simulate of no settings', () => simulate(four, { settings: null }), 'settings: null is not an object'],
    ['simulate of pods', () => simulate(four, { autoscale: {} }), 'autoscale.minPods is missing'],
    ['simulate of a surface', () => simulate(four, { surface: 3 }), 'surface: 3 is no object'],
    [
      'simulate of half a surface',
      () => simulate(four, { surface: { timeouts: 3 } }),
      'surface.maxIdle is missing',
    ],
    ['recommend of nothing', () => recommend(), 'a run is named by its directory, its name'],
    ['recommend of an object', () => recommend({}), 'a run is named by its directory, its name'],
    ['recommend of a file', () => recommend('x', { file: { name: 'a.go' } }), 'file.text is missing'],
    ['compare of nothing', () => compare(), 'a run is named by its directory, its name'],
    ['compare of metrics', () => compare('a', 'b', { metrics: 'mean' }), 'is not a list of texts'],
    ['knee of nothing', () => knee(), 'what is measured: undefined is no object'],
    ['knee of a text', () => knee('http://127.0.0.1:1'), 'is no object'],
    ['knee of no URL', () => knee({}), 'url is missing'],
    ['knee of no points', () => knee([null]), 'points[0]: null is no object of figures'],
    ['knee with null', () => knee([{ x: 1, y: 1 }], null), 'options: null is no object'],
    ['knee of a body', () => knee({ url: 'http://127.0.0.1:1', body: {} }), 'body: an object is not text'],
    ['knee that is watched', () => knee({ url: 'http://127.0.0.1:1' }, { zap: 1 }), 'zap is no option'],
  ])('%s is told in words', async (_what, call, message) => {
    const thrown: unknown = await call().catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(api.UsageError)
    expect((thrown as Error).message).toContain(message)
  })

  it('is a ScenarioError where the scenario is at fault', async () => {
    const throwing = {
      ...small,
      get pods(): number {
        throw new Error('no pods')
      },
    }
    for (const [scenario, message] of [
      [{ ...small, seed: new Date(0) }, 'seed: found {}, expected a whole number'],
      [{ ...small, requests: new Map() }, 'requests: found {}, expected a list'],
      [throwing, 'the scenario threw while it was read: Error: no pods'],
    ] as const) {
      const thrown: unknown = await simulate(scenario).catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(api.ScenarioError)
      expect((thrown as Error).message).toContain(message)
    }
  })
})

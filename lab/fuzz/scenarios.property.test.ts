import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { checkScenario, validateScenario } from '../validate-scenario.ts'
import { loadScenario } from '../load-scenario.ts'
import { ScenarioError } from '../scenario-error.ts'
import { foreseen } from './foreseen.fixture.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'
import { mutatedJson } from './hostile-json.arbitrary.ts'
import { hostileContent } from './mutated-text.arbitrary.ts'
import { TemporaryFolder } from './temporary-folder.fixture.ts'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const outFile = join(folder.path, 'out.mjs')

const week = {
  name: 'a-week',
  target: { builtin: 'shop', tls: true, link: { rttMs: 5 } },
  arrivals: { kind: 'week', meanRate: 5 },
  requests: [
    {
      path: '/{a}',
      headers: { b: 'c' },
      parameters: { a: { kind: 'choice', values: [1, 'x'] } },
      body: { d: [] },
    },
  ],
  thresholds: { 'responseTime{name:/{a}}': ['p(99)<250', { threshold: 'avg<100', abortOnFail: true }] },
}
const fromFiles = {
  name: 'from-files',
  target: { url: 'http://127.0.0.1:9', caFile: 'ca.pem', prometheus: 'http://127.0.0.1:9/metrics' },
  arrivals: { kind: 'trace', file: 'trace.csv', unit: 'ms', speed: 2 },
  requests: [
    {
      path: '/{id}',
      weight: 3,
      parameters: {
        id: { kind: 'feed', file: 'feed.csv', column: 'id' },
        n: { kind: 'integer', min: 1, max: 9 },
      },
    },
  ],
  before: { maxIdlePerHost: 2 },
  bounds: { maxIdlePerHost: { max: 20 } },
  slo: { p99Ms: 100 },
}
const steps = {
  name: 'steps',
  target: { builtin: 'shop' },
  arrivals: {
    kind: 'steps',
    steps: [
      { rate: 5, durationMs: 1000 },
      { rate: 9, durationMs: 1000 },
    ],
  },
  requests: [{ path: '/' }],
}
folder.write('trace.csv', 't\n0\n5\n10\n')
folder.write('feed.csv', 'id\n1\n2\n')
folder.write('ca.pem', '')

const documents = [week, fromFiles, steps, [week, steps]]

describe('a scenario in a JSON file', () => {
  test(
    'is loaded, or refused with the reason, whatever it says',
    async () => {
      const content = fc.oneof(
        { weight: 4, arbitrary: mutatedJson(documents) },
        hostileContent(documents.map((document) => JSON.stringify(document))),
      )
      await fc.assert(
        fc.asyncProperty(content, async (text) => {
          const file = folder.write('scenario.json', text)
          await foreseen(() => loadScenario(file, outFile))
        }),
        { numRuns: fuzzRuns(60) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )
})

/** What a program may export and JSON cannot say. */
const hostileObjects: ReadonlyArray<readonly [string, () => unknown]> = [
  [
    'a cycle',
    () => {
      const body: Record<string, unknown> = {}
      body['self'] = body
      return { ...steps, requests: [{ path: '/', body }] }
    },
  ],
  [
    'a scenario in itself',
    () => {
      const scenario: Record<string, unknown> = { ...steps }
      scenario['target'] = scenario
      return scenario
    },
  ],
  ['a class instance', () => Object.assign(new Map(), steps)],
  ['no prototype', () => Object.assign(Object.create(null) as object, steps)],
  [
    'keys of prototypes',
    () => JSON.parse(`{"__proto__":{"name":"x"},"constructor":1,"name":"a","toString":null}`) as unknown,
  ],
  [
    'a list of a hundred thousand invalid requests',
    () => ({ ...steps, requests: Array.from({ length: 100_000 }, () => 0) }),
  ],
  ['a sparse list', () => ({ ...steps, requests: Array(10) as unknown })],
  ['enormous text', () => ({ ...steps, name: 'x'.repeat(10_000_000), ['k'.repeat(1_000_000)]: 1 })],
  ['NaN and -0', () => ({ ...steps, pods: NaN, seed: -0, slo: { p99Ms: -0, failureRate: NaN } })],
  ['symbols', () => ({ ...steps, [Symbol('x')]: 1, name: Symbol('y') })],
  ['a bigint and a date', () => ({ ...steps, pods: 3n, slo: new Date(0) })],
  [
    'lone surrogates',
    () => ({ ...steps, requests: [{ path: '/', name: '\ud800', headers: { '\udfff': '\ud800' } }] }),
  ],
]

describe('a scenario that a program made', () => {
  test.each(hostileObjects)('of %s is accepted, or refused in a message of some lines', async (_, make) => {
    const value = make()
    const startMs = performance.now()
    const source = JSON.stringify(steps).repeat(100)
    const accepted = await foreseen(() => validateScenario(value, 'it.ts', source))
    if (accepted !== null) expect(checkScenario(value).scenario).not.toBeNull()
    expect(performance.now() - startMs).toBeLessThan(10_000)
  })

  const throwing: ReadonlyArray<readonly [string, string]> = [
    ['a getter that throws an error', "{ get name() { throw new Error('not today') } }"],
    ['a getter that throws no error', '{ get name() { throw null } }'],
    ['a getter that throws what has no text', '{ get name() { throw Object.create(null) } }'],
    [
      'an error with a stack that is none',
      "{ get name() { throw Object.assign(new Error('x'), { stack: 7 }) } }",
    ],
    [
      'an error whose stack names another host',
      "{ get name() { throw Object.assign(new Error('x'), { stack: 'Error: x\\n    at file://host/a.ts:1:1' }) } }",
    ],
    [
      'an error whose message throws',
      "{ get name() { const error = new Error(); Object.defineProperty(error, 'message', { get() { throw error } }); throw error } }",
    ],
    [
      'a proxy that throws',
      "new Proxy({}, { get() { throw new Error('no') }, has() { throw new Error('no') }, ownKeys() { throw new Error('no') } })",
    ],
    [
      'a revoked proxy',
      '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()',
    ],
    ['a list with such a getter', "[{ get name() { throw new Error('not today') } }]"],
    [
      'a body that throws when it is read',
      "{ name: 'a', target: { builtin: 'shop' }, arrivals: { kind: 'constant', rate: 1, durationMs: 1000 }, requests: [{ path: '/', body: { get a() { throw new Error('no') } } }] }",
    ],
  ]
  test.each(throwing)('of %s ends with 107', async (_, code) => {
    const file = folder.write('thrown.mjs', `export default ${code}\n`)
    const error: unknown = await loadScenario(file, outFile).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(ScenarioError)
    expect((error as ScenarioError).exitCode).toBe(107)
    expect((error as ScenarioError).message).toContain('thrown.mjs')
  })

  test('with a method then is no promise', async () => {
    const file = folder.write('thenable.mjs', 'export default { then() {} }\n')
    await expect(loadScenario(file, outFile)).rejects.toThrow('then: unknown key')
  })
})

import { describe, expect, it } from 'vitest'
import type { ArrivalSpec } from '../arrivals/spec.ts'
import { clientNames } from '../clients/catalogue.ts'
import type { RequestSpec } from '../requests/request-spec.ts'
import { describeIssues, formatPath } from './describe-issues.ts'
import { type Scenario, type ScenarioInput, scenarioSchema } from './schema.ts'

const SMALLEST: ScenarioInput = {
  name: 'small',
  target: { builtin: 'shop' },
  arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
  requests: [{ path: '/' }],
}

function problemsOf(changes: object, base: object = SMALLEST): readonly string[] {
  const value = { ...base, ...changes }
  const checked = scenarioSchema.safeParse(value)
  if (checked.success) return []
  return describeIssues(checked.error.issues, value).map(({ path, text }) => `${formatPath(path)}: ${text}`)
}

const requestsWith = (request: object) => ({ requests: [{ path: '/', ...request }] })

describe('the scenario schema', () => {
  it('fills in the defaults', () => {
    expect(scenarioSchema.parse(SMALLEST)).toEqual({
      name: 'small',
      seed: 1,
      target: { builtin: 'shop', tls: false },
      arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
      requests: [{ weight: 1, method: 'GET', path: '/' }],
      pods: 2,
      client: 'go-net-http',
      before: {},
      bounds: {},
      slo: { p99Ms: 250, failureRate: 0.001 },
      thresholds: [],
      requestTimeoutMs: 10_000,
    })
  })

  it('reads tls: true as ecdsa', () => {
    expect(scenarioSchema.parse({ ...SMALLEST, target: { builtin: 'shop', tls: true } }).target).toEqual({
      builtin: 'shop',
      tls: 'ecdsa',
    })
  })

  it('fills in a week that was written without its builder', () => {
    const arrivals = scenarioSchema.parse({ ...SMALLEST, arrivals: { kind: 'week', meanRate: 3 } }).arrivals
    expect(arrivals).toMatchObject({ shape: 'worldcup98-calm', bursts: { factor: 3 } })
  })

  it('fills in half an SLO', () => {
    expect(scenarioSchema.parse({ ...SMALLEST, slo: { p99Ms: 90 } }).slo).toEqual({
      p99Ms: 90,
      failureRate: 0.001,
    })
  })

  it('yields what the models take', () => {
    const scenario: Scenario = scenarioSchema.parse(SMALLEST)
    const requests: readonly RequestSpec[] = scenario.requests
    const arrivals: ArrivalSpec | null = scenario.arrivals.kind === 'trace' ? null : scenario.arrivals
    expect([requests.length, arrivals?.kind]).toEqual([1, 'constant'])
  })

  it.each([
    { target: { url: 'https://shop.example:8443/api' } },
    { target: { url: 'http://[::1]:80', insecure: true, pid: 1, prometheus: 'http://[::1]/metrics' } },
    { before: { idleTimeoutMs: Infinity, maxIdlePerHost: 100 } },
    { bounds: { idleTimeoutMs: { min: 5000, max: 5000 }, maxIdlePerHost: { max: 8 }, idleMemoryMiB: 0.5 } },
    { client: 'undici', bounds: { maxConnsPerHost: { min: 4 } } },
    { arrivals: { kind: 'ramp', fromRate: 0, toRate: 5, durationMs: 1 } },
    { seed: -2_147_483_648 },
    requestsWith({ body: { a: [null, 'x', 1, true] }, headers: { 'x-a': 'é' }, method: 'PATCH' }),
    requestsWith({ build: () => ({}), check: () => true }),
  ])('accepts %o', (changes) => {
    expect(problemsOf(changes)).toEqual([])
  })

  it('rejects a body with a cycle', () => {
    const body: { self?: unknown } = {}
    body.self = body
    expect(problemsOf(requestsWith({ body }))).toEqual([
      'requests[0].body: found { self: { self: { … } } }, expected text or a JSON value, without undefined, functions or cycles',
    ])
  })
})

const LOCATION =
  'an http or https URL such as https://shop.example:8443/api, without user, query and fragment'

describe('problems', () => {
  it.each<[object, readonly string[]]>([
    [
      { name: 'Seven Day' },
      ['name: found "Seven Day", expected a name in kebab-case of up to 80 characters, such as seven-day'],
    ],
    [{ pods: 65 }, ['pods: found 65, expected a whole number from 1 to 64']],
    [{ pods: 1.5 }, ['pods: found 1.5, expected a whole number from 1 to 64']],
    [{ seed: 2 ** 31 }, ['seed: found 2147483648, expected a whole number from -2147483648 to 2147483647']],
    [{ requests: [] }, ['requests: found [], expected at least one request']],
    [
      requestsWith({ weight: -1 }),
      ['requests[0].weight: found -1, expected a number above 0 and up to 1000000'],
    ],
    [requestsWith({ wieght: 2 }), ['requests[0].wieght: unknown key; did you mean weight?']],
    [
      { target: { builtin: 'shop', link: { latencyMs: 8, rttMs: 1 } } },
      ['target.link.latencyMs: unknown key; known here: rttMs'],
    ],
    [
      { client: 'go-nethttp' },
      [`client: found "go-nethttp", expected one of ${clientNames.join(', ')}; did you mean go-net-http?`],
    ],
    [
      { target: 'http://x' },
      [
        "target: found \"http://x\", expected { builtin: 'shop' }, { command: ['node', 'server.js'] } or { url: 'https://…' }",
      ],
    ],
    [
      { target: {} },
      [
        "target: found {}, expected { builtin: 'shop' }, { command: ['node', 'server.js'] } or { url: 'https://…' }",
      ],
    ],
    [{ target: { url: 'ftp://x' } }, [`target.url: found "ftp://x", expected ${LOCATION}`]],
    [{ target: { url: 'http://me:pw@x' } }, [`target.url: found "http://me:pw@x", expected ${LOCATION}`]],
    [{ target: { url: 'http://x/?q' } }, [`target.url: found "http://x/?q", expected ${LOCATION}`]],
    [
      { target: { url: 'http://x', slots: 3 } },
      ['target.slots: unknown key; known here: url, insecure, caFile, pid, prometheus, pprof'],
    ],
    [
      { target: { ulr: 'http://x' } },
      [`target.url: missing, expected ${LOCATION}`, 'target.ulr: unknown key; did you mean url?'],
    ],
    [
      { arrivals: { kind: 'constnat', rate: 1 } },
      [
        'arrivals.kind: found "constnat", expected one of constant, ramp, steps, poisson, week, trace; did you mean constant?',
      ],
    ],
    [
      { arrivals: { kind: 'constant', rate: 1, durationMs: '10x' } },
      [
        "arrivals.durationMs: found \"10x\", expected a duration above 0 and up to 31 days: a number of ms, or text such as '10s', '5m' or '2h'",
      ],
    ],
    [
      { arrivals: { kind: 'week', meanRate: 1, bursts: { factor: 21, onMs: 100, offMs: 1900 } } },
      [
        'arrivals.bursts: found { factor: 21, onMs: 100, offMs: 1900 }, expected a factor × onMs / (onMs + offMs) of at most 1, or nothing is left for the time between bursts',
      ],
    ],
    [
      requestsWith({ parameters: { id: { kind: 'integer', min: 5, max: 4 } } }),
      [
        'requests[0].parameters.id.max: found 4, expected a whole number not below min, and less than 2^53 above it',
      ],
    ],
    [
      requestsWith({ parameters: { id: { kind: 'choice', values: [true] } } }),
      ['requests[0].parameters.id.values[0]: found true, expected text or a number'],
    ],
    [
      requestsWith({ headers: { 'a b': 'x' } }),
      [
        'requests[0].headers["a b"]: found the name "a b", expected a header name: letters, digits and hyphens',
      ],
    ],
    [
      requestsWith({ headers: { a: 'x\ny' } }),
      ['requests[0].headers.a: found "x\\ny", expected text on one line, in Latin-1'],
    ],
    [
      { before: { maxIdlePerHost: 0, idleTimeoutMs: Number.NaN } },
      [
        'before.idleTimeoutMs: found NaN, expected a number of ms above 0, or Infinity',
        'before.maxIdlePerHost: found 0, expected a whole number from 1, or Infinity',
      ],
    ],
    [
      { bounds: { maxIdlePerHost: { min: 5, max: 4 }, idleTimeoutMs: { mni: 1 } } },
      [
        'bounds.idleTimeoutMs.mni: unknown key; did you mean min?',
        'bounds.maxIdlePerHost: found { min: 5, max: 4 }, expected a min that is not above max',
      ],
    ],
    [
      { bounds: { maxConnsPerHost: { max: 1.5 }, idleMemoryMiB: 0 } },
      [
        'bounds.maxConnsPerHost.max: found 1.5, expected a whole number from 1 to 1000000',
        'bounds.idleMemoryMiB: found 0, expected a number above 0 and up to 1048576 MiB',
      ],
    ],
    [
      { client: 'undici', bounds: { maxIdlePerHost: { max: 8 } } },
      [
        'bounds.maxIdlePerHost: found { max: 8 }, expected no bound, as undici Agent has no such setting (it has only idleTimeoutMs, maxConnsPerHost)',
      ],
    ],
    [{ slo: { p99Ms: 0 } }, ['slo.p99Ms: found 0, expected a number above 0 and up to 600000 ms']],
    [
      { requestTimeoutMs: '5s' },
      ['requestTimeoutMs: found "5s", expected a number above 0 and up to 600000 ms'],
    ],
  ])('of %o', (changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems)
  })

  it('are listed all at once', () => {
    expect(problemsOf({ pods: 0, seed: 'x', extra: 1 }, { name: 'a' })).toEqual([
      'seed: found "x", expected a whole number from -2147483648 to 2147483647',
      "target: missing, expected { builtin: 'shop' }, { command: ['node', 'server.js'] } or { url: 'https://…' }",
      'arrivals: missing, expected arrivals made by week, constant, ramp, steps, poisson or trace',
      'requests: missing, expected a list of requests',
      'pods: found 0, expected a whole number from 1 to 64',
      'extra: unknown key; known here: name, seed, target, arrivals, requests, pods, client, before, bounds, slo, thresholds, requestTimeoutMs',
    ])
  })
})

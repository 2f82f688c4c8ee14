import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { plainPaint } from '../../reports/terminal/paint.ts'
import { benchDocument } from './bench-document.ts'
import type { BenchResult } from './bench-result.ts'
import { closedPlan, measurementWith, resultWith } from './bench-result.fixture.ts'
import { benchText } from './bench-text.ts'

const threshold: ThresholdResult = {
  threshold: {
    metric: 'responseTime',
    request: null,
    expression: 'p(99)<250',
    aggregate: { kind: 'percentile', percentile: 99 },
    comparison: '<',
    limit: 250,
    abortOnFail: false,
    delayMs: 0,
  },
  passed: true,
  value: 118.4,
  samples: 4000,
  aborted: false,
}

function textOf(parts: Partial<BenchResult> = {}): string {
  return benchText(benchDocument(resultWith(parts)))
}

/** What stands beside a label, on one line. */
function rowOf(text: string, label: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(label.padEnd(13)))
  const end = lines.findIndex((line, i) => i > at && !line.startsWith(' '.repeat(13)))
  return lines
    .slice(at, end)
    .map((line) => line.slice(13))
    .join(' ')
}

describe('benchText', () => {
  it('fits into 80 columns', () => {
    const errors = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`error-${i}`, 1000 + i]))
    const warnings = [
      '4 load threads on 2 cores: they take turns, and requests go out late, as threads do that wait',
    ]
    const text = textOf({ warnings, measurement: measurementWith({ errors }) })
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(text.endsWith('\n')).toBe(true)
  })

  it('breaks a target that is longer than a line', () => {
    const origin = `http://127.0.0.1:8080/${'a'.repeat(150)}`
    const plan = { ...closedPlan, endpoint: { ...closedPlan.endpoint, origin } }
    const lines = textOf({ plan }).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines.slice(0, 4).join('').replaceAll(' ', '')).toMatch(/^GEThttp:\/\/127\.0\.0\.1:8080\/a{150}/)
  })

  it('has rows for thresholds, and colours for the verdict alone', () => {
    const paint = { ...plainPaint, bad: (text: string) => `<${text}>`, good: (text: string) => `[${text}]` }
    const shown = (parts: Partial<BenchResult>) =>
      benchText(benchDocument(resultWith(parts)), { thresholds: [threshold], paint })
    expect(shown({})).toContain('\n[✓] responseTime  p(99)<250  118 ms\n\nverdict      [VALID]: 0.25 %')
    const verdict = { verdict: 'UNSTABLE', figure: 'it rose', advice: null } as const
    expect(shown({ verdict })).toContain('\nverdict      <UNSTABLE>: it rose\n')
    expect(shown({ verdict }).match(/<\w+>/g)).toHaveLength(1)
  })

  it.each([
    [1, 'closed: 1 user who waits for each answer and thinks before the next request'],
    [50, 'closed: 50 users who wait for each answer and think before the next request'],
  ])('says of %d that they think', (users, model) => {
    const load = { ...closedPlan.load, users, thinkTime: { kind: 'deterministic', value: 50 } } as const
    expect(textOf({ plan: { ...closedPlan, load } }).replaceAll(/\s+/g, ' ')).toContain(model)
  })

  it('prints everything of a closed model', () => {
    expect(textOf()).toBe(`GET http://127.0.0.1:8080/products/7

model        closed: 10 users who wait for each answer
measured     2 s after 1 s of warm-up (1,500 requests, not counted)
pool         maxConnsPerHost 10, else no limits; behaves as that of
             node-http-agent
threads      wire driver, 1 load thread for 2 cores, one left to the target

ms              mean       p50       p90       p99     p99.9       max     count
response      10.000    10.000    10.000    10.000    10.000    10.000     4,000
service        5.000     5.000     5.000     5.000     5.000     5.000     4,000
lateness       2.000     2.000     2.000     2.000     2.000     2.000     4,008
pool wait      3.000     3.000     3.000     3.000     3.000     3.000     4,000
connect        1.500         –         –         –         –     1.500         3
–: too few to know it (p90 takes 29, p99 299, p99.9 2,995)

Response counts from when a request was due, service from when it was sent: 10
ms and 5 ms (P99). What lies between was mostly spent waiting for a connection
(pool wait); users feel it, and service time alone hides it.

response     10.0 ms on average: late 2.0, pool wait 3.0, first byte 4.0, body
             1.0
connect      1.500 ms on average: TCP 0.500, TLS 1.000
rate         achieved 1,995.0/s
requests     4,000 completed, 8 failed, 2 dropped because too many were under
             way, 1 sent again
connections  3 dialed (and 10 in the warm-up), 3,997 reuses, at most 10 open, 4
             idle; closed: peer-closed × 2
statuses     200 × 4,000, 503 × 8
errors       http-503 × 8

response, ms                                   p50       p99       max     count
GET /products/7 2xx                          10.00     10.00     10.00     4,000
GET /products/7 5xx                           1.00         –      1.00         8

verdict      VALID: 0.25 % of 4010 requests failed
machine      up to 27,554/s with lateness P99 0.91 ms (wire)
seed         7
`)
  })

  it('sets what was achieved in the open model against what was offered', () => {
    const load = { kind: 'open', rate: 2000, arrivals: 'poisson', inFlightMax: 4096 } as const
    const text = textOf({ plan: { ...closedPlan, load, settings: UNLIMITED }, offeredRate: 2005 })
    expect(rowOf(text, 'model')).toBe('open: 2,000/s due, at random (Poisson), at most 4,096 under way')
    expect(rowOf(text, 'pool')).toBe('no limits; behaves as that of node-http-agent')
    expect(rowOf(text, 'rate')).toBe('offered 2,005.0/s, achieved 1,995.0/s')
  })

  it('says how it ended and what was changed meanwhile', () => {
    const paceChanges = [
      { atMs: 300, factor: 1.2 },
      { atMs: 1500, factor: 0 },
    ]
    expect(rowOf(textOf({ ended: 'finished', paceChanges }), 'measured')).toBe(
      '2 s after 1 s of warm-up (1,500 requests, not counted); finished early; changed while it ran: 120 % from 300 ms, paused at 1.5 s',
    )
    expect(rowOf(textOf({ ended: 'interrupted' }), 'measured')).toMatch(/; interrupted$/)
    const plan = { ...closedPlan, warmupMs: 0 }
    expect(rowOf(textOf({ plan }), 'measured')).toBe('2 s, no warm-up')
  })

  it('gives the figure and the advice of the verdict', () => {
    const verdict = { verdict: 'UNSTABLE', figure: 'it rose', advice: 'lower the rate' } as const
    expect(rowOf(textOf({ verdict }), 'verdict')).toBe('UNSTABLE: it rose lower the rate')
  })

  it('says where the certificate is missing', () => {
    expect(rowOf(textOf({ certificate: null }), 'machine')).toContain('kneepoint doctor')
  })

  it('prints dashes where nothing was measured', () => {
    const empty = () => new LatencyHistogram()
    const measurement = measurementWith({
      measuredMs: 0,
      requests: { due: 0, completed: 0, ended: 0, failed: 0, dropped: 0, retried: 0 },
      response: empty(),
      service: empty(),
      lateness: empty(),
      poolWait: empty(),
      dial: empty(),
      byRequest: [],
      statuses: {},
      errors: {},
    })
    const text = textOf({ measurement })
    expect(rowOf(text, 'rate')).toBe('achieved –')
    expect(rowOf(text, 'statuses')).toBe('none')
    expect(text).toContain('response           –         –')
    expect(text).not.toMatch(/NaN|Infinity|too few|undefined|null/)
  })
})

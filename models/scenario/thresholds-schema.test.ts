import { describe, expect, it } from 'vitest'
import { describeIssues, formatPath } from './describe-issues.ts'
import { type ScenarioInput, scenarioSchema } from './schema.ts'

const requests: ScenarioInput['requests'] = [{ name: 'orders', path: '/orders' }, { path: '/products/{id}' }]

function scenarioWith(thresholds: unknown) {
  return {
    name: 'small',
    target: { builtin: 'shop' },
    arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
    requests,
    thresholds,
  }
}

function problemsOf(thresholds: unknown): readonly string[] {
  const value = scenarioWith(thresholds)
  const checked = scenarioSchema.safeParse(value)
  if (checked.success) return []
  return describeIssues(checked.error.issues, value).map(({ path, text }) => `${formatPath(path)}: ${text}`)
}

describe('the thresholds of a scenario', () => {
  it('are read in the order in which they were written', () => {
    const { thresholds } = scenarioSchema.parse(
      scenarioWith({
        responseTime: ['p(99)<250', { threshold: ' avg < 0.1s ', abortOnFail: true, delayAbortEval: '10s' }],
        http_req_failed: 'rate<0.01',
        'responseTime{name:orders}': { threshold: 'max<900', delayAbortEval: 5 },
        'requests{name:GET /products/{id}}': ['count>0'],
      }),
    )
    const whenever = { abortOnFail: false, delayMs: 0 }
    expect(thresholds).toEqual([
      {
        metric: 'responseTime',
        request: null,
        expression: 'p(99)<250',
        aggregate: { kind: 'percentile', percentile: 99 },
        comparison: '<',
        limit: 250,
        ...whenever,
      },
      {
        metric: 'responseTime',
        request: null,
        expression: 'avg < 0.1s',
        aggregate: { kind: 'avg' },
        comparison: '<',
        limit: 100,
        abortOnFail: true,
        delayMs: 10_000,
      },
      {
        metric: 'failed',
        request: null,
        expression: 'rate<0.01',
        aggregate: { kind: 'rate' },
        comparison: '<',
        limit: 0.01,
        ...whenever,
      },
      {
        metric: 'responseTime',
        request: 'orders',
        expression: 'max<900',
        aggregate: { kind: 'max' },
        comparison: '<',
        limit: 900,
        abortOnFail: false,
        delayMs: 5,
      },
      {
        metric: 'requests',
        request: 'GET /products/{id}',
        expression: 'count>0',
        aggregate: { kind: 'count' },
        comparison: '>',
        limit: 0,
        ...whenever,
      },
    ])
    expect(JSON.parse(JSON.stringify(thresholds))).toEqual(thresholds)
  })

  it.each<[unknown, readonly string[]]>([
    [
      'p(99)<250',
      ['thresholds: found "p(99)<250", expected thresholds such as { responseTime: [\'p(99)<250\'] }'],
    ],
    [
      { responsTime: 'p(99)<250' },
      [
        'thresholds.responsTime: found the name "responsTime", expected one of responseTime, serviceTime, poolWait, ' +
          "failed, requests, dials, or of k6's http_req_duration, http_req_failed, http_reqs; did you mean responseTime?",
      ],
    ],
    [
      { 'failed{name:order}': 'rate<1', 'failed{name:checkout}': 'rate<1' },
      [
        'thresholds["failed{name:order}"]: found the name "failed{name:order}", expected a request that is sent; ' +
          'did you mean orders?',
        'thresholds["failed{name:checkout}"]: found the name "failed{name:checkout}", expected a request that is ' +
          'sent: orders, GET /products/{id}',
      ],
    ],
    [
      { responseTime: ['p(99)<250', 'p(95)'], failed: 'avg<1' },
      [
        'thresholds.responseTime[1]: found "p(95)", expected a condition such as p(99)<250: avg, min, med, max, p(N) ' +
          'or count, then <, <=, >, >=, == or !=, then a number',
        'thresholds.failed: found "avg<1", expected an aggregate that failed has: rate or count',
      ],
    ],
    [
      { responseTime: { threshold: 'p(99)<250', abortOnFial: true } },
      ['thresholds.responseTime.abortOnFial: unknown key; did you mean abortOnFail?'],
    ],
    [
      { responseTime: [{ threshold: 'p(99', abortOnFail: 1, delayAbortEval: 'soon' }] },
      [
        'thresholds.responseTime[0].abortOnFail: found 1, expected true or false',
        'thresholds.responseTime[0].delayAbortEval: found "soon", expected a time from 0 to 31 days: a number of ms, ' +
          "or text such as '10s'",
        'thresholds.responseTime[0].threshold: found "p(99", expected a condition such as p(99)<250: avg, min, med, ' +
          'max, p(N) or count, then <, <=, >, >=, == or !=, then a number',
      ],
    ],
    [
      { responseTime: [7, {}] },
      [
        "thresholds.responseTime[0]: found 7, expected a condition such as 'p(99)<250', or { threshold: 'p(99)<250', " +
          'abortOnFail: true }',
        "thresholds.responseTime[1].threshold: missing, expected a condition such as 'p(99)<250'",
      ],
    ],
  ])('are refused where they are %j', (thresholds, problems) => {
    expect(problemsOf(thresholds)).toEqual(problems)
  })
})

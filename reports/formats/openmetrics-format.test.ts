import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { readMeasurement } from '../../models/measurement/measurement.ts'
import { verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { emptyRun, runWith } from '../html/finished-run.fixture.ts'
import { fullRun } from './full-run.fixture.ts'
import { hostileRun, hostileText } from './hostile-run.arbitrary.ts'
import { bucketCounts } from './openmetrics-buckets.ts'
import { type ReadFamily, readOpenMetrics } from './openmetrics-document.oracle.ts'
import { openMetricsFormat } from './openmetrics-format.ts'

const text = (run: FinishedRun) => openMetricsFormat.render(run)

function familyNamed(run: FinishedRun, name: string): ReadFamily {
  const found = readOpenMetrics(text(run)).find((family) => family.name === name)
  if (found === undefined) throw new Error(`no family ${name}`)
  return found
}

function valuesOf({ samples }: ReadFamily): Record<string, number> {
  return Object.fromEntries(
    samples.map(({ name, labels, value }) => [`${name} ${[...labels.values()].join(' ')}`, value]),
  )
}

/** Two windows: 100 requests of 4 ms and 100 of 300 ms before, 200 of 4 ms after; 5 failed before. */
const measuredRun: FinishedRun = {
  ...fullRun,
  pairs: [
    verifyPair(
      verifyBlock({ responseMs: 4, poolWaitMs: 0.2, serviceMs: 3, dialMs: 7, dialed: 9, failed: 5 }),
      verifyBlock({ responseMs: 4, poolWaitMs: 0.01, serviceMs: 3, dialed: 1 }),
    ),
    verifyPair(verifyBlock({ responseMs: 300 }), verifyBlock({ responseMs: 4 })),
  ],
}

describe('openMetricsFormat', () => {
  it('has the histogram of the conventions, cumulative in seconds', () => {
    const lines = text(measuredRun).split('\n')
    const at = lines.indexOf('# TYPE http_client_request_duration_seconds histogram')
    const created = Date.parse(fullRun.report.startedAt) / 1000
    const bucket = (le: string, count: number) =>
      `http_client_request_duration_seconds_bucket{kneepoint_settings="before",le="${le}"} ${count}`
    const ends = ['0.005', '0.01', '0.025', '0.05', '0.075', '0.1', '0.25']
    const ends2 = ['0.5', '0.75', '1.0', '2.5', '5.0', '7.5', '10.0', '+Inf']
    expect(lines.slice(at + 1, at + 21)).toEqual([
      '# UNIT http_client_request_duration_seconds seconds',
      '# HELP http_client_request_duration_seconds End of the response less the time at which the request was due, of completed requests.',
      ...ends.map((le) => bucket(le, 100)),
      ...ends2.map((le) => bucket(le, 200)),
      'http_client_request_duration_seconds_count{kneepoint_settings="before"} 200',
      'http_client_request_duration_seconds_sum{kneepoint_settings="before"} 30.4',
      `http_client_request_duration_seconds_created{kneepoint_settings="before"} ${created.toFixed(3)}`,
    ])
  })

  it('counts requests, failures and connections of each side', () => {
    expect(valuesOf(familyNamed(measuredRun, 'kneepoint_client_requests'))).toMatchObject({
      'kneepoint_client_requests_total completed before': 195,
      'kneepoint_client_requests_total failed before': 5,
      'kneepoint_client_requests_total completed after': 200,
      'kneepoint_client_requests_total failed after': 0,
    })
    expect(valuesOf(familyNamed(measuredRun, 'kneepoint_client_request_failures'))).toMatchObject({
      'kneepoint_client_request_failures_total ECONNRESET before': 5,
    })
    expect(valuesOf(familyNamed(measuredRun, 'kneepoint_client_connections_given'))).toMatchObject({
      'kneepoint_client_connections_given_total dialed before': 10,
      'kneepoint_client_connections_given_total dialed after': 2,
      'kneepoint_client_connections_given_total reused after': 198,
    })
    expect(valuesOf(familyNamed(measuredRun, 'kneepoint_client_connection_wait_time_seconds'))).toMatchObject(
      {
        'kneepoint_client_connection_wait_time_seconds_bucket before 0.0001': 0,
        'kneepoint_client_connection_wait_time_seconds_bucket before 0.00025': 100,
        'kneepoint_client_connection_wait_time_seconds_bucket after 0.0001': 100,
      },
    )
  })

  it('has mean numbers of connections: idle seconds, and service times, per second', () => {
    // 1 idle second in each window of 1 s; 100 × 3 ms of service in 2 s.
    expect(valuesOf(familyNamed(measuredRun, 'http_client_open_connections'))).toEqual({
      'http_client_open_connections before active': 0.15,
      'http_client_open_connections before idle': 1,
      'http_client_open_connections after active': 0.15,
      'http_client_open_connections after idle': 1,
    })
  })

  it('has the settings, the verdict as a set of states, and the thresholds', () => {
    expect(valuesOf(familyNamed(fullRun, 'kneepoint_client_connection_idle_timeout_seconds'))).toEqual({
      'kneepoint_client_connection_idle_timeout_seconds before': 90,
      'kneepoint_client_connection_idle_timeout_seconds after': 64,
    })
    expect(valuesOf(familyNamed(fullRun, 'kneepoint_client_connection_max'))).toEqual({
      'kneepoint_client_connection_max after': 30,
    })
    expect(valuesOf(familyNamed(fullRun, 'kneepoint_verdict'))).toEqual({
      'kneepoint_verdict VALID': 1,
      'kneepoint_verdict GENERATOR_BOUND': 0,
      'kneepoint_verdict TARGET_ERRORS': 0,
      'kneepoint_verdict UNSTABLE': 0,
      'kneepoint_verdict INCOMPLETE': 0,
    })
    expect(valuesOf(familyNamed(fullRun, 'kneepoint_threshold_passed'))).toEqual({
      'kneepoint_threshold_passed p(99)<250 responseTime (all)': 1,
      'kneepoint_threshold_passed rate<0.01 dials checkout': 0,
    })
    expect(valuesOf(familyNamed(fullRun, 'kneepoint_threshold_value'))).toMatchObject({
      'kneepoint_threshold_value p(99)<250 responseTime (all)': 20.5,
    })
  })

  it('says of an empty run what it is', () => {
    expect(readOpenMetrics(text(emptyRun)).map(({ name }) => name)).toEqual([
      'kneepoint_run',
      'kneepoint_verdict',
    ])
  })

  it('keeps a hundred names of requests apart', () => {
    const block = verifyBlock({ responseMs: 4 })
    const { response, service } = block.measured
    const byRequest = Array.from({ length: 130 }, (_, i) => ({
      name: `read ${i}`,
      statusClass: '2xx' as const,
      response,
      service,
    }))
    const named = { ...block, measured: { ...block.measured, byRequest } }
    const { samples } = familyNamed(
      { ...fullRun, pairs: [verifyPair(named, named)] },
      'kneepoint_request_duration_seconds',
    )
    const counts = samples.filter(({ name }) => name.endsWith('_count'))
    expect(counts).toHaveLength(2 * 101)
    expect(counts.find(({ labels }) => labels.get('kneepoint_request') === '(other)')?.value).toBe(30 * 100)
    expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(2 * 130 * 100)
  })

  it('escapes what would end a label', () => {
    const run = runWith({ name: 'a\\b"c\nd\ud800\0', startedAt: 'then' })
    expect(text(run)).toContain('kneepoint_scenario="a\\\\b\\"c\\nd\ufffd\ufffd"')
    expect(text(run)).not.toContain('_created')
  })

  it('is read by a strict reader whatever a run says, and keeps it', () => {
    const kinds = hostileText.filter((each) => !(each in {}))
    fc.assert(
      fc.property(hostileRun, kinds, (run, kind) => {
        const block = verifyBlock({ responseMs: 4 })
        const failing = { ...block, measured: { ...block.measured, errors: { [kind]: 3 } } }
        const hostile = { ...run, pairs: [verifyPair(failing, block)] }
        const families = readOpenMetrics(text(hostile))
        const info = families.find(({ name }) => name === 'kneepoint_run')?.samples[0]
        expect(info?.labels.get('kneepoint_scenario')).toBe(run.report.name.replace(/[\p{Cs}\0]/gu, '\ufffd'))
        const failures = families.find(({ name }) => name === 'kneepoint_client_request_failures')?.samples[0]
        expect(failures?.value).toBe(3)
        expect(failures?.labels.get('error_type')).toBe(
          kind === '' ? 'unknown' : kind.replace(/[\p{Cs}\0]/gu, '\ufffd'),
        )
      }),
      { numRuns: 20 },
    )
  })
})

describe('the strict reader', () => {
  const histogram = (...buckets: string[]) =>
    ['# TYPE a histogram', ...buckets, 'a_count 2', 'a_sum 1', '# EOF', ''].join('\n')
  it.each([
    ['no end', '# TYPE a gauge\na 1\n'],
    ['a sample of another family', '# TYPE a gauge\nb 1\n# EOF\n'],
    ['a counter without _total', '# TYPE a counter\na 1\n# EOF\n'],
    ['a family twice', '# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{c="d"} 1\n# EOF\n'],
    ['a sample twice', '# TYPE a gauge\na{b="c"} 1\na{b="c"} 2\n# EOF\n'],
    ['a name without its unit', '# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n'],
    ['a quote in a label', '# TYPE a gauge\na{b="c"d"} 1\n# EOF\n'],
    ['buckets that fall', histogram('a_bucket{le="1.0"} 3', 'a_bucket{le="+Inf"} 2')],
    ['a count that is not +Inf', histogram('a_bucket{le="1.0"} 1', 'a_bucket{le="+Inf"} 3')],
    ['no +Inf', histogram('a_bucket{le="1.0"} 2')],
  ])('refuses %s', (_, document) => {
    expect(() => readOpenMetrics(document)).toThrow()
  })

  it('reads what is right', () => {
    const [family] = readOpenMetrics(histogram('a_bucket{le="1.0"} 1', 'a_bucket{le="+Inf"} 2'))
    expect(family?.samples.map(({ value }) => value)).toEqual([1, 2, 2, 1])
  })
})

describe('bucketCounts', () => {
  it('puts every duration into the bucket whose ends it lies between', () => {
    const durations = fc.array(fc.integer({ min: 0, max: 2047 }), { maxLength: 50 })
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 2100 }), { maxLength: 8 })
    fc.assert(
      fc.property(durations, bounds, (durationsUs, endsUs) => {
        const histogram = new LatencyHistogram()
        for (const us of durationsUs) histogram.record(us / 1000)
        const ends = endsUs.sort((a, b) => a - b)
        const boundsSeconds = ends.map((us) => us / 1e6)
        const expected = [...ends, Infinity].map(
          (end, i) => durationsUs.filter((us) => us <= end && us > (ends[i - 1] ?? -1)).length,
        )
        expect(bucketCounts({ labels: {}, histogram, boundsSeconds })).toEqual(expected)
      }),
    )
  })

  it('has as many in all as were measured', () => {
    const { response } = readMeasurement(verifyBlock({ responseMs: 12_000 }).measured)
    expect(bucketCounts({ labels: {}, histogram: response, boundsSeconds: [10] })).toEqual([0, 100])
  })
})

import { describe, expect, it } from 'vitest'
import { benchJson } from '../compare/bench-json.fixture.ts'
import { percentileOf } from './imported-result.ts'
import {
  autocannonOutput,
  imported,
  importedOne,
  k6Export,
  ohaOutput,
  vegetaOutput,
  without,
} from './tool-outputs.fixture.ts'

const k6Values = (name: keyof typeof k6Export.metrics) => k6Export.metrics[name]

const k6Handled = {
  root_group: k6Export.root_group,
  options: { summaryTrendStats: ['avg', 'p(99.9)'] },
  state: { isStdOutTTY: true, testRunDurationMs: 41_195.8 },
  metrics: {
    http_req_duration: {
      type: 'trend',
      contains: 'time',
      values: { ...k6Values('http_req_duration'), 'p(99)': 512.5, 'p(99.9)': 900 },
    },
    http_reqs: { type: 'counter', contains: 'default', values: k6Values('http_reqs') },
    http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0.05, passes: 9, fails: 171 } },
    dropped_iterations: { type: 'counter', contains: 'default', values: { count: 7, rate: 0.17 } },
  },
}

const k6Machine = {
  version: '1.0.0',
  metadata: { generatedAt: '2026-11-23T03:13:12Z', k6Version: '1.5.0' },
  config: { duration: 41.1958, execution: 'local', script: 'x.js' },
  results: {
    metrics: [
      { name: 'http_reqs', type: 'counter', contains: 'default', values: { count: 180 } },
      {
        name: 'http_req_failed',
        type: 'rate',
        contains: 'default',
        values: { matches: 9, rate: 0.05, total: 180 },
      },
      { name: 'http_req_duration', type: 'trend', contains: 'time', values: k6Values('http_req_duration') },
    ],
  },
}

describe("k6's summaries", () => {
  it('are ms, with the failed requests in passes', async () => {
    const result = await importedOne(k6Export)
    expect(result).toMatchObject({
      tool: 'k6',
      format: "k6's --summary-export",
      toolVersion: null,
      target: null,
      startedAt: null,
      model: null,
      rate: { offered: null, achieved: 4.36938 },
      concurrency: 20,
      requests: { total: 180, failed: 9 },
      latencyMs: { mean: 144.56, stdev: null, min: 104.11, max: 1140 },
      histogram: null,
      omission: 'not-corrected',
    })
    expect(result.latencyMs.percentiles).toEqual([
      { percentile: 50, ms: 110.47 },
      { percentile: 90, ms: 203.54 },
      { percentile: 95, ms: 215.95 },
    ])
    expect(result.durationMs).toBeCloseTo(41_195.8, 0)
  })

  it('with p(0) among their statistics do not have it as a percentile', async () => {
    const http_req_duration = { ...k6Values('http_req_duration'), 'p(0)': 104.11 }
    const { latencyMs } = await importedOne({
      ...k6Export,
      metrics: { ...k6Export.metrics, http_req_duration },
    })
    expect(latencyMs.percentiles.map(({ percentile }) => percentile)).toEqual([50, 90, 95])
  })

  it('of handleSummary have values one level deeper, a duration, and what was asked for', async () => {
    const result = await importedOne(k6Handled)
    expect(result).toMatchObject({
      format: "k6's handleSummary data",
      model: 'open',
      durationMs: 41_195.8,
      concurrency: null,
      requests: { total: 180, failed: 9 },
    })
    expect([percentileOf(result, 99), percentileOf(result, 99.9)]).toEqual([512.5, 900])
    expect(result.notes.at(-1)).toContain('k6 dropped 7 iterations')
  })

  it('in the machine-readable schema have the duration in s, matches, and a version', async () => {
    const result = await importedOne(k6Machine)
    expect(result).toMatchObject({
      format: "k6's machine-readable summary",
      toolVersion: '1.5.0',
      durationMs: 41_195.8,
      requests: { total: 180, failed: 9 },
      latencyMs: { mean: 144.56 },
    })
    expect(result.rate.achieved).toBeCloseTo(4.36938, 4)
  })

  it('without http_req_failed do not say what failed', async () => {
    expect((await importedOne(without(k6Export, 'metrics/http_req_failed'))).requests).toEqual({
      total: 180,
      failed: null,
    })
  })
})

describe("autocannon's JSON", () => {
  it('is whole ms, and s for the duration', async () => {
    expect(await importedOne(autocannonOutput)).toMatchObject({
      tool: 'autocannon',
      target: 'http://127.0.0.1:18461/products/7',
      startedAt: '2026-11-23T03:13:12.414Z',
      durationMs: 2010,
      model: null,
      rate: { offered: null, achieved: 2198 },
      concurrency: 4,
      requests: { total: 4396, failed: 0 },
      latencyMs: { mean: 1.38, stdev: 1.57, min: 0, max: 28 },
      omission: 'not-corrected',
      distortion: null,
    })
    const { percentiles } = (await importedOne(autocannonOutput)).latencyMs
    expect(percentiles.map(({ percentile }) => percentile)).toEqual([0.001, 50, 90, 97.5, 99, 99.9])
    expect(percentiles[4]?.ms).toBe(7)
  })

  it('has answers per sample, which --sampleInt makes shorter than a second', async () => {
    const requests = { ...autocannonOutput.requests, average: 219.8 }
    const result = await importedOne({ ...autocannonOutput, sampleInt: 100, requests })
    expect(result.rate.achieved).toBe(2198)
    expect((await importedOne(without(autocannonOutput, 'sampleInt'))).rate.achieved).toBe(2198)
  })

  it('with a rate has more latencies than answers, and is distorted', async () => {
    const rated = {
      ...autocannonOutput,
      '2xx': 401,
      requests: { ...autocannonOutput.requests, total: 401, average: 200.5 },
      latency: { ...autocannonOutput.latency, totalCount: 726 },
    }
    const result = await importedOne(rated)
    expect(result).toMatchObject({ omission: 'filled-in', model: 'open', rate: { achieved: 200.5 } })
    expect(result.distortion).toContain('of its 726 latencies 325 were not measured')
    const withErrors = await importedOne({ ...rated, '2xx': 301, '5xx': 100 })
    expect(withErrors.distortion).toContain('of its 726 latencies 325 were not measured')
  })

  it('counts errors and 5xx as failed, and has no latency without an answer', async () => {
    const failing = { ...autocannonOutput, errors: 4, timeouts: 3, '2xx': 4390, '4xx': 3, '5xx': 3 }
    const counted = { ...failing, latency: { ...autocannonOutput.latency, totalCount: 4390 } }
    expect(await importedOne(counted)).toMatchObject({
      requests: { total: 4400, failed: 7 },
      omission: 'not-corrected',
      notes: [
        expect.stringContaining('whole ms'),
        'Answers with a status from 400 to 499 (3) do not count as failed here.',
      ],
    })
    const none = {
      ...without(autocannonOutput, '2xx'),
      errors: 4,
      requests: { average: 0, total: 0 },
      latency: { average: 0, min: 0, max: 0, p99: 0, totalCount: 0 },
    }
    expect(await importedOne(none)).toMatchObject({
      requests: { total: 4, failed: 4 },
      latencyMs: { mean: null, min: null, max: null, percentiles: [] },
    })
  })
})

describe("vegeta's JSON report", () => {
  it('is ns', async () => {
    const result = await importedOne(vegetaOutput)
    expect(result).toMatchObject({
      tool: 'vegeta',
      startedAt: '2026-11-23T03:13:12.414Z',
      durationMs: 990,
      model: 'open',
      rate: { offered: 101.01010101010101, achieved: 98 },
      concurrency: null,
      requests: { total: 100, failed: 6 },
      latencyMs: { mean: 2.371194, min: 1.949582, max: 3.660505 },
    })
    expect(result.latencyMs.percentiles).toEqual([
      { percentile: 50, ms: 2.854306 },
      { percentile: 90, ms: 3.228223 },
      { percentile: 95, ms: 3.478629 },
      { percentile: 99, ms: 3.53 },
    ])
    expect(result.notes.at(-1)).toBe('Answers with a status from 400 to 499 (1) do not count as failed here.')
  })

  it('of an early version lacks the 90th percentile and the minimum', async () => {
    const result = await importedOne(without(without(vegetaOutput, 'latencies/90th'), 'latencies/min'))
    expect(result.latencyMs.min).toBeNull()
    expect(percentileOf(result, 90)).toBeNull()
  })
})

describe("oha's JSON", () => {
  it('is s, and what was cut off at the end is no failure', async () => {
    const result = await importedOne(ohaOutput)
    expect(result).toMatchObject({
      tool: 'oha',
      durationMs: 2010,
      model: null,
      concurrency: null,
      requests: { total: 102, failed: 5 },
      latencyMs: { mean: 8.7, min: 1.1, max: 51.2 },
      omission: null,
    })
    expect(result.rate.achieved).toBeCloseTo(100 / 2.01, 9)
    expect([percentileOf(result, 50), percentileOf(result, 99.99)]).toEqual([8.7, 51.2])
    expect(result.notes[1]).toBe(
      '8 requests that were under way at the end (aborted due to deadline) are not counted.',
    )
  })

  it('has no latency where nothing was answered', async () => {
    const failing = {
      ...ohaOutput,
      summary: { ...ohaOutput.summary, average: null, slowest: null, fastest: null },
      latencyPercentiles: { p50: null, p99: null },
      statusCodeDistribution: {},
    }
    const { latencyMs, requests } = await importedOne(failing)
    expect(latencyMs).toEqual({ mean: null, stdev: null, min: null, max: null, percentiles: [] })
    expect(requests).toEqual({ total: 2, failed: 2 })
  })
})

describe('a document of bench --json', () => {
  it('gives its figures', async () => {
    const document = benchJson({ meanMs: 10 })
    const responseMs = document['responseMs'] as Record<string, number>
    const result = await importedOne(document)
    expect(result).toMatchObject({
      tool: 'kneepoint',
      model: 'closed',
      concurrency: 10,
      durationMs: 16_000,
      requests: { total: 3200, failed: 0 },
      rate: { achieved: 200 },
      latencyMs: { mean: responseMs['mean'], max: responseMs['max'] },
    })
    expect(percentileOf(result, 99.9)).toBe(responseMs['p999'])
  })
})

describe('what is not whole', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [vegetaOutput, 'latencies/99th', 'latencies.99th is missing'],
    [vegetaOutput, 'latencies', 'latencies is missing'],
    [vegetaOutput, 'rate', 'rate is missing'],
    [vegetaOutput, 'status_codes', 'status_codes is missing'],
    [autocannonOutput, 'latency/average', 'latency.average is missing'],
    [autocannonOutput, 'requests/total', 'requests.total is missing'],
    [autocannonOutput, 'duration', 'duration is missing'],
    [ohaOutput, 'summary/average', 'summary.average is missing'],
    [ohaOutput, 'latencyPercentiles', 'latencyPercentiles is missing'],
    [ohaOutput, 'errorDistribution', 'errorDistribution is missing'],
    [k6Export, 'metrics/http_req_duration', 'metrics.http_req_duration is missing'],
    [k6Export, 'metrics/http_reqs', 'metrics.http_reqs is missing'],
    [k6Export, 'metrics/http_reqs/count', 'metrics.http_reqs.count is missing'],
  ])('is refused by its key: %#, %s', async (json, path, message) => {
    await expect(imported(without(json, path))).rejects.toMatchObject({
      name: 'UsageError',
      message: `f: ${message}`,
    })
  })

  it.each<[unknown, string]>([
    [{ ...vegetaOutput, rate: 'fast' }, 'f: rate is "fast", which is no number'],
    [{ ...vegetaOutput, requests: -1 }, 'f: requests is -1, which is negative'],
    [{ ...vegetaOutput, status_codes: [] }, 'f: status_codes is not an object'],
    [
      { ...k6Machine, version: '2.0.0' },
      "f: version is 2.0.0; of k6's machine-readable summaries, 1.x is read",
    ],
    [
      { ...k6Machine, results: { metrics: k6Machine.results.metrics.slice(0, 2) } },
      'f: results.metrics.http_req_duration is missing',
    ],
    [JSON.stringify(vegetaOutput).slice(0, 200), 'f: its JSON is broken or breaks off'],
  ])('is refused with what is wrong: %#', async (content, message) => {
    await expect(imported(content)).rejects.toMatchObject({ name: 'UsageError', message })
  })
})

import { describe, expect, it } from 'vitest'
import { percentileOf } from './imported-result.ts'
import {
  heyOutput,
  imported,
  importedOne,
  wrk2Output,
  wrkNotFound,
  wrkOutput,
} from './tool-outputs.fixture.ts'
import { wrkTimeMs } from './wrk-time-ms.ts'

describe('wrkTimeMs', () => {
  it.each([
    ['470.95us', 0.47095],
    ['0.92ms', 0.92],
    ['2.07s', 2070],
    ['1.50m', 90_000],
    ['1.00h', 3_600_000],
    ['-nanus', null],
    ['12', null],
  ])('reads %s', (text, ms) => {
    expect(wrkTimeMs(text)).toBe(ms)
  })
})

describe("wrk's text", () => {
  it('is read with its units', async () => {
    const result = await importedOne(wrkOutput)
    expect(result).toMatchObject({
      tool: 'wrk',
      label: 'f',
      target: 'http://127.0.0.1:18461/products/7',
      durationMs: 2070,
      model: 'closed',
      rate: { offered: null, achieved: 1745.5 },
      concurrency: 4,
      requests: { total: 3612, failed: 0 },
      latencyMs: { mean: 6.53, stdev: 17.9, min: null, max: 133.84 },
      omission: 'filled-in',
      notes: [expect.stringMatching(/^wrk adds latencies that were not measured/)],
      distortion: null,
    })
    expect(percentileOf(result, 99)).toBe(110.91)
  })

  it('holds only what was measured where there were fewer answers than connections', async () => {
    const few = await importedOne(wrkOutput.replace('3612 requests', '3 requests'))
    expect(few).toMatchObject({ omission: 'not-corrected', notes: [] })
  })

  it('counts statuses from 400 up, socket errors and answers that came too late', async () => {
    expect(await importedOne(wrkNotFound)).toMatchObject({
      requests: { total: 17_603, failed: 17_603 },
      latencyMs: { mean: 0.47095, percentiles: [{ percentile: 50, ms: 0.151 }, {}, {}, {}] },
      notes: [
        expect.stringContaining('not measured'),
        'Answers with a status from 400 up (17603) count as failed.',
      ],
    })
    const errors = '  Socket errors: connect 1, read 20, write 300, timeout 4000\nRequests/sec:'
    expect((await importedOne(wrkOutput.replace('Requests/sec:', errors))).requests).toEqual({
      total: 3612 + 321,
      failed: 3933,
    })
  })

  it('without an answer has no latency, and without --latency no percentiles', async () => {
    const none = wrkOutput
      .replace('3612 requests', '0 requests')
      .replace(/Latency +6.*/, 'Latency     0.00us    0.00us   0.00us    -nan%')
    expect((await importedOne(none)).latencyMs.mean).toBeNull()
    const plain = wrkOutput.replace(/  Latency Distribution\n( +\d+%.*\n)+/, '')
    expect((await importedOne(plain)).latencyMs).toMatchObject({ mean: 6.53, percentiles: [] })
  })

  it('of several runs gives a result for each', async () => {
    const results = await imported(`$ wrk one\n${wrkOutput}\n${wrkNotFound}`)
    expect(results.map(({ label, rate }) => [label, rate.achieved])).toEqual([
      ['f, run 1', 1745.5],
      ['f, run 2', 17_547.13],
    ])
  })

  it('knows the largest only where the column is that', async () => {
    expect((await importedOne(wrkOutput.replace('Max  ', '99%  '))).latencyMs.max).toBeNull()
  })
})

describe("wrk2's text", () => {
  it('gives the corrected spectrum as a histogram', async () => {
    const result = await importedOne(wrk2Output)
    expect(result).toMatchObject({
      tool: 'wrk2',
      durationMs: 30_000,
      model: 'open',
      omission: 'corrected',
      concurrency: 100,
      rate: { offered: null, achieved: 2000.28 },
      requests: { total: 60_021, failed: 3 },
      latencyMs: { mean: 6.602, stdev: 1.919, min: 0.921, max: 12.496 },
    })
    expect([50, 75, 90, 99].map((each) => percentileOf(result, each))).toEqual([6.67, 7.78, 9.14, 11.18])
    expect(result.histogram?.count).toBe(39_500)
    expect(result.histogram?.meanMs).toBeCloseTo(6.602, 9)
    expect(result.histogram?.maxMs).toBe(12.496)
    expect(result.histogram?.quantileMs(19_783 / 39_500)).toBeCloseTo(6.671, 2)
    expect(result.notes.at(-1)).toContain('The 60 time-outs of wrk2 are not counted')
  })

  it('without the spectrum gives the percentiles that it printed', async () => {
    const plain = wrk2Output.replace(/ +Detailed Percentile spectrum:[^]*?-{20,}\n/g, '')
    const result = await importedOne(plain)
    expect(result.histogram).toBeNull()
    expect([50, 99, 99.999, 100].map((each) => percentileOf(result, each))).toEqual([6.67, 11.18, 12.5, 12.5])
  })
})

describe("hey's text", () => {
  it('is s, and counts errors', async () => {
    const result = await importedOne(heyOutput)
    expect(result).toMatchObject({
      tool: 'hey',
      durationMs: 111.2,
      model: 'closed',
      concurrency: null,
      requests: { total: 200, failed: 50 },
      latencyMs: { mean: 1.9, min: 0.1, max: 6.7 },
    })
    expect(result.rate.achieved).toBeCloseTo((1798.9765 * 190) / 200, 9)
    expect(percentileOf(result, 99)).toBe(6.2)
  })

  it('of five answers has no 90th percentile, which it prints as 0 % in 0 s', async () => {
    const rows = '  10% in 0.0016 secs\n  75% in 0.0035 secs\n  0% in 0.0000 secs\n  0% in 0.0000 secs\n'
    const few = heyOutput.replace(/(^ +\d+% in.*\n)+/m, rows)
    expect((await importedOne(few)).latencyMs.percentiles).toEqual([
      { percentile: 10, ms: 1.6 },
      { percentile: 75, ms: 3.5 },
    ])
  })

  it('of more than 1,000,000 answers has the sum of all over 1,000,000 as its mean', async () => {
    const many = heyOutput.replace('150 responses', '3999960 responses')
    const result = await importedOne(many)
    expect(result.latencyMs.mean).toBe(0.475)
    expect(result.notes[1]).toContain('of the first so many answers')
    expect((await importedOne(heyOutput)).notes).toHaveLength(1)
  })

  it('of failures alone has no latency', async () => {
    const failing = heyOutput
      .replace(/^ +\[\d+\]\t\d+ responses\n/gm, '')
      .replace('0.0019 secs', ' NaN secs')
      .replace(/^ +\d+% in.*\n/gm, '')
    expect(await importedOne(failing)).toMatchObject({
      requests: { total: 10, failed: 10 },
      rate: { achieved: 0 },
      latencyMs: { mean: null, percentiles: [] },
    })
  })
})

describe('text that is not whole', () => {
  it.each<[string, string]>([
    [wrkOutput.slice(0, 300), 'f: the line "requests in" is missing or not whole'],
    [
      wrkOutput.slice(0, wrkOutput.indexOf('Requests/sec')),
      'f: the line "Requests/sec:" is missing or not whole',
    ],
    [wrkOutput.replace(/^ +Latency +6.*\n/m, ''), 'f: the line "Latency" is missing or not whole'],
    [
      wrk2Output.replace(/^ +12\.503.*\n/gm, ''),
      'f: the percentile spectrum has 39135 of its 39500 values: rows are missing',
    ],
    [wrk2Output.replace('29644', '9644'), 'f: the percentile spectrum falls from 19783 to 9644 values'],
    [heyOutput.slice(0, 100), 'f: the line "Requests/sec:" is missing or not whole'],
    [heyOutput.slice(0, 250), 'f: the line "Status code distribution:" is missing or not whole'],
  ])('is refused by its line: %#', async (text, message) => {
    await expect(imported(text)).rejects.toMatchObject({ name: 'UsageError', message })
  })
})

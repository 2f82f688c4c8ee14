import { describe, expect, it } from 'vitest'
import { percentileOf } from './imported-result.ts'
import { summarizeRequests } from './summarize-requests.ts'
import { imported, importedOne } from './tool-outputs.fixture.ts'

const START_MS = Date.parse('2026-11-23T03:13:12.000Z')

/** 25 requests, one each 100 ms, of 1 to 25 ms; the last has no answer. */
const listed = Array.from({ length: 25 }, (_, i) => ({
  sentMs: START_MS + 100 * i,
  latencyMs: i + 1,
  status: i === 24 ? 0 : 200,
}))

const vegetaLines = listed
  .map(({ sentMs, latencyMs, status }, seq) =>
    JSON.stringify({
      attack: '',
      seq,
      code: status,
      timestamp: new Date(sentMs).toISOString(),
      latency: latencyMs * 1e6,
      bytes_out: 0,
      bytes_in: 58,
      error: status === 0 ? 'refused' : '',
      body: null,
      method: 'GET',
      url: 'http://127.0.0.1:1/',
      headers: null,
    }),
  )
  .join('\n')

const vegetaRows = listed
  .map(({ sentMs, latencyMs, status }, seq) => {
    const error = status === 0 ? '"refused,\nat last"' : ''
    return `${sentMs}000000,${status},${latencyMs * 1e6},0,58,${error},,,${seq},GET,http://127.0.0.1:1/,`
  })
  .join('\n')

describe("vegeta's results", () => {
  it.each([
    ['JSON', vegetaLines],
    ['CSV', vegetaRows],
  ])('as %s give exact figures and whole seconds', async (format, text) => {
    const result = await importedOne(`${text}\n`)
    expect(result).toMatchObject({
      tool: 'vegeta',
      format: `vegeta's results as ${format}`,
      startedAt: '2026-11-23T03:13:12.000Z',
      model: 'open',
      requests: { total: 25, failed: 1 },
      latencyMs: { mean: 12.5, min: 1, max: 24 },
    })
    expect(result.rate.offered).toBeCloseTo(10, 6)
    expect(result.durationMs).toBeCloseTo(2425, 3)
    expect(result.rate.achieved).toBeCloseTo(24 / 2.425, 6)
    expect([percentileOf(result, 50), percentileOf(result, 99)]).toEqual([12, 24])
    expect(result.histogram?.count).toBe(24)
    expect(result.intervals.map(({ requests, ended }) => [requests, ended])).toEqual([
      [{ total: 10, failed: 0 }, 10],
      [{ total: 10, failed: 0 }, 10],
    ])
    expect(result.intervals[1]?.histogram.meanMs).toBeCloseTo(15.5, 9)
  })

  it('that break off are refused by line', async () => {
    await expect(imported(vegetaLines.slice(0, -20))).rejects.toThrow('f:25: the line is not whole')
    await expect(imported(vegetaLines.replace('"latency":2000000,', ''))).rejects.toThrow(
      'f:2: latency is missing',
    )
    await expect(imported(vegetaLines.replace(/"timestamp":"[^"]*",/, ''))).rejects.toThrow(
      'f:1: timestamp is missing or no time',
    )
    await expect(imported(vegetaRows.replace(',200,2000000,', ',200,,'))).rejects.toThrow(
      'f:2: no request: a time, a latency or a status is no number',
    )
  })
})

describe('CSV of hey and oha', () => {
  it('is s, in columns of their own, and does not say what failed', async () => {
    const hey = [
      'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset',
      '0.0006,0.0001,0.0000,0.0000,0.0005,0.0000,200,0.0006',
      '0.0016,0.0000,0.0000,0.0000,0.0002,0.0001,200,0.5001',
      '0.0038,0.0000,0.0000,0.0000,0.0002,0.0001,503,1.6006',
    ].join('\n')
    const result = await importedOne(hey)
    expect(result).toMatchObject({
      tool: 'hey',
      startedAt: null,
      model: 'closed',
      rate: { offered: null },
      requests: { total: 3, failed: null },
      latencyMs: { mean: 1.1, min: 0.6, max: 1.6 },
    })
    expect(result.intervals).toHaveLength(1)
    expect(result.intervals[0]).toMatchObject({ requests: null, ended: 2 })
    const oha = [
      'request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status',
      '0.001,0,0,0.002,0.0021,58,200',
      '0.002,0,0,0.002,0.000043,58,200',
    ].join('\n')
    expect(await importedOne(oha)).toMatchObject({
      tool: 'oha',
      model: null,
      latencyMs: { min: 0.043, max: 2.1 },
    })
    await expect(imported(oha.split('\n')[0] as string)).rejects.toThrow('f: there is no request in it')
  })
})

describe('requests at times that cannot be', () => {
  it.each(['2199-01-01T00:00:00Z', '1899-01-01T00:00:00Z'])(
    'such as %s are refused by name',
    async (time) => {
      const line = (timestamp: string, seq: number) =>
        JSON.stringify({ attack: '', seq, code: 200, timestamp, latency: 1_000_000 })
      const lines = [line('2026-11-22T15:01:00Z', 0), line(time, 1)].join('\n')
      await expect(imported(lines)).rejects.toThrow('f: its requests are more than 7 days apart')
    },
  )

  it('and latencies without an end', async () => {
    const csv = `1795403592000000000,200,${'9'.repeat(400)},0,2,,\n`
    await expect(imported(csv)).rejects.toThrow('f: its requests are more than 7 days apart')
  })
})

describe('summarizeRequests', () => {
  it('takes requests in any order, and knows no rate of one', () => {
    const requests = listed.map((each) => ({ ...each, isFailed: false }))
    expect(summarizeRequests(requests.toReversed(), true)).toEqual(summarizeRequests(requests, true))
    const one = summarizeRequests(requests.slice(0, 1), true)
    expect(one).toMatchObject({ offered: null, achieved: 1000, intervals: [], durationMs: 1 })
  })

  it('puts answers into the second in which they came', () => {
    const at = (sentMs: number, latencyMs: number) => ({ sentMs, latencyMs, isFailed: false })
    const { intervals } = summarizeRequests([at(0, 1500), at(10, 5), at(2000, 1)], true)
    expect(intervals.map(({ ended, requests }) => [ended, requests?.total])).toEqual([
      [1, 2],
      [1, 0],
    ])
  })
})

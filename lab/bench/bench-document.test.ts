import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { thresholdOf } from '../../models/thresholds/threshold.fixture.ts'
import { benchDocument } from './bench-document.ts'
import { closedPlan, durations, measurementWith, resultWith } from './bench-result.fixture.ts'

const none = { mean: null, p50: null, p90: null, p99: null, p999: null, max: null, count: 0 }

function all(ms: number, count: number) {
  return { mean: ms, p50: ms, p90: ms, p99: ms, p999: ms, max: ms, count }
}

describe('benchDocument', () => {
  const document = benchDocument(resultWith())

  it('says what was measured', () => {
    expect(document).toMatchObject({
      schemaVersion: 1,
      startedAt: '2026-11-22T20:00:00.000Z',
      target: 'http://127.0.0.1:8080/products/7',
      method: 'GET',
      model: 'closed',
      load: { kind: 'closed', users: 10, connectionsFollowUsers: true, thinkTime: null },
      driver: 'wire',
      client: 'node-http-agent',
      settings: { maxConnsPerHost: 10, maxIdlePerHost: null, idleTimeoutMs: null },
      threads: { count: 1, why: '1 load thread for 2 cores, one left to the target' },
      seed: 7,
      durationMs: 2000,
      warmupMs: 1000,
      ended: 'whole',
    })
  })

  it('says what came of each threshold', () => {
    expect(document.thresholds).toEqual([])
    const threshold = thresholdOf('failed{name:orders}', 'rate < 0.01', { abortOnFail: true })
    const thresholds = [{ threshold, passed: false, value: 0.5, samples: 12, aborted: true }]
    expect(benchDocument(resultWith({ thresholds, ended: 'threshold' }))).toMatchObject({
      ended: 'threshold',
      thresholds: [
        {
          name: 'failed{name:orders}',
          expression: 'rate < 0.01',
          passed: false,
          value: 0.5,
          samples: 12,
          aborted: true,
        },
      ],
    })
  })

  it('counts the measured stretch apart from the warm-up', () => {
    expect(document.requests).toEqual({
      due: 4010,
      sent: 5509 - 1500,
      completed: 4000,
      failed: 8,
      dropped: 2,
      retried: 1,
      warmup: 1500,
    })
    expect(document.rate).toEqual({ offered: null, achieved: 1995 })
    const open = benchDocument(resultWith({ offeredRate: 2005 }))
    expect(open.rate).toEqual({ offered: 2005, achieved: 1995 })
  })

  it('sums up each time', () => {
    expect(document.responseMs).toEqual(all(10, 4000))
    expect(document.serviceMs).toEqual(all(5, 4000))
    expect(document.latenessMs).toEqual(all(2, 4008))
    expect(document.poolWaitMs).toEqual(all(3, 4000))
    expect(document.connectMs).toEqual(all(1.5, 3))
    expect(document.phases).toEqual({
      dns: none,
      connect: all(0.5, 3),
      tls: all(1, 3),
      firstByte: all(4, 4000),
      body: all(1, 4000),
    })
    expect(document.byRequest[1]).toEqual({
      name: 'GET /products/7',
      statusClass: '5xx',
      responseMs: all(1, 8),
      serviceMs: all(1, 8),
    })
  })

  it('has a line for each second', () => {
    expect(document.timelineEveryMs).toBe(1000)
    expect(document.timeline).toHaveLength(3)
    expect(document.timeline[1]).toEqual({
      atMs: 1000,
      due: 2005,
      completed: 1990,
      failed: 0,
      dropped: 2,
      p50Ms: 10,
      p99Ms: 10,
      dialed: 0,
      peakOpen: 10,
    })
    expect(document.timeline[2]).toMatchObject({ p50Ms: null, p99Ms: null })
  })

  it("takes its own driver's part of the certificate", () => {
    expect(document.certificate).toEqual({
      driver: 'wire',
      highestRate: 27_554,
      latenessP50Ms: 0.1,
      latenessP99Ms: 0.91,
      achievedShare: 1,
      measuredAt: '2026-11-01T12:00:00.000Z',
    })
    expect(benchDocument(resultWith({ certificate: null })).certificate).toBeNull()
  })

  it('holds no header, which may be a secret', () => {
    const request = { ...closedPlan.request, headers: { authorization: 'Bearer secret' } }
    const text = JSON.stringify(benchDocument(resultWith({ plan: { ...closedPlan, request } })))
    expect(text).not.toContain('secret')
  })

  it('has null for what nothing is known of, and no number that JSON cannot hold', () => {
    const empty = () => new LatencyHistogram()
    const nothing = benchDocument(
      resultWith({
        offeredRate: Number.NaN,
        measurement: measurementWith({
          measuredMs: 0,
          requests: { due: 0, completed: 0, ended: 0, failed: 0, dropped: 0, retried: 0 },
          response: empty(),
          service: empty(),
          lateness: empty(),
          poolWait: durations(1, 1),
          dial: empty(),
          phases: null,
          byRequest: null,
          series: null,
        }),
      }),
    )
    expect(nothing).toMatchObject({
      rate: { offered: null, achieved: null },
      responseMs: none,
      poolWaitMs: all(1, 1),
      phases: null,
      byRequest: [],
      timeline: [],
      timelineEveryMs: null,
    })
    expect(JSON.parse(JSON.stringify(nothing))).toEqual(nothing)
  })
})

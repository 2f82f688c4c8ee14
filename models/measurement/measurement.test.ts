import { describe, expect, it } from 'vitest'
import { closeReasons } from '../pool/close-reason.ts'
import { PoolCounters } from '../pool/pool-counters.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import {
  connectionsSince,
  dialsPerSecond,
  failureRate,
  type Measurement,
  mergePods,
  mergeStretches,
  readMeasurement,
  storeMeasurement,
} from './measurement.ts'

const histogramNames = ['response', 'service', 'lateness', 'poolWait', 'dial'] as const

function histogramOf(...durationsMs: number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const durationMs of durationsMs) histogram.record(durationMs)
  return histogram
}

/** Every number differs from every other, so that none can stand in for another. */
function sample(factor: number): Measurement {
  return {
    measuredMs: 1000 * factor,
    requests: {
      due: 100 * factor,
      completed: 90 * factor,
      ended: 88 * factor,
      failed: 6 * factor,
      dropped: 4 * factor,
      retried: 3 * factor,
    },
    connections: {
      dialed: 20 * factor,
      reused: 70 * factor,
      closed: Object.fromEntries(
        closeReasons.map((reason, i) => [reason, (i + 1) * factor]),
      ) as Measurement['connections']['closed'],
      idleSeconds: 7.5 * factor,
      peakOpen: 11 * factor,
      peakIdle: 5 * factor,
      peakBusy: 7 * factor,
    },
    response: histogramOf(10 * factor, 11 * factor),
    service: histogramOf(8 * factor),
    lateness: histogramOf(0.1 * factor, 0.2 * factor, 0.3 * factor),
    poolWait: histogramOf(2 * factor),
    dial: histogramOf(40 * factor, 50 * factor),
    statuses: { '200': 80 * factor, [`${500 + factor}`]: 6 * factor },
    errors: { reset: 2 * factor },
    whole: { sent: 130 * factor, dialed: 25 * factor, primed: 2 * factor },
    series: null,
  }
}

const one = sample(1)
const two = sample(2)

describe('mergePods', () => {
  it('adds counts, histograms and peaks, but not lengths', () => {
    const merged = mergePods([one, { ...two, measuredMs: 1000 }])
    const thrice = sample(3)
    expect(merged).toMatchObject({
      measuredMs: 1000,
      requests: thrice.requests,
      connections: thrice.connections,
      whole: thrice.whole,
      statuses: { '200': 240, '501': 6, '502': 12 },
      errors: { reset: 6 },
    })
    expect(merged.connections.closed).toEqual(thrice.connections.closed)
    for (const name of histogramNames) {
      expect(merged[name].count).toBe(one[name].count + two[name].count)
      expect(merged[name].store()).toEqual(LatencyHistogram.merge([one[name], two[name]]).store())
    }
    expect(merged.response.quantileMs(0.5)).toBeCloseTo(11, 1)
    expect(merged.response.meanMs).toBe((10 + 11 + 20 + 22) / 4)
  })

  it('leaves what it merges as it was', () => {
    const before = storeMeasurement(one)
    mergePods([one, two])
    expect(storeMeasurement(one)).toEqual(before)
  })

  it('needs something to merge', () => {
    expect(() => mergePods([])).toThrow(RangeError)
  })
})

describe('mergeStretches', () => {
  it('adds lengths and takes the highest peaks', () => {
    const merged = mergeStretches([two, one])
    expect(merged.measuredMs).toBe(3000)
    expect(merged.connections).toEqual({ ...sample(3).connections, peakOpen: 22, peakIdle: 10, peakBusy: 14 })
    expect(merged.requests).toEqual(sample(3).requests)
    expect(merged.response.count).toBe(4)
  })

  it('of no stretches is nothing', () => {
    const merged = mergeStretches([])
    expect(merged.measuredMs).toBe(0)
    expect(merged.requests.due).toBe(0)
    expect(merged.connections.peakOpen).toBe(0)
  })
})

it('comes back from its stored form, through JSON, as it was', () => {
  const stored = storeMeasurement(one)
  const read = readMeasurement(JSON.parse(JSON.stringify(stored)) as typeof stored)
  expect(storeMeasurement(read)).toEqual(stored)
  for (const name of histogramNames) {
    expect(read[name].meanMs).toBe(one[name].meanMs)
    expect(read[name].quantileMs(0.5)).toBe(one[name].quantileMs(0.5))
  }
  const { response, service, lateness, poolWait, dial, ...rest } = read
  expect(one).toMatchObject(rest)
  expect([response, service, lateness, poolWait, dial].map(({ count }) => count)).toEqual([2, 1, 3, 1, 2])
})

describe('rates', () => {
  it('dropped requests count as failed ones do', () => {
    expect(failureRate(one)).toBe(0.1)
    expect(failureRate({ ...one, requests: { ...one.requests, due: 0, failed: 0, dropped: 0 } })).toBe(0)
  })

  it('dials are per second of the measured stretch', () => {
    expect(dialsPerSecond(two)).toBe(20)
  })
})

it('connectionsSince leaves out what was before, but for peaks', () => {
  const counters = new PoolCounters()
  counters.dialed = 3
  counters.reused = 4
  counters.idleMs = 500
  counters.closed.evicted = 1
  counters.observe(5, 2)
  const before = counters.snapshot()
  counters.dialed = 10
  counters.reused = 6
  counters.idleMs = 2500
  counters.closed.evicted = 4
  counters.observe(4, 3)
  expect(connectionsSince(before, counters)).toEqual({
    dialed: 7,
    reused: 2,
    idleSeconds: 2,
    peakOpen: 5,
    peakIdle: 3,
    peakBusy: 0,
    closed: { ...new PoolCounters().closed, evicted: 3 },
  })
})

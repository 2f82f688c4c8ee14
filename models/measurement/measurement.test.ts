import { describe, expect, it } from 'vitest'
import { closeReasons } from '../pool/close-reason.ts'
import { PoolCounters } from '../pool/pool-counters.ts'
import { type Composition, CompositionRecorder, meanPartsFrom } from './composition.ts'
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

/** Of requests that were sent after 2 ms, and answered at once after so many more. */
function compositionOf(...firstByteMs: number[]): Composition {
  const recorder = new CompositionRecorder()
  for (const ms of firstByteMs) {
    recorder.record({ dueMs: 0, askedMs: 0, sentMs: 2, firstByteMs: 2 + ms, ownDial: null }, 2 + ms)
  }
  return recorder.composition()
}

/** Every number differs from every other, so that none can stand in for another. */
function sample(factor: number): Measurement {
  return {
    measuredMs: 1000 * factor,
    warmup: { ms: 200 * factor, requests: 15 * factor },
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
    phases: {
      dns: histogramOf(factor),
      connect: histogramOf(13 * factor),
      tls: histogramOf(24 * factor, 25 * factor),
      firstByte: histogramOf(6 * factor, 9 * factor, 12 * factor),
      body: histogramOf(0.5 * factor),
    },
    byRequest: [
      {
        name: 'read',
        statusClass: '2xx',
        response: histogramOf(10 * factor),
        service: histogramOf(8 * factor),
      },
      { name: `order ${factor}`, statusClass: 'none', response: histogramOf(30), service: histogramOf() },
    ],
    composition: compositionOf(8 * factor, 11 * factor),
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

  it('merges phases, requests by name and status class, and the warm-up, which the pods had at once', () => {
    const merged = mergePods([one, two])
    expect(merged.warmup).toEqual({ ms: 400, requests: 45 })
    const phases = Object.entries(merged.phases ?? {}).map(([name, { count, sumMs }]) => [name, count, sumMs])
    expect(phases).toEqual([
      ['dns', 2, 3],
      ['connect', 2, 39],
      ['tls', 4, 147],
      ['firstByte', 6, 81],
      ['body', 2, 1.5],
    ])
    const requests = merged.byRequest?.map(({ name, statusClass, response, service }) => {
      return [name, statusClass, response.sumMs, service.sumMs]
    })
    expect(requests).toEqual([
      ['read', '2xx', 30, 24],
      ['order 1', 'none', 30, 0],
      ['order 2', 'none', 30, 0],
    ])
  })

  it('adds compositions', () => {
    const { composition } = mergePods([one, two])
    expect(meanPartsFrom(composition as Composition, 0)).toMatchObject({
      requests: 4,
      partsMs: { poolWait: 2, firstByte: (8 + 11 + 16 + 22) / 4 },
    })
  })

  it('does not know together what one of them does not know', () => {
    const merged = mergePods([
      one,
      { ...two, warmup: null, phases: null, byRequest: null, composition: null },
    ])
    expect([merged.warmup, merged.phases, merged.byRequest, merged.composition]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('leaves what it merges as it was', () => {
    const before = storeMeasurement(one)
    mergePods([one, two])
    expect(storeMeasurement(one)).toEqual(before)
  })

  it('counts errors whatever they are called', () => {
    const errors = Object.fromEntries([
      ['toString', 1],
      ['__proto__', 2],
    ])
    const merged = mergePods([
      { ...sample(1), errors },
      { ...sample(1), errors },
    ])
    expect(Object.entries(merged.errors)).toEqual([
      ['toString', 2],
      ['__proto__', 4],
    ])
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
    expect(merged.warmup).toEqual({ ms: 600, requests: 45 })
    expect(merged.phases?.tls.count).toBe(4)
    expect(merged.byRequest?.map(({ name }) => name)).toEqual(['read', 'order 2', 'order 1'])
  })

  it('of no stretches is nothing', () => {
    const merged = mergeStretches([])
    expect(merged.measuredMs).toBe(0)
    expect(merged.requests.due).toBe(0)
    expect(merged.connections.peakOpen).toBe(0)
    expect([merged.warmup, merged.phases, merged.byRequest]).toEqual([null, null, null])
    expect(merged.composition).toBeNull()
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
  const { response, service, lateness, poolWait, dial, phases, byRequest, ...rest } = read
  expect(one).toMatchObject(rest)
  expect(phases?.firstByte.sumMs).toBe(27)
  expect(byRequest?.[0]?.service.sumMs).toBe(8)
  expect([response, service, lateness, poolWait, dial].map(({ count }) => count)).toEqual([2, 1, 3, 1, 2])
})

it('reads what earlier versions stored, which knew less', () => {
  const { warmup: _, phases: __, byRequest: ___, composition: ____, ...earlier } = storeMeasurement(one)
  const read = readMeasurement(earlier)
  expect([read.warmup, read.phases, read.byRequest, read.composition]).toEqual([null, null, null, null])
  expect(read.response.quantileMs(1)).toBe(11)
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

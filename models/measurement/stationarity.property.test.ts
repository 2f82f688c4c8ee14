import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normal } from '../random/distributions.ts'
import { exp } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import { findDrift } from './stationarity.ts'
import type { TimeSeries } from './time-series.ts'

const RUNS = 2000

/** A second for each response time, 100 requests due and answered in each. */
function seriesOf(meanResponseMs: readonly number[], change: Partial<TimeSeries> = {}): TimeSeries {
  const hundred = meanResponseMs.map(() => 100)
  const none = meanResponseMs.map(() => 0)
  const counts = {
    due: hundred,
    completed: hundred,
    failed: none,
    dropped: none,
    dialed: none,
    peakOpen: none,
  }
  const unknown = { response: null, latencyCounts: null }
  return { fromMs: 0, everyMs: 1000, meanResponseMs, ...counts, ...unknown, ...change }
}

/** Lognormal response times whose logarithms are first-order autoregressive. */
function noise(stream: RandomStream, intervals: number, correlation: number, sigma: number): number[] {
  let z = normal(stream, 0, 1)
  return Array.from({ length: intervals }, () => {
    z = correlation * z + Math.sqrt(1 - correlation * correlation) * normal(stream, 0, 1)
    return 20 * exp(sigma * z)
  })
}

function driftOf(meanResponseMs: readonly number[], change: Partial<TimeSeries> = {}, scheduled = true) {
  return findDrift(seriesOf(meanResponseMs, change), 1000 * meanResponseMs.length, scheduled)
}

describe('findDrift', () => {
  it.each([
    [8, 0.6, 0.5],
    [12, 0.6, 0.3],
    [20, 0.8, 0.5],
    [60, 0.8, 0.8],
    [300, 0.9, 0.5],
  ])('sees none in %i seconds of noise with correlation %f, but in 2 %%', (intervals, correlation, sigma) => {
    const stream = new RandomStream(1, 'noise', intervals)
    const alarms = Array.from({ length: RUNS }, () => driftOf(noise(stream, intervals, correlation, sigma)))
    expect(alarms.filter((alarm) => alarm !== null).length / RUNS).toBeLessThan(0.02)
  })

  it('sees no drift of the rate in a closed model whose rate is noise', () => {
    const stream = new RandomStream(2, 'noise')
    const alarms = Array.from({ length: RUNS }, () => {
      const completed = noise(stream, 30, 0.6, 0.3)
      return driftOf(
        completed.map(() => 20),
        { due: completed, completed },
        false,
      )
    })
    expect(alarms.filter((alarm) => alarm !== null).length / RUNS).toBeLessThan(0.02)
  })

  it('sees response times that grow fourfold or more through noise', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 16, max: 120 }),
        fc.double({ min: 4, max: 100, noNaN: true }),
        (seed, intervals, factor) => {
          const stream = new RandomStream(seed, 'melting')
          const noisy = noise(stream, intervals, 0.3, 0.05)
          const rising = noisy.map((value, i) => value * (1 + ((factor - 1) * i) / (intervals - 1)))
          expect(driftOf(rising)?.what).toBe('response-time-rose')
        },
      ),
    )
  })

  it('sees none where nothing changes, whatever the unit of time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 200 }),
        fc.boolean(),
        (responseMs, intervals, scheduled) => {
          expect(driftOf(Array<number>(intervals).fill(responseMs), {}, scheduled)).toBeNull()
        },
      ),
    )
  })
})

describe('findDrift, by example', () => {
  const steady = Array<number>(12).fill(20)

  it('gives the medians of the first and the last quarter', () => {
    const rising = [10, 10, 12, 14, 16, 18, 20, 22, 24, 26, 40, 50]
    expect(driftOf(rising)).toEqual({ what: 'response-time-rose', from: 10, to: 40 })
  })

  it('leaves out what is significant but small', () => {
    expect(driftOf(steady.map((value, i) => value + 0.3 * i))).toBeNull()
  })

  it('leaves out what is large but not rising throughout', () => {
    expect(driftOf([20, 20, 20, 40, 30, 20, 20, 40, 30, 20, 30, 30])).toBeNull()
  })

  it('wants 8 whole intervals with answers', () => {
    const rising = [10, 20, 30, 40, 50, 60, 70, 80]
    expect(driftOf(rising)).not.toBeNull()
    expect(driftOf(rising.slice(1))).toBeNull()
    expect(findDrift(seriesOf(rising), 7999, true)).toBeNull()
    const due = [0, 0, 100, 100, 100, 100, 100, 100]
    expect(driftOf(rising, { due, completed: due }, false)).toBeNull()
  })

  it('ignores what came after the measured stretch', () => {
    const series = seriesOf([...steady, 900, 900, 900, 900, 900, 900])
    expect(findDrift(series, 12_000, true)).toBeNull()
  })

  it('lets response times rise with a schedule that rises', () => {
    const due = steady.map((_, i) => 100 + 10 * i)
    const rising = steady.map((value, i) => value * (1 + 0.3 * i))
    expect(driftOf(rising, { due, completed: due })).toBeNull()
    expect(driftOf(rising, { due, completed: due }, false)?.what).toBe('response-time-rose')
  })

  it('sees a backlog that grows though what is answered is answered in time', () => {
    const completed = steady.map(() => 90)
    expect(driftOf(steady, { completed })).toEqual({ what: 'backlog-grew', from: 20, to: 110 })
    expect(driftOf(steady, { completed, failed: steady.map(() => 10) })).toBeNull()
    expect(driftOf(steady, { completed, dropped: steady.map(() => 10) })).toBeNull()
    expect(driftOf(steady, { completed: steady.map(() => 98) })).toBeNull()
  })

  it('sees users who get no answer any more, or none for long', () => {
    const ended = steady.map((_, i) => (i < 8 ? 100 : 0))
    expect(driftOf(steady, { due: ended, completed: ended }, false)).toMatchObject({
      what: 'rate-fell',
      to: 0,
    })
    const broken = steady.map((_, i) => (i === 5 || i === 6 ? 0 : 100))
    expect(driftOf(steady, { due: broken, completed: broken }, false)).toMatchObject({ what: 'rate-fell' })
    const brief = steady.map((_, i) => (i === 5 ? 0 : 100))
    expect(driftOf(steady, { due: brief, completed: brief }, false)).toBeNull()
    const seldom = steady.map((_, i) => (i % 4 === 0 ? 1 : 0))
    expect(driftOf(steady, { due: seldom, completed: seldom }, false)).toBeNull()
  })

  it('leaves out a rise of less than half a millisecond', () => {
    const rising = [10, 10, 12, 14, 16, 18, 20, 22, 24, 26, 40, 50]
    expect(driftOf(rising.map((ms) => ms / 100))).toBeNull()
    expect(driftOf(rising.map((ms) => ms / 10))).not.toBeNull()
  })

  it('sees a rate that falls in a closed model', () => {
    const completed = steady.map((_, i) => 120 - 6 * i)
    expect(driftOf(steady, { due: completed, completed }, false)).toEqual({
      what: 'rate-fell',
      from: 114,
      to: 60,
    })
    expect(driftOf(steady, { due: completed, completed })).toBeNull()
  })
})

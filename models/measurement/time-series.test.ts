import { describe, expect, it } from 'vitest'
import { LATENCY_BUCKETS, latencyQuantileMs } from './latency-grid.ts'
import { responseQuantiles, TimeSeriesRecorder } from './time-series.ts'

const plain = (fromMs: number, everyMs: number) =>
  new TimeSeriesRecorder({ fromMs, everyMs, quantiles: false })

const withQuantiles = (fromMs: number, everyMs: number) =>
  new TimeSeriesRecorder({ fromMs, everyMs, quantiles: true })

describe('TimeSeriesRecorder', () => {
  it('has an entry for each interval up to the last in which something happened', () => {
    const recorder = plain(1000, 100)
    recorder.due(1000)
    recorder.due(1099.9)
    recorder.due(1350)
    recorder.completed(1210, 30)
    recorder.completed(1220, 50)
    recorder.failed(1100)
    recorder.dropped(1399)
    recorder.dropped(1301)
    recorder.dialed(1150, 3)
    recorder.dialed(1160, 2)
    expect(recorder.series()).toEqual({
      fromMs: 1000,
      everyMs: 100,
      due: [2, 0, 0, 1],
      completed: [0, 0, 2, 0],
      failed: [0, 1, 0, 0],
      dropped: [0, 0, 0, 2],
      meanResponseMs: [0, 0, 40, 0],
      dialed: [0, 2, 0, 0],
      peakOpen: [0, 3, 0, 0],
      response: null,
      latencyCounts: null,
    })
  })

  it('takes times in any order', () => {
    const recorder = plain(0, 10)
    for (const atMs of [55, 5, 25, 55, 6]) recorder.due(atMs)
    expect(recorder.series().due).toEqual([2, 0, 1, 0, 0, 2])
  })

  it('doubles its interval rather than grow beyond bounds, and loses nothing', () => {
    const recorder = plain(0, 1)
    for (let atMs = 0; atMs < 100_000; atMs++) {
      recorder.due(atMs)
      recorder.dialed(atMs, atMs)
    }
    const { everyMs, due, peakOpen } = recorder.series()
    expect(everyMs).toBe(8)
    expect(due).toHaveLength(12_500)
    expect(new Set(due)).toEqual(new Set([8]))
    expect(peakOpen[3]).toBe(31)
  })

  it('knows the percentiles of each interval where it is asked to', () => {
    const recorder = withQuantiles(0, 1000)
    for (let i = 1; i <= 100; i++) recorder.completed(500, i <= 98 ? 1 : 40)
    recorder.completed(2500, 40)
    const series = recorder.series()
    expect(series.response).toEqual({ p50Ms: [0.9806, NaN, 40.69], p99Ms: [40.69, NaN, 40.69] })
    expect(responseQuantiles(series, 0.98)).toEqual([0.9806, NaN, 40.69])
    expect(responseQuantiles(series, 0.99)).toEqual(series.response?.p99Ms)
    expect(series.latencyCounts?.intervals).toBe(3)
  })

  it('bounds the number of intervals to 4096 with percentiles, and loses nothing', () => {
    const recorder = withQuantiles(0, 1)
    for (let atMs = 0; atMs < 10_000; atMs++) recorder.completed(atMs, atMs % 4 === 3 ? 40 : 1)
    const { everyMs, completed, response, latencyCounts } = recorder.series()
    expect(everyMs).toBe(4)
    expect(completed).toEqual(Array.from({ length: 2500 }, () => 4))
    expect(new Set(response?.p50Ms)).toEqual(new Set([0.9806]))
    expect(new Set(response?.p99Ms)).toEqual(new Set([40.69]))
    expect(latencyCounts?.counts).toHaveLength(2500 * LATENCY_BUCKETS)
  })

  it('goes on after its series has been asked for, which stays as it was', () => {
    const recorder = withQuantiles(0, 10)
    recorder.completed(5, 1)
    const before = recorder.series()
    recorder.completed(6, 40)
    expect(before.completed).toEqual([1])
    expect(latencyQuantileMs(before.latencyCounts!, 0, 1)).toBe(0.9806)
    expect(recorder.series().response?.p99Ms).toEqual([40.69])
  })

  it('has an empty series when nothing happened', () => {
    const { due, response } = withQuantiles(0, 10).series()
    expect([due, response]).toEqual([[], { p50Ms: [], p99Ms: [] }])
  })
})

describe('responseQuantiles', () => {
  const recorder = withQuantiles(0, 10)
  recorder.completed(5, 1)
  const read = { ...recorder.series(), latencyCounts: null }

  it('has the median and the P99 of a series without counts, and no other', () => {
    expect(responseQuantiles(read, 0.5)).toEqual([0.9806])
    expect(responseQuantiles(read, 0.99)).toEqual([0.9806])
    expect(() => responseQuantiles(read, 0.9)).toThrow(RangeError)
    expect(() => responseQuantiles({ ...read, response: null }, 0.5)).toThrow(RangeError)
  })
})

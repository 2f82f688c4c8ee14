import { describe, expect, it } from 'vitest'
import { addTimeSeries } from './add-time-series.ts'
import { TimeSeriesRecorder } from './time-series.ts'

function seriesOf(responseMs: number, intervals: number, everyMs = 10, quantiles = false) {
  const own = new TimeSeriesRecorder({ fromMs: 0, everyMs, quantiles })
  for (let i = 0; i < intervals; i++) {
    own.due(everyMs * i)
    own.completed(everyMs * i, responseMs)
    own.dropped(everyMs * i)
    own.dialed(everyMs * i, 2)
  }
  return own.series()
}

describe('addTimeSeries', () => {
  it('adds counts, weights means, and fills up shorter ones', () => {
    expect(addTimeSeries([seriesOf(10, 3), seriesOf(30, 1)])).toEqual({
      fromMs: 0,
      everyMs: 10,
      due: [2, 1, 1],
      completed: [2, 1, 1],
      failed: [0, 0, 0],
      dropped: [2, 1, 1],
      meanResponseMs: [20, 10, 10],
      dialed: [2, 1, 1],
      peakOpen: [4, 2, 2],
      response: null,
      latencyCounts: null,
    })
  })

  it('joins the intervals of those that have shorter ones', () => {
    const sum = addTimeSeries([seriesOf(10, 5, 10, true), seriesOf(30, 2, 40, true)])
    expect(sum).toMatchObject({
      everyMs: 40,
      due: [5, 2],
      dropped: [5, 2],
      meanResponseMs: [14, 20],
      peakOpen: [4, 4],
    })
    // Of 10, 10, 10, 10, 30 ms and of 10, 30 ms, to the middles of the buckets.
    expect(sum.response).toEqual({ p50Ms: [10.17, 10.17], p99Ms: [28.77, 28.77] })
  })

  it('has no percentiles when one pod has not counted by size', () => {
    const { response, latencyCounts } = addTimeSeries([seriesOf(1, 1, 10, true), seriesOf(1, 1)])
    expect([response, latencyCounts]).toEqual([null, null])
  })

  it('refuses what does not fit together', () => {
    expect(() => addTimeSeries([])).toThrow(RangeError)
    expect(() => addTimeSeries([seriesOf(1, 1, 10), seriesOf(1, 1, 30)])).toThrow(RangeError)
    const later = new TimeSeriesRecorder({ fromMs: 5, everyMs: 10, quantiles: false }).series()
    expect(() => addTimeSeries([seriesOf(1, 1), later])).toThrow(RangeError)
  })
})

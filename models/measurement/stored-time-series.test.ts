import { expect, it } from 'vitest'
import { readTimeSeries, storeTimeSeries } from './stored-time-series.ts'
import { TimeSeriesRecorder } from './time-series.ts'

it('keeps the percentiles, and null where there are none, but not the counts they come from', () => {
  const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs: 10, quantiles: true })
  recorder.completed(25, 1)
  const stored = storeTimeSeries(recorder.series())
  expect(stored.response).toEqual({ p50Ms: [null, null, 0.9806], p99Ms: [null, null, 0.9806] })
  expect(Object.keys(stored)).not.toContain('latencyCounts')
})

it('reads a series of an earlier version, which knew neither what was dropped nor percentiles', () => {
  const earlier = { due: [2, 1], completed: [2, 0], failed: [0, 1], meanResponseMs: [5, 0], dialed: [1, 0] }
  const stored = { fromMs: 0, everyMs: 60_000, ...earlier, peakOpen: [1, 1] }
  expect(readTimeSeries(stored)).toEqual({
    ...stored,
    dropped: [0, 0],
    response: null,
    latencyCounts: null,
  })
})

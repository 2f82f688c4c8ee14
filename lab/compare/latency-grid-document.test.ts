import { describe, expect, it } from 'vitest'
import { TimeSeriesRecorder } from '../../models/measurement/time-series.ts'
import { cellWidthOf, latencyCountsOf, storeLatencyGrid } from './latency-grid-document.ts'

describe('storeLatencyGrid', () => {
  it('keeps how many response times of each size there were, and their sum', () => {
    const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs: 1000, quantiles: true })
    recorder.completed(10, 0.001)
    recorder.completed(20, 2)
    recorder.completed(30, 2.1)
    recorder.completed(2500, 8)
    const grid = storeLatencyGrid(recorder.series())
    // 2 ms is 2000 µs: 2^10.97, in bucket 87; 2.1 ms is 2^11.04, in bucket 88; 8 ms is 2^12.97, in bucket 103.
    expect(grid).toEqual({
      lowestMs: 0.001,
      bucketsPerDoubling: 8,
      counts: [[0, 1, 87, 1, 88, 1], [], [103, 1]],
      sumMs: [4.101, 0, 8],
    })
    if (grid === null) throw new Error('there is a grid')
    const { values, counts } = latencyCountsOf(grid, 0)
    expect([...counts]).toEqual([1, 1, 1])
    expect(values[1]).toBeCloseTo(2 ** (87.5 / 8) / 1000, 9)
    expect(latencyCountsOf(grid, 1).values).toHaveLength(0)
    expect(cellWidthOf(grid)).toBeCloseTo(Math.log(2) / 8, 12)
  })

  it('has nothing where response times were not counted by size', () => {
    const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs: 1000, quantiles: false })
    expect(storeLatencyGrid(recorder.series())).toBeNull()
    expect(storeLatencyGrid(null)).toBeNull()
  })
})

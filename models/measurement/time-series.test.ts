import { describe, expect, it } from 'vitest'
import { addTimeSeries, TimeSeriesRecorder } from './time-series.ts'

describe('TimeSeriesRecorder', () => {
  it('has an entry for each interval up to the last in which something happened', () => {
    const recorder = new TimeSeriesRecorder(1000, 100)
    recorder.due(1000)
    recorder.due(1099.9)
    recorder.due(1350)
    recorder.completed(1210, 30)
    recorder.completed(1220, 50)
    recorder.failed(1100)
    recorder.dialed(1150, 3)
    recorder.dialed(1160, 2)
    expect(recorder.series()).toEqual({
      fromMs: 1000,
      everyMs: 100,
      due: [2, 0, 0, 1],
      completed: [0, 0, 2, 0],
      failed: [0, 1, 0, 0],
      meanResponseMs: [0, 0, 40, 0],
      dialed: [0, 2, 0, 0],
      peakOpen: [0, 3, 0, 0],
    })
  })

  it('takes times in any order', () => {
    const recorder = new TimeSeriesRecorder(0, 10)
    for (const atMs of [55, 5, 25, 55, 6]) recorder.due(atMs)
    expect(recorder.series().due).toEqual([2, 0, 1, 0, 0, 2])
  })

  it('doubles its interval rather than grow beyond bounds, and loses nothing', () => {
    const recorder = new TimeSeriesRecorder(0, 1)
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
})

describe('addTimeSeries', () => {
  const recorder = (responseMs: number, intervals: number) => {
    const own = new TimeSeriesRecorder(0, 10)
    for (let i = 0; i < intervals; i++) {
      own.due(10 * i)
      own.completed(10 * i, responseMs)
      own.dialed(10 * i, 2)
    }
    return own.series()
  }

  it('adds counts, weights means, and fills up shorter ones', () => {
    expect(addTimeSeries([recorder(10, 3), recorder(30, 1)])).toEqual({
      fromMs: 0,
      everyMs: 10,
      due: [2, 1, 1],
      completed: [2, 1, 1],
      failed: [0, 0, 0],
      meanResponseMs: [20, 10, 10],
      dialed: [2, 1, 1],
      peakOpen: [4, 2, 2],
    })
  })

  it('refuses series of different intervals', () => {
    const other = new TimeSeriesRecorder(0, 20).series()
    expect(() => addTimeSeries([recorder(1, 1), other])).toThrow(RangeError)
    expect(() => addTimeSeries([])).toThrow(RangeError)
  })
})

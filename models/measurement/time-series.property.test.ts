import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addTimeSeries, joinTimeSeries } from './add-time-series.ts'
import { readTimeSeries, storeTimeSeries } from './stored-time-series.ts'
import { enter, seriesEvents, type SeriesEvent } from './time-series.arbitrary.ts'
import { type TimeSeries, TimeSeriesRecorder } from './time-series.ts'

const DURATION_MS = 20_000

function seriesOf(events: readonly SeriesEvent[], everyMs: number): TimeSeries {
  const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs, quantiles: true })
  enter(recorder, events)
  return recorder.series()
}

/** Means only to rounding: their weights come from a division. */
function expectSame(seen: TimeSeries, expected: TimeSeries): void {
  const { meanResponseMs, ...counts } = seen
  const { meanResponseMs: expectedMeans, ...expectedCounts } = expected
  expect(counts).toEqual(expectedCounts)
  expect(meanResponseMs).toHaveLength(expectedMeans.length)
  for (const [i, meanMs] of expectedMeans.entries()) {
    expect(Math.abs((meanResponseMs[i] as number) - meanMs)).toBeLessThanOrEqual(1e-12 * meanMs)
  }
}

const total = (column: readonly number[]) => column.reduce((sum, value) => sum + value, 0)

describe('TimeSeries', () => {
  it('of pods, added, is that of one recorder that saw everything, whatever had to be joined', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(seriesEvents(DURATION_MS), fc.nat(4)), { minLength: 1, maxLength: 4 }),
        (pods) => {
          const coarsest = Math.max(...pods.map(([, doublings]) => doublings))
          const sum = addTimeSeries(
            pods.map(([events, doublings]) => seriesOf(events, 1000 * 2 ** doublings)),
          )
          const all = pods.flatMap(([events]) => events)
          expectSame(sum, seriesOf(all, 1000 * 2 ** coarsest))
        },
      ),
    )
  })

  it('joined is that of intervals twice as long', () => {
    fc.assert(
      fc.property(seriesEvents(DURATION_MS), (events) => {
        expectSame(joinTimeSeries(seriesOf(events, 1000)), seriesOf(events, 2000))
      }),
    )
  })

  it('has the same sums however short its first intervals were', () => {
    fc.assert(
      fc.property(seriesEvents(DURATION_MS), (events) => {
        // Up to 20,000 intervals of 1 ms are wanted: more than there may be.
        const fine = seriesOf(events, 1)
        const coarse = seriesOf(events, DURATION_MS)
        expect(fine.due.length).toBeLessThanOrEqual(4096)
        for (const column of ['due', 'completed', 'failed', 'dropped'] as const) {
          expect(total(fine[column])).toBe(total(coarse[column]))
        }
        expect(fine.latencyCounts?.counts.reduce((sum, count) => sum + count, 0)).toBe(
          total(coarse.completed),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('comes back from its stored form, through JSON, as it was but for the counts by size', () => {
    fc.assert(
      fc.property(seriesEvents(DURATION_MS), (events) => {
        const series = seriesOf(events, 1000)
        const stored = storeTimeSeries(series)
        const read = readTimeSeries(JSON.parse(JSON.stringify(stored)) as typeof stored)
        expect(read).toEqual({ ...series, latencyCounts: null })
        expect(storeTimeSeries(read)).toEqual(stored)
      }),
    )
  })
})

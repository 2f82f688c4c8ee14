import { describe, expect, it } from 'vitest'
import type { Measurement } from '../../models/measurement/measurement.ts'
import { TimeSeriesRecorder } from '../../models/measurement/time-series.ts'
import { stretchChanges } from './stretch-figures.ts'

/** So many seconds of 100 requests each: their response times, and how many of them fail. */
function measured(seconds: ReadonlyArray<{ readonly ms: number; readonly failed: number }>): Measurement {
  const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs: 1000, quantiles: true })
  for (const [second, { ms, failed }] of seconds.entries()) {
    const atMs = 1000 * second + 500
    for (let i = 0; i < 100; i++) {
      recorder.due(atMs)
      if (i < failed) recorder.failed(atMs)
      else recorder.completed(atMs, ms)
    }
  }
  // The series is all that changes are made of.
  return { series: recorder.series() } as unknown as Measurement
}

describe('stretchChanges', () => {
  it('has the change of P99 and of the failed share, with intervals around them', () => {
    const before = measured([400, 410, 390, 405].map((ms) => ({ ms, failed: 20 })))
    const after = measured([100, 104, 98, 101].map((ms, i) => ({ ms, failed: i % 2 })))
    const [p99, failedShare] = stretchChanges(before, after, 1)
    expect(p99?.metric).toBe('p99')
    // A percentile of the series is within 4.5 % of the exact one: 104 / 410 − 1.
    expect(p99?.change).toBeCloseTo(104 / 410 - 1, 1)
    expect(p99?.low).toBeLessThanOrEqual(p99?.change ?? NaN)
    expect(p99?.high).toBeLessThan(0)
    expect(failedShare).toMatchObject({ metric: 'failedShare', change: 0.005 - 0.2 })
    expect(failedShare?.high).toBeLessThan(0)
  })

  it('has no change of P99 where nobody was answered', () => {
    const before = measured([{ ms: 1, failed: 100 }])
    const after = measured([{ ms: 10, failed: 0 }])
    expect(stretchChanges(before, after, 1).map(({ metric, change }) => [metric, change])).toEqual([
      ['failedShare', -1],
    ])
  })
})

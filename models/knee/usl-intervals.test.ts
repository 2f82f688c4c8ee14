import { describe, expect, it } from 'vitest'
import { RAYTRACER, SPECSDM91, throughputPoints } from './published-usl.fixture.ts'
import { uslIntervals, type UslInterval } from './usl-intervals.ts'
import { fitUsl, type ThroughputPoint, uslThroughput } from './usl.ts'

const intervalsOf = (
  points: readonly ThroughputPoint[],
  options: { resamples?: number; level?: number } = {},
) => uslIntervals(points, fitUsl(points), { seed: 1, ...options })

const SPECSDM91_INTERVALS = intervalsOf(SPECSDM91)

function width(interval: UslInterval | undefined): number {
  return (interval?.[1] ?? NaN) - (interval?.[0] ?? NaN)
}

describe('uslIntervals', () => {
  it('agrees with Student’s t on the first six rows of raytracer: alpha 0 to 0.0511', () => {
    const [low = NaN, high] = intervalsOf(RAYTRACER.slice(0, 6))?.alpha ?? []
    expect(low).toBeGreaterThanOrEqual(0)
    expect(low).toBeLessThan(0.005)
    expect(Math.abs((high ?? NaN) - 0.0511)).toBeLessThan(0.005)
  })

  it('is about as wide as ± t × standard error where no bound is near', () => {
    // specsdm91, published standard errors (usl 3.0.3); t of 4 degrees of freedom at 97.5 % is 2.776445.
    const ratios = [
      width(SPECSDM91_INTERVALS?.alpha) / (2 * 2.776445 * 9.122e-3),
      width(SPECSDM91_INTERVALS?.beta) / (2 * 2.776445 * 1.988e-5),
      width(SPECSDM91_INTERVALS?.gamma) / (2 * 2.776445 * 14.21),
    ]
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(0.8)
      expect(ratio).toBeLessThan(1.6)
    }
    const [low = NaN, high] = SPECSDM91_INTERVALS?.peakConcurrency ?? []
    expect(low).toBeLessThan(96.52)
    expect(high).toBeGreaterThan(96.52)
  })

  it('touches the bound at 0, and has no upper end for a peak that need not be there', () => {
    const intervals = intervalsOf(RAYTRACER, { resamples: 199 })
    expect(intervals?.beta[0]).toBe(0)
    expect(intervals?.beta[1]).toBeGreaterThan(0)
    expect(intervals?.peakConcurrency[0]).toBeGreaterThan(0)
    expect(intervals?.peakConcurrency[1]).toBeNull()
  })

  it('has no width where the law fits exactly', () => {
    const truth = { alpha: 0.02, beta: 0.02, gamma: 1 }
    const concurrencies = [1, 2, 4, 6, 8, 10]
    const points = throughputPoints(
      concurrencies,
      concurrencies.map((n) => uslThroughput(truth, n)),
    )
    for (const interval of Object.values(intervalsOf(points, { resamples: 100 }) ?? {})) {
      expect(width(interval)).toBeLessThan(1e-4)
    }
  })

  it('is narrower at a lower level, and the same for the same seed', () => {
    const half = intervalsOf(SPECSDM91, { level: 0.5, resamples: 199 })
    expect(width(half?.alpha)).toBeLessThan(width(SPECSDM91_INTERVALS?.alpha) / 2)
    const withSeed = (seed: number) => uslIntervals(SPECSDM91, fitUsl(SPECSDM91), { seed, resamples: 100 })
    expect(withSeed(1)).toEqual(withSeed(1))
    expect(withSeed(2)).not.toEqual(withSeed(1))
  })

  it('needs five points', () => {
    expect(intervalsOf(SPECSDM91.slice(0, 4))).toBeNull()
    expect(intervalsOf(SPECSDM91.slice(0, 5))).not.toBeNull()
  })

  it('refuses options out of range', () => {
    expect(() => intervalsOf(SPECSDM91, { resamples: 99 })).toThrow(RangeError)
    expect(() => intervalsOf(SPECSDM91, { resamples: 100.5 })).toThrow(RangeError)
    expect(() => intervalsOf(SPECSDM91, { level: 1 })).toThrow(RangeError)
  })
})

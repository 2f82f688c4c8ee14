import { describe, expect, it } from 'vitest'
import { flashCrowdFactors } from './flash-crowds.ts'
import { MINUTES_PER_WEEK } from './week-shape.ts'

const CROWDS = { count: 3, peakFactor: 5, riseMinutes: 15, decayMinutes: 90 }

/** Minutes at which a crowd is at its peak. */
function peaks(factors: Float64Array, peakFactor: number): number[] {
  return [...factors.keys()].filter((minute) => factors[minute] === peakFactor)
}

describe('flashCrowdFactors', () => {
  it('rises linearly, peaks once and decays exponentially', () => {
    const factors = flashCrowdFactors({ ...CROWDS, count: 1 }, MINUTES_PER_WEEK, 1)
    const [peak = NaN, ...others] = peaks(factors, 5)
    expect(others).toEqual([])
    expect(factors.subarray(0, peak - 14).every((factor) => factor === 1)).toBe(true)
    expect(factors[peak - 12]).toBeCloseTo(1 + (4 * 3) / 15, 12)
    expect(factors[peak - 5]).toBeCloseTo(1 + (4 * 10) / 15, 12)
    expect(factors[peak + 90]).toBeCloseTo(1 + 4 / Math.E, 12)
    expect(factors[peak + 180]).toBeCloseTo(1 + 4 / Math.E ** 2, 12)
  })

  it('places as many as asked, apart from one another and clear of the end of the week, for every seed', () => {
    const length = 15 + 5 * 90
    for (let seed = 0; seed < 200; seed++) {
      const moments = peaks(flashCrowdFactors(CROWDS, MINUTES_PER_WEEK, seed), 5)
      expect(moments).toHaveLength(3)
      for (const [index, peak] of moments.entries()) {
        const next = moments[index + 1] ?? MINUTES_PER_WEEK + 15
        expect(next - peak).toBeGreaterThanOrEqual(length)
      }
    }
  })

  it('puts them at moments that depend on the seed and cover the week', () => {
    const starts = Array.from({ length: 400 }, (_, seed) => {
      const [peak = NaN] = peaks(flashCrowdFactors({ ...CROWDS, count: 1 }, MINUTES_PER_WEEK, seed), 5)
      return peak - 15
    })
    // Uniform over 9615 minutes: the mean of 400 has a standard error of 139.
    expect(Math.abs(starts.reduce((sum, x) => sum + x, 0) / 400 - 9615 / 2)).toBeLessThan(550)
    expect(Math.min(...starts)).toBeLessThan(300)
    expect(Math.max(...starts)).toBeGreaterThan(9300)
  })

  it('fills a week to the last minute, and refuses one crowd more', () => {
    const hourLong = { count: 167, peakFactor: 2, riseMinutes: 10, decayMinutes: 10 }
    expect(peaks(flashCrowdFactors(hourLong, MINUTES_PER_WEEK, 3), 2)).toHaveLength(167)
    expect(() => flashCrowdFactors({ ...hourLong, count: 168 }, MINUTES_PER_WEEK, 3)).toThrow(
      /^flashCrowds\.count/,
    )
  })

  it('lasts a single minute without rise and decay', () => {
    const factors = flashCrowdFactors(
      { count: 1, peakFactor: 3, riseMinutes: 0, decayMinutes: 0 },
      MINUTES_PER_WEEK,
      1,
    )
    expect([...factors].filter((factor) => factor !== 1)).toEqual([3])
  })

  it('is 1 throughout without crowds', () => {
    expect(new Set(flashCrowdFactors({ ...CROWDS, count: 0 }, 100, 1))).toEqual(new Set([1]))
  })

  it.each([
    ['count', 1.5],
    ['count', -1],
    ['peakFactor', 0.5],
    ['riseMinutes', -1],
    ['decayMinutes', Infinity],
  ])('names the parameter %s when it is %s', (name, value) => {
    expect(() => flashCrowdFactors({ ...CROWDS, [name]: value }, MINUTES_PER_WEEK, 1)).toThrow(
      new RegExp(`^flashCrowds\\.${name} must be`),
    )
  })
})

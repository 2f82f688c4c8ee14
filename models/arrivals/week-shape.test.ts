import { describe, expect, it } from 'vitest'
import { MINUTES_PER_WEEK, weekShapeFactors } from './week-shape.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

describe('weekShapeFactors', () => {
  it('has a factor for each of 168 hours, and they average to 1', () => {
    for (const shape of ['worldcup98-calm', 'flat'] as const) {
      const factors = weekShapeFactors(shape)
      expect(factors).toHaveLength(MINUTES_PER_WEEK / 60)
      expect(mean(factors)).toBeCloseTo(1, 12)
    }
  })

  it('has the published day and hour factors, within the rounding of two decimals', () => {
    const factors = weekShapeFactors('worldcup98-calm')
    const days = [0.9, 1.04, 1.05, 1.14, 1.19, 0.83, 0.84]
    for (const [day, published] of days.entries()) {
      expect(Math.abs(mean(factors.slice(day * 24, day * 24 + 24)) - published)).toBeLessThan(0.005)
    }
    const hourly = (hour: number): number => mean(days.map((_, day) => factors[day * 24 + hour] ?? NaN))
    expect(hourly(0)).toBeCloseTo(0.75, 2)
    expect(hourly(5)).toBeCloseTo(0.63, 2)
    expect(hourly(14)).toBeCloseTo(1.36, 2)
    expect(hourly(23)).toBeCloseTo(0.8, 2)
  })

  it('peaks on Friday at 14:00 and is lowest on Saturday at 5:00', () => {
    const factors = weekShapeFactors('worldcup98-calm')
    // Published for the week: peak hour 1.68 and trough hour 0.515 of the mean; the product form comes close.
    expect(factors.indexOf(Math.max(...factors))).toBe(4 * 24 + 14)
    expect(Math.max(...factors)).toBeCloseTo(1.62, 2)
    expect(factors.indexOf(Math.min(...factors))).toBe(5 * 24 + 5)
    expect(Math.min(...factors)).toBeCloseTo(0.524, 3)
  })

  it('refuses a shape that it does not have', () => {
    expect(() => weekShapeFactors('toString' as 'flat')).toThrow(
      /^shape must be one of worldcup98-calm, flat/,
    )
  })
})

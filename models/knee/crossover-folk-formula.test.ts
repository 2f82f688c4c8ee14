import { describe, expect, test } from 'vitest'
import { folkCrossover, idleChurnBound, littleCrossover } from './crossover-folk-formula.ts'

describe('folkCrossover', () => {
  test('is the rule as it is written, in seconds', () => {
    expect(folkCrossover(2, 90_000, 20)).toBeCloseTo(1.1111, 4)
    expect(folkCrossover(100, 90_000, 10)).toBeCloseTo(111.11, 2)
    expect(folkCrossover(0, 90_000, 20)).toBe(0)
  })

  test('is no rate: with times in another unit it grows by the square of the ratio, as 1/s² does', () => {
    const perSquareSecond = folkCrossover(2, 90_000, 20) ?? NaN
    const inMinutes = folkCrossover(2, 90_000 / 60, 20 / 60) ?? NaN
    expect(inMinutes).toBeCloseTo(4000, 9)
    expect(inMinutes / perSquareSecond).toBeCloseTo(60 ** 2, 9)
    expect(littleCrossover(2, 20 / 60) / littleCrossover(2, 20)).toBeCloseTo(60, 9)
  })

  test('says nothing of a pool without a cap or without a timeout', () => {
    expect(folkCrossover(Infinity, 90_000, 20)).toBeNull()
    expect(folkCrossover(2, Infinity, 20)).toBeNull()
  })

  test('refuses what is out of range', () => {
    expect(() => folkCrossover(-1, 90_000, 20)).toThrow(RangeError)
    expect(() => folkCrossover(2, 0, 20)).toThrow(RangeError)
    expect(() => folkCrossover(2, 90_000, 0)).toThrow(RangeError)
  })
})

describe('what is right of it', () => {
  test('expiry makes at most maxIdle dials in each timeout', () => {
    expect(idleChurnBound(2, 90_000)).toBeCloseTo(0.0222, 4)
    expect(idleChurnBound(2, Infinity)).toBe(0)
    expect(idleChurnBound(Infinity, 90_000)).toBeNull()
  })

  test("Little's law says at which rate as many are busy as may be idle", () => {
    expect(littleCrossover(2, 20)).toBe(100)
    expect(littleCrossover(Infinity, 20)).toBe(Infinity)
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { busyTail } from './crossover-busy-tail.ts'

describe('busyTail', () => {
  test('has the values of the Poisson distribution', () => {
    expect(busyTail(1, 1)).toBeCloseTo(1 - Math.exp(-1), 14)
    expect(busyTail(0.5, 2)).toBeCloseTo(1 - 1.5 * Math.exp(-0.5), 14)
    // 1 − e⁻¹⁰ Σ 10ʲ/j! for j < 16; Abramowitz and Stegun 1964, table 26.7 (χ² = 20, ν = 32): Q = 0.95126.
    expect(1 - busyTail(10, 16)).toBeCloseTo(0.95126, 5)
    expect(busyTail(0, 1)).toBe(0)
    expect(busyTail(3, 0)).toBe(1)
    expect(busyTail(3, Infinity)).toBe(0)
  })

  test('holds for means whose exponential is no number any more', () => {
    expect(busyTail(100_000, 100_000)).toBeCloseTo(0.5, 2)
    expect(busyTail(100_000, 110_000)).toBeLessThan(1e-20)
  })

  test('falls with the number and grows with the mean', () => {
    const mean = fc.double({ min: 0.001, max: 500, noNaN: true })
    fc.assert(
      fc.property(mean, mean, fc.nat(600), (a, b, least) => {
        expect(busyTail(a, least + 1)).toBeLessThanOrEqual(busyTail(a, least) + 1e-12)
        expect(busyTail(Math.min(a, b), least)).toBeLessThanOrEqual(busyTail(Math.max(a, b), least) + 1e-12)
      }),
    )
  })

  test('refuses what is out of range', () => {
    expect(() => busyTail(-1, 2)).toThrow(RangeError)
    expect(() => busyTail(Infinity, 2)).toThrow(RangeError)
    expect(() => busyTail(1, -1)).toThrow(RangeError)
  })
})

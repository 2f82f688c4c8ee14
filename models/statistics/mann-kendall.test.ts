import { describe, expect, test } from 'vitest'
import { mannKendall } from './mann-kendall.ts'
import { rainfallInBogra } from './mann-kendall-rainfall.fixture.ts'

describe('the rain in Bogra, as pyMannKendall 1.4 publishes it', () => {
  test('without a correction', () => {
    const found = mannKendall(rainfallInBogra)
    expect(found.s).toBe(-1959)
    expect(found.variance).toBeCloseTo(4889800.333333333, 8)
    expect(found.z).toBeCloseTo(-0.8854562842589916, 13)
    expect(found.p).toBeCloseTo(0.37591058740506833, 13)
    expect(found.tau).toBeCloseTo(-0.03153167653875869, 15)
  })

  test('corrected after Hamed and Rao with 3 lags', () => {
    const found = mannKendall(rainfallInBogra, { lags: 3 })
    expect(found.s).toBe(-1959)
    expect(found.variance).toBeCloseTo(14226812.425138814, 4)
    expect(found.z).toBeCloseTo(-0.5191093899188985, 12)
    expect(found.p).toBeCloseTo(0.603684460662274, 12)
  })
})

test('four rising values have S 6, variance 26/3, and are no proof', () => {
  const found = mannKendall([1, 2, 3, 4])
  expect(found).toMatchObject({ s: 6, tau: 1 })
  expect(found.variance).toBeCloseTo(26 / 3, 14)
  expect(found.z).toBeCloseTo(5 / Math.sqrt(26 / 3), 14)
  expect(found.p).toBeCloseTo(0.0894, 4)
})

test('groups of equal values take (t (t − 1) (2t + 5)) / 18 from the variance', () => {
  // 5 · 4 · 15 = 300, less 2 · 1 · 9 twice.
  expect(mannKendall([1, 1, 2, 2, 3]).variance).toBeCloseTo((300 - 36) / 18, 14)
  expect(mannKendall([1, 1, 2, 2, 3]).s).toBe(8)
})

test('values that are all alike show nothing', () => {
  expect(mannKendall([7, 7, 7, 7, 7])).toEqual({ s: 0, variance: 0, z: 0, p: 1, tau: 0 })
})

test('over all 720 orders of six values, S has mean 0 and the variance that is said', () => {
  const all = permutations([1, 2, 3, 4, 5, 6]).map((values) => mannKendall(values).s)
  expect(all.length).toBe(720)
  expect(all.reduce((sum, s) => sum + s, 0)).toBe(0)
  const variance = all.reduce((sum, s) => sum + s * s, 0) / 720
  expect(mannKendall([1, 2, 3, 4, 5, 6]).variance).toBeCloseTo(variance, 12)
})

test.each([
  // Abramowitz and Stegun 1964, table 26.1 and 26.2: twice the upper tail.
  [16, 0.001],
  [20, 1e-9],
])('%d rising values leave a p below %d, and above 0', (n, most) => {
  const { p, z } = mannKendall(Array.from({ length: n }, (_, i) => i))
  expect(z).toBeGreaterThan(4)
  expect(p).toBeLessThan(most)
  expect(p).toBeGreaterThan(0)
})

test('one value has no trend', () => {
  expect(() => mannKendall([1])).toThrow(RangeError)
})

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]]
  return values.flatMap((value, i) =>
    permutations([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [value, ...rest]),
  )
}

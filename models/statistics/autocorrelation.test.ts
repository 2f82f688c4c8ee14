import { describe, expect, test } from 'vitest'
import { normal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { autocorrelations, detrendedCorrelation, varianceInflation } from './autocorrelation.ts'

test('1 2 3 4 5 has 0.4, −0.1 and −0.4 by hand', () => {
  const [one, two, three] = autocorrelations([1, 2, 3, 4, 5], 3)
  expect(one).toBeCloseTo(0.4, 14)
  expect(two).toBeCloseTo(-0.1, 14)
  expect(three).toBeCloseTo(-0.4, 14)
})

test('values that take turns have close to −1, then close to 1', () => {
  const [one = NaN, two = NaN] = autocorrelations(
    Array.from({ length: 100 }, (_, i) => i % 2),
    2,
  )
  expect(one).toBeCloseTo(-0.99, 12)
  expect(two).toBeCloseTo(0.98, 12)
})

test('what does not change, and lags beyond the series, have 0', () => {
  expect(autocorrelations([3, 3, 3], 2)).toEqual([0, 0])
  expect(autocorrelations([1, 2], 3)[2]).toBe(0)
})

describe('the correlation of a detrended series', () => {
  test('has the bias of short series taken out: the mean of 400 series of 30 is within 0.08 of the true one', () => {
    const random = new RandomStream(11, 'autocorrelation')
    for (const rho of [0.3, 0.6]) {
      const found = Array.from({ length: 400 }, () => detrendedCorrelation(withoutLine(random, 30, rho)))
      const mean = found.reduce((sum, value) => sum + value, 0) / found.length
      expect(Math.abs(mean - rho)).toBeLessThan(0.08)
    }
  })

  test('is 0 where nothing is left, and never below it', () => {
    expect(detrendedCorrelation([0, 0, 0, 0])).toBe(0)
    expect(detrendedCorrelation([1, -1, 1, -1, 1, -1])).toBe(0)
  })

  test('is at most 0.95', () => {
    expect(detrendedCorrelation(Array.from({ length: 100 }, (_, i) => Math.abs(i - 50)))).toBe(0.95)
  })
})

test('a correlation of 0.6 leaves a quarter of the values', () => {
  expect(varianceInflation(0.6)).toBeCloseTo(4, 12)
  expect(varianceInflation(0)).toBe(1)
})

/** An autoregressive series without its line of least squares. */
function withoutLine(random: RandomStream, n: number, rho: number): number[] {
  const values: number[] = []
  let value = normal(random, 0, 1)
  for (let i = 0; i < n; i++) {
    values.push(value)
    value = rho * value + Math.sqrt(1 - rho * rho) * normal(random, 0, 1)
  }
  const middle = (n - 1) / 2
  const mean = values.reduce((sum, each) => sum + each, 0) / n
  const along = values.reduce((sum, each, i) => sum + each * (i - middle), 0)
  const spread = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0)
  return values.map((each, i) => each - mean - (along / spread) * (i - middle))
}

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mannKendall } from './mann-kendall.ts'

const series = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 40 })
const lags = fc.constantFrom(0, 1, 2, 3)

test('turned upside down or read backwards, S changes its sign and nothing else', () => {
  fc.assert(
    fc.property(series, (values) => {
      const found = mannKendall(values)
      for (const other of [values.map((value) => 0 - value), values.toReversed()]) {
        const { s, variance, p } = mannKendall(other)
        expect({ s, variance, p }).toEqual({ s: 0 - found.s, variance: found.variance, p: found.p })
      }
    }),
  )
})

test('only the order of the values counts where nothing is corrected', () => {
  fc.assert(
    fc.property(series, (values) => {
      expect(mannKendall(values.map((value) => value ** 3 + 2 * value - 5))).toEqual(mannKendall(values))
    }),
  )
})

test('p and tau are where they can be', () => {
  fc.assert(
    fc.property(series, lags, (values, lag) => {
      const { p, tau, variance } = mannKendall(values, { lags: lag })
      expect(p).toBeGreaterThanOrEqual(0)
      expect(p).toBeLessThanOrEqual(1)
      expect(Math.abs(tau)).toBeLessThanOrEqual(1)
      expect(variance).toBeGreaterThanOrEqual(0)
    }),
  )
})

import { expect, it } from 'vitest'
import { normalQuantile } from '../random/normal-quantile.ts'
import { scaledMad } from './scaled-mad.ts'

it('is the standard deviation of normal values', () => {
  const values = Array.from({ length: 4001 }, (_, i) => 7 + 3 * normalQuantile((i + 0.5) / 4001))
  expect(scaledMad(values)).toBeCloseTo(3, 2)
})

it('is 1.4826 times the median distance from the centre', () => {
  expect(scaledMad([1, 1, 2, 2, 4, 6, 9])).toBeCloseTo(1.482602218505602, 12)
  expect(scaledMad([1, -2, 3], 0)).toBeCloseTo(2 * 1.482602218505602, 12)
})

it('does not see a minority of outliers', () => {
  expect(scaledMad([-1, 1, -1, 1, 1000], 0)).toBeCloseTo(1.482602218505602, 12)
})

it('is NaN of nothing', () => {
  expect(scaledMad([])).toBeNaN()
})

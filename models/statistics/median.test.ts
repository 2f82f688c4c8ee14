import { expect, test } from 'vitest'
import { median } from './median.ts'

test('the middle of an odd number, the mean of the middle two of an even one, none of none', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([])).toBeNaN()
})

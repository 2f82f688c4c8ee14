import { expect, it } from 'vitest'
import { groupDigits } from './group-digits.ts'

it.each([
  [0, 0, '0'],
  [999, 0, '999'],
  [1000, 0, '1,000'],
  [1_234_567, 0, '1,234,567'],
  [19_998.1666, 1, '19,998.2'],
  [999_999.96, 1, '1,000,000.0'],
  [1.23456, 4, '1.2346'],
])('writes %s with %s decimals as %s', (value, decimals, text) => {
  expect(groupDigits(value, decimals)).toBe(text)
})

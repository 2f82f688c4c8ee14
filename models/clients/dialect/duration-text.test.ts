import { expect, test } from 'vitest'
import { durationText } from './duration-text.ts'

test.each([
  [55_000, '55s'],
  [4999.7, '4999ms'],
  [0, '0s'],
  [86_400_001, '86400s'],
  [Infinity, '86400s'],
])('%d ms is %s where a day is the longest', (ms, text) => {
  expect(durationText(ms, 86_400_000)).toBe(text)
})

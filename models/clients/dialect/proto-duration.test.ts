import { expect, test } from 'vitest'
import { protoDuration } from './proto-duration.ts'

test.each([
  [55_000, '55s'],
  [1500, '1.5s'],
  [999.9, '0.999s'],
  [1, '0.001s'],
  [9_223_372_035_999, '9223372035.999s'],
  [Infinity, '9223372036s'],
])('%d ms is %s', (ms, text) => {
  expect(protoDuration(ms)).toBe(text)
})

import { expect, test } from 'vitest'
import { timeLeftText } from './time-left-text.ts'

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [119_000, '119 s'],
  [119_001, '2 min'],
  [7_080_000, '118 min'],
  [7_500_000, '2 h 5 min'],
  [10_800_000, '3 h'],
])('%i ms', (ms, text) => {
  expect(timeLeftText(ms)).toBe(text)
})

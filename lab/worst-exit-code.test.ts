import { expect, test } from 'vitest'
import { worstExitCode } from './worst-exit-code.ts'

test.each([
  [105, 1],
  [1, 2],
  [2, 104],
  [104, 107],
  [107, 91],
  [91, 99],
  [99, 0],
])('%i is worse than %i', (worse, better) => {
  expect(worstExitCode([worse, better])).toBe(worse)
  expect(worstExitCode([better, worse, better])).toBe(worse)
})

test('is 0 for none', () => {
  expect(worstExitCode([])).toBe(0)
})

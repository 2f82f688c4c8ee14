import { expect, test } from 'vitest'
import { pythonSeconds } from './python-seconds.ts'

test.each([
  [55_000, '55'],
  [200, '0.2'],
  [1, '0.001'],
  [2007.9, '2.007'],
  [0.9, '0'],
  [4_294_967_001, '4294967'],
  [Infinity, '4294967'],
])('%d ms is %s s', (ms, seconds) => {
  expect(pythonSeconds(ms)).toBe(seconds)
})

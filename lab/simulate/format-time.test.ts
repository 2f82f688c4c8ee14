import { expect, it } from 'vitest'
import { formatLimit, formatTime } from './format-time.ts'

it.each([
  [0, '0 ms'],
  [0.123, '0.12 ms'],
  [12.34, '12.3 ms'],
  [500, '500 ms'],
  [1000, '1 s'],
  [7746, '7.75 s'],
  [90_000, '90 s'],
  [68_212, '68.2 s'],
  [600_000, '10 min'],
  [3_600_000, '1 h'],
  [604_800_000, '7 d'],
  [Infinity, 'no limit'],
  [NaN, '–'],
])('writes %s ms as %s', (ms, text) => {
  expect(formatTime(ms)).toBe(text)
})

it('writes counts', () => {
  expect([3, Infinity].map(formatLimit)).toEqual(['3', 'no limit'])
})

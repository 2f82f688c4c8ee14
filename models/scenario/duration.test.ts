import { expect, it } from 'vitest'
import { parseDuration } from './duration.ts'

it.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['2.5m', 150_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
  ['10', null],
  ['-1s', null],
  ['1e3s', null],
  ['s', null],
  ['', null],
  ['10 s', null],
  ['1s1s', null],
  [`${'9'.repeat(400)}d`, null],
])('%s is %s ms', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
})

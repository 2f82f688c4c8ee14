import { expect, test } from 'vitest'
import { formatBytes, formatCount, formatDays, formatEnds, formatMemory } from './format-growth.ts'

test.each([
  [0, '0.0'],
  [0.01, '<0.1'],
  [-0.01, '0.0'],
  [4.94, '4.9'],
  [99.94, '99.9'],
  [1204.4, '1,204'],
  [-1204.4, '-1,204'],
])('%d bytes a request are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [512 * 1024 * 1024, '512 MiB'],
  [71_408_026, '68.1 MiB'],
  [-51_000, '-49.8 KiB'],
  [5e12, '4.5 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatMemory(bytes)).toBe(text)
})

test.each([
  [0, '0 minutes'],
  [1 / 1440, '1 minute'],
  [0.05, '72 minutes'],
  [0.5, '12 hours'],
  [3.24, '3.2 days'],
  [250.4, '250 days'],
  [4000, 'more than 10 years'],
])('%d days are %s', (days, text) => {
  expect(formatDays(days)).toBe(text)
})

test('counts have their thousands marked, and intervals both ends', () => {
  expect(formatCount(1_234_567.8)).toBe('1,234,568')
  expect(formatEnds({ value: 5, low: 1150, high: 1260 })).toBe('95 %: 1,150 to 1,260')
})

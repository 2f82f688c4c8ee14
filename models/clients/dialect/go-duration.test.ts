import { expect, test } from 'vitest'
import { goDuration } from './go-duration.ts'

test.each([
  [55_000, '55 * time.Second'],
  [1500, '1500 * time.Millisecond'],
  [999.9, '999 * time.Millisecond'],
  [9_223_372_036_854.7, '9223372036 * time.Second'],
  [Infinity, '9223372036 * time.Second'],
])('%d ms is %s', (ms, expression) => {
  expect(goDuration(ms)).toBe(expression)
})

test('closes up around the operator inside nested calls', () => {
  expect(goDuration(200, '*')).toBe('200*time.Millisecond')
})

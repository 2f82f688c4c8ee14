import { expect, it } from 'vitest'
import { isForeground } from './is-foreground.ts'

it.each([
  ['123 (node) S 100 123 99 34816 123 4194304 0', true],
  ['123 (node) S 100 123 99 34816 456 4194304 0', false],
  ['123 (a) b (c) R 100 123 99 34816 123 4194304 0', true],
  [null, true],
])('%j is in the foreground: %s', (stat, expected) => {
  expect(isForeground(stat)).toBe(expected)
})

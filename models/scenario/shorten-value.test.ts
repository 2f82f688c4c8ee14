import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { shortenValue } from './shorten-value.ts'

it.each([
  ['a "b"', '"a \\"b\\""'],
  [Number.NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [undefined, 'undefined'],
  [null, 'null'],
  [5n, '5n'],
  [() => 1, 'a function'],
  [[], '[]'],
  [{}, '{}'],
  [{ a: 1, 'b c': [true, { d: {} }] }, '{ a: 1, "b c": [true, { … }] }'],
  [[1, 2, 3, 4, 5], '[1, 2, 3, 4, …]'],
])('%o is shown as %s', (value, text) => {
  expect(shortenValue(value)).toBe(text)
})

it('ends for a cycle', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  expect(shortenValue(cycle)).toBe('{ self: { self: { … } } }')
})

it('never takes more than 60 characters, whatever it is given', () => {
  fc.assert(fc.property(fc.anything(), (value) => shortenValue(value).length <= 60))
})

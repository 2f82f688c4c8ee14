import { expect, test } from 'vitest'
import { contentOffsets } from './content-offsets.ts'

const offsets = (written: string, quote: '"' | "'" | null, content: string) =>
  contentOffsets(written, { from: 0, to: written.length, quote }, content)

test('are those of the text itself where nothing differs', () => {
  expect(offsets('a bc', null, 'a bc')).toEqual([0, 1, 2, 3])
  expect(contentOffsets('x: "ab"', { from: 4, to: 6, quote: '"' }, 'ab')).toEqual([4, 5])
  expect(offsets('', null, '')).toEqual([])
})

test('pass over what a folded line, a doubled quote and an escape have more', () => {
  expect(offsets('a\n    b\n', null, 'a b')).toEqual([0, 1, 6])
  expect(offsets("a''b", "'", "a'b")).toEqual([0, 1, 3])
  expect(offsets(String.raw`a\"\\b`, '"', String.raw`a"\b`)).toEqual([0, 1, 3, 5])
})

test('are none where the two do not correspond', () => {
  expect(offsets(String.raw`\u0061`, '"', 'a')).toBeNull()
  expect(offsets(String.raw`a\tb`, '"', 'a\tb')).toBeNull()
  expect(offsets('ab', null, 'a b')).toBeNull()
  expect(offsets('abc', null, 'ab')).toBeNull()
})

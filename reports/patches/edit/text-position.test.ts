import { expect, test } from 'vitest'
import { lineFinder, textPosition } from './text-position.ts'

test.each([
  [0, 1, 1],
  [2, 1, 3],
  [3, 2, 1],
  [5, 3, 1],
  [99, 3, 3],
])('offset %d of two short lines and the beginning of a third is %d:%d', (offset, line, column) => {
  expect(textPosition('ab\nc\nde', offset)).toEqual({ line, column })
})

test('counts lines that end in CRLF once', () => {
  expect(textPosition('a\r\nb', 3)).toEqual({ line: 2, column: 1 })
})

test('the lines of many offsets are those of each', () => {
  const text = 'ab\nc\r\n\nde'
  const offsets = Array.from({ length: text.length + 2 }, (_, i) => i)
  expect(offsets.map(lineFinder(text))).toEqual(offsets.map((offset) => textPosition(text, offset).line))
})

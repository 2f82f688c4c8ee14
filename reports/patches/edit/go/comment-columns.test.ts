import { expect, test } from 'vitest'
import { applySplices } from '../apply-splices.ts'
import { commentColumns } from './comment-columns.ts'

/** The lines with a value of the second one replaced. */
function replaced(lines: readonly string[], before: string, after: string): string[] {
  const text = lines.join('\n')
  const from = text.indexOf(before)
  const splice = { from, to: from + before.length, text: after }
  return applySplices(text, [splice, ...commentColumns(text, [splice])]).split('\n')
}

test('a comment in a column stays there', () => {
  const lines = ['a: 10,          // ten', 'b: 2,           // two', 'c: time.Second, // one']
  expect(replaced(lines, '2', '128')[1]).toBe('b: 128,         // two')
  expect(replaced(lines, 'time.Second', '55')[2]).toBe('c: 55,          // one')
  expect(replaced(lines, '2', '55 * time.Second')[1]).toBe('b: 55 * time.Second, // two')
})

test('one that is alone stays next to its value', () => {
  expect(replaced(['a: 1,', 'b: 200, // many', 'c: 3, // x'], '200', '4')[1]).toBe('b: 4, // many')
  expect(replaced(['b: 200 /* many */}'], '200', '4')).toEqual(['b: 4 /* many */}'])
})

test('no comment, no change', () => {
  expect(commentColumns('a: 1,\nb: 2', [{ from: 3, to: 4, text: '200' }])).toEqual([])
})

import { expect, test } from 'vitest'
import { cutText, textWidth, withoutControls } from './text-width.ts'

test.each([
  ['', 0],
  ['abc', 3],
  ['▁█✓–…', 5],
  ['日本', 4],
  ['e\u0301', 1],
  ['한', 2],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['a\u200Bb', 2],
])('%j takes %i columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns)
})

test('what does not fit ends with an ellipsis, and no wide character is cut in half', () => {
  expect(cutText('abcdef', 6)).toBe('abcdef')
  expect(cutText('abcdef', 5)).toBe('abcd…')
  expect(cutText('日本語', 5)).toBe('日本…')
  expect(cutText('日本語', 4)).toBe('日…')
  expect(cutText('abc', 1)).toBe('…')
  expect(cutText('abc', 0)).toBe('')
})

test('controls become spaces', () => {
  expect(withoutControls('a\u001b[2K\r\nb\u009b1A')).toBe('a [2K  b 1A')
})

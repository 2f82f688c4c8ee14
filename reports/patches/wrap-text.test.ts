import { expect, test } from 'vitest'
import { wrapText } from './wrap-text.ts'

test('breaks at the last space that fits, and indents what follows', () => {
  expect(wrapText('- one two three four', 9, '  ')).toEqual(['- one two', '  three', '  four'])
})

test('leaves a text that fits exactly on one line', () => {
  expect(wrapText('123456789', 9)).toEqual(['123456789'])
  expect(wrapText('1234 6789', 9)).toEqual(['1234 6789'])
})

test('lets a word that is too long stand alone', () => {
  expect(wrapText('a bcdefghijk l', 5)).toEqual(['a', 'bcdefghijk', 'l'])
})

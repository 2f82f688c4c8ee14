import { describe, expect, test } from 'vitest'
import { applySplices } from '../apply-splices.ts'
import { insertInBraces } from './insert-in-braces.ts'

/** Inserts into a text that is one map of members like `a: 1`. */
function inserted(text: string, added: readonly string[], lineComment: '//' | '#' = '//'): string {
  const members = [...text.matchAll(/\w+: ?\d/g)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }))
  const from = text.indexOf('{')
  const braced = { from, to: text.lastIndexOf('}') + 1, members, lineComment }
  return applySplices(text, insertInBraces(text, braced, added))
}

describe('members are added', () => {
  test.each([
    ['{a: 1, b: 2}', '{a: 1, b: 2, c: 3}'],
    ['{a: 1,b: 2}', '{a: 1,b: 2,c: 3}'],
    ['{ a: 1, }', '{ a: 1, c: 3, }'],
    ['{}', '{ c: 3 }'],
    ['{   }', '{ c: 3 }'],
    ['{ // none\n}', '{ c: 3 // none\n}'],
    ['{\n  a: 1\n}', '{\n  a: 1,\n  c: 3\n}'],
    ['{\n  a: 1,\n}', '{\n  a: 1,\n  c: 3,\n}'],
    ['{\r\n\ta: 1 // one, two\r\n}', '{\r\n\ta: 1, // one, two\r\n\tc: 3\r\n}'],
    ['{\n  a: 1, // one\n}', '{\n  a: 1, // one\n  c: 3,\n}'],
    ['{\n  a: 1 /* one */\n}', '{\n  a: 1, /* one */\n  c: 3\n}'],
    ['{\n  a: 1 /* one\n */ }', '{\n  a: 1,\n  c: 3 /* one\n */ }'],
    ['{\n  a: 1 }', '{\n  a: 1,\n  c: 3 }'],
    ['{a: 1\n, b: 2}', '{a: 1\n, b: 2, c: 3}'],
  ])('to %j', (before, after) => {
    expect(inserted(before, ['c: 3'])).toBe(after)
  })

  test('several at once, and with # for comments', () => {
    expect(inserted('{\n  a: 1 # one\n}', ['c: 3', 'd: 4'], '#')).toBe('{\n  a: 1, # one\n  c: 3,\n  d: 4\n}')
    expect(inserted('{a: 1}', ['c: 3', 'd: 4'])).toBe('{a: 1, c: 3, d: 4}')
  })
})

import { expect, test } from 'vitest'
import { applySplices } from '../apply-splices.ts'
import { parseJavaScript } from './js-tree.ts'
import { findAll } from './lezer-tree.ts'
import { endOfLineAfter, indentUnitOf, insertItems, newlineOf } from './lezer-tree-insert.ts'

/** The file with `x, y` added to its first array. */
function added(text: string): string {
  const root = parseJavaScript(text, 'a.js')
  const [list] = findAll(root, 'ArrayExpression')
  if (list === undefined) return expect.fail('there is no array')
  return applySplices(text, insertItems({ root, list, indent: '  ', padding: '' }, ['x', 'y']))
}

test.each([
  ['a = []', 'a = [x, y]'],
  ['a = [ ]', 'a = [x, y ]'],
  ['a = [1]', 'a = [1, x, y]'],
  ['a = [1 /* one */]', 'a = [1, x, y /* one */]'],
  ['a = [1,]', 'a = [1, x, y,]'],
  ['a = [\n]', 'a = [\n  x,\n  y,\n]'],
  ['  a = [ // none\n  ]', '  a = [ // none\n    x,\n    y,\n  ]'],
  ['a = [\n    1\n]', 'a = [\n    1,\n    x,\n    y\n]'],
  ['a = [\n\t1, // one\n]', 'a = [\n\t1, // one\n\tx,\n\ty,\n]'],
  ['a = [\n\t1 // one\n\t// end\n]', 'a = [\n\t1, // one\n\tx,\n\ty\n\t// end\n]'],
  ['a = [1,\n]', 'a = [1,\n  x,\n  y,\n]'],
  ['a = [\r\n 1\r\n]', 'a = [\r\n 1,\r\n x,\r\n y\r\n]'],
  ['a = [\n 1 /* one\n */]', 'a = [\n 1,\n x,\n y /* one\n */]'],
])('%j becomes %j', (before, after) => {
  expect(added(before)).toBe(after)
})

test('nothing is added where nothing is to be', () => {
  const root = parseJavaScript('[1]', 'a.js')
  const [list] = findAll(root, 'ArrayExpression')
  expect(insertItems({ root, list: list ?? root, indent: '', padding: '' }, [])).toEqual([])
})

test('line ends and indentation are those of the file', () => {
  expect(newlineOf('a\r\nb')).toBe('\r\n')
  expect(newlineOf('a')).toBe('\n')
  expect(indentUnitOf('/**\n * a\n */\nif (a) {\n    b\n}')).toBe('    ')
  expect(indentUnitOf('a\n\tb')).toBe('\t')
  expect(indentUnitOf('a')).toBe('  ')
})

test('the end of a line is not beyond code', () => {
  const root = parseJavaScript('a // b\nc; d\n', 'a.js')
  expect(endOfLineAfter(root, 1)).toBe(6)
  expect(endOfLineAfter(root, 9)).toBe(9)
})

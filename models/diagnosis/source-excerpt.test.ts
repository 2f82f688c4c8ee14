import { expect, it } from 'vitest'
import { plantedSource } from '../profile/planted-profiles.fixture.ts'
import { functionText, sourceLine } from './source-excerpt.ts'

it('cuts a function out of its file', () => {
  expect(functionText(plantedSource, 8, 24)).toBe(
    '(text) {\n  const items = JSON.parse(text)\n  return items.length\n}',
  )
  expect(functionText(plantedSource, 13)?.split('\n')).toHaveLength(4)
})

it.each([
  [
    'braces in strings, templates and comments',
    "f() {\n  a('}', `}`) // }\n  /* } */ b()\n}\ng()",
    "f() {\n  a('}', `}`) // }\n  /* } */ b()\n}",
  ],
  ['an arrow function without braces', '(x) => x.map((y) => y)\nnext()', '(x) => x.map((y) => y)'],
  ['an arrow function that goes on', '(x) =>\n  JSON.parse(x)\nnext()', '(x) =>\n  JSON.parse(x)'],
  ['braces of parameters', 'f({ a, b } = {}) {\n  return a\n}\nrest {', 'f({ a, b } = {}) {\n  return a\n}'],
  ['a file that ends early', 'f() {\n  return {', 'f() {\n  return {'],
])('knows %s', (_, source, text) => {
  expect(functionText(source, 1)).toBe(text)
})

it('has nothing where there is no source, or no such line', () => {
  expect(functionText(null, 3)).toBeNull()
  expect(functionText('a', 5)).toBeNull()
  expect(functionText('a', 0)).toBeNull()
  expect(sourceLine('a\n  b  ', 2)).toBe('b')
  expect(sourceLine('a', 2)).toBeNull()
  expect(sourceLine(null, 1)).toBeNull()
})

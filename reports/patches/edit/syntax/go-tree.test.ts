import { expect, test } from 'vitest'
import { findAll } from './lezer-tree.ts'
import { parseGo } from './go-tree.ts'

test.each([
  ['a block comment at the end of a line', 'type t struct {\n\ta int /* one */\n\tb int\n}\n'],
  ['one after a function', 'func f() { } /* done */\n\nfunc g() {}\n'],
  ['one before CRLF', 'var a = 1 /* one */\r\nvar b = 2\r\n'],
  ['one at the end of the file', 'var a = 1 /* one */'],
  ['a name of an underscore and a digit', 'const _64bit = 1 << 3\n'],
])('%s is read', (_what, code) => {
  const root = parseGo(`package p\n${code}`)
  expect(root.text).toBe(`package p\n${code}`)
})

test('what looks like a comment in a string, a rune or a comment stays what it is', () => {
  const root = parseGo('package p\nvar a = `/*` + "/*\\"*/" // /* b\nvar c = \'"\' /* c */ + 1\n')
  expect(findAll(root, 'String').map(({ text }) => text)).toEqual(['`/*`', '"/*\\"*/"'])
  expect(findAll(root, 'BlockComment').map(({ text }) => text)).toEqual(['/* c */'])
  expect(findAll(root, 'LineComment').map(({ text }) => text)).toEqual(['// /* b'])
})

import { describe, expect, test } from 'vitest'
import { ConfigEditError } from '../config-dialect.ts'
import { parseCSharp } from './csharp-tree.ts'
import { plainCSharp } from './csharp-tree-plain.ts'
import { codeChildren, findAll } from './lezer-tree.ts'

describe('strings', () => {
  test.each([
    String.raw`"a \" { b"`,
    String.raw`@"c:\dir\"`,
    '@"two ""quotes"" and a\nline"',
    '@""""',
    '$"a {{ {b["c"]} }} {(d ? "e" : $"{f}")}"',
    '$@"{a}\\"',
    '@$"""{a}"""',
    '"""a "" { \n b"""',
    '$$"""{a} {{b}} "c" """""',
    '""',
    "'\\''",
    "'{'",
    'u8',
  ])('%s is one token', (string) => {
    const root = parseCSharp(`f(${string}, 1_000);`)
    const group = findAll(root, 'Group')[0]
    const parts = group === undefined ? [] : codeChildren(group)
    expect(parts.map(({ text }) => text)).toEqual(['(', string, ',', '1_000', ')'])
  })

  test.each(['f("a', 'f("a\n");', 'f($"{a");', 'f(@"a);', 'f("""a"");', '/* a'])('%j has no end', (text) => {
    expect(() => parseCSharp(text)).toThrow(ConfigEditError)
    expect(() => parseCSharp(text)).toThrow('that begins here has no end')
  })
})

test('numbers, names and lines of the preprocessor are tokens', () => {
  const text = '#if A // {\nx = 0xFF_FFu + 1.5e3f + @new..y;\n  #endregion "\n# \nö_1 = 1'
  expect(plainCSharp(text)).toHaveLength(text.length)
  expect(codeChildren(parseCSharp(text)).map(({ text: token }) => token)).toEqual([
    'x',
    '=',
    '0xFF_FFu',
    '+',
    '1.5e3f',
    '+',
    'new',
    '.',
    '.',
    'y',
    ';',
    'ö_1',
    '=',
    '1',
  ])
})

test('brackets have to match', () => {
  expect(() => parseCSharp('class A { void F() { }')).toThrow('the syntax is wrong here')
  expect(() => parseCSharp('class A { F( } )')).toThrow('the syntax is wrong here')
})

import { expect, test } from 'vitest'
import { type CaddyfileLine, readCaddyfile } from './caddyfile-blocks.ts'

/** Lines as nested lists of their words. */
function shapeOf(lines: readonly CaddyfileLine[]): unknown[] {
  return lines.map(({ words, block }) => {
    const values = words.map(({ value }) => value)
    return block === null ? values : [...values, shapeOf(block)]
  })
}

const shape = (text: string) => shapeOf(readCaddyfile(text))

test('reads global options, sites and placeholders', () => {
  expect(shape('\uFEFF{\n\tdebug\n}\n\na.com,\r\nb.com {\r\n  respond {env.X} {$Y:a}\r\n}\r\n')).toEqual([
    [[['debug']]],
    ['a.com,'],
    ['b.com', [['respond', '{env.X}', '{$Y:a}']]],
  ])
})

test('begins comments and quotations only where words begin', () => {
  expect(shape('a b#c # d {\n# \\\ne f"g h"\n#')).toEqual([
    ['a', 'b#c'],
    ['e', 'f"g', 'h"'],
  ])
})

test('reads quotations over lines, with escapes within " only', () => {
  expect(shape('a "b \\" \\n\nc" `d \\" e`f\ng')).toEqual([['a', 'b " \\n\nc', 'd \\" e', 'f'], ['g']])
})

test('joins lines that a backslash continues', () => {
  expect(shape('a b\\\n c \\ \r\n\td \\e\nf')).toEqual([['a', 'b', 'c', 'd', '\\e'], ['f']])
})

test('reads heredocs to their marker, and goes on behind it', () => {
  expect(shape('a <<E_1\n  } "x\n  E_1 200\nb << c \\<<D\n')).toEqual([
    ['a', '  } "x\n', '200'],
    ['b', '<<', 'c', '\\<<D'],
  ])
})

test('says where lines begin and end', () => {
  const text = ':80 {\n\ta b { # c\n\t\td\n\t} # e\n}\n'
  const line = readCaddyfile(text)[0]?.block?.[0]
  expect(line && [text.slice(line.from, line.to), text.slice(line.from, line.end), line.indent]).toEqual([
    'a b {',
    'a b { # c\n\t\td\n\t}',
    '\t',
  ])
})

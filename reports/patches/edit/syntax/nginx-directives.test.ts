import { expect, test } from 'vitest'
import { type NginxDirective, readNginx } from './nginx-directives.ts'

/** Directives as nested lists of their words. */
function shapeOf(directives: readonly NginxDirective[]): unknown[] {
  return directives.map(({ words, block }) => {
    const values = words.map(({ value }) => value)
    return block === null ? values : [...values, shapeOf(block.directives)]
  })
}

const shape = (text: string) => shapeOf(readNginx(text))

test('begins comments only where words begin', () => {
  expect(shape('a b#c; # d; }\n#e\nf#;')).toEqual([['a', 'b#c'], ['f#']])
})

test('takes } within a word, and ${x}, for a part of it', () => {
  expect(shape('set $a ${b}c}; if ($x) { d "}"; }')).toEqual([
    ['set', '$a', '${b}c}'],
    ['if', '($x)', [['d', '}']]],
  ])
})

test('reads quotations and escapes', () => {
  expect(shape(String.raw`a "b \" ; {" 'c''\'' d\;e \d+\.x "\n";`.replace("''", "' '"))).toEqual([
    ['a', 'b " ; {', 'c', "'", String.raw`d\;e`, String.raw`\d+\.x`, '\n'],
  ])
  expect(shape('if ($a ~ "x y") { b c; }')).toEqual([['if', '($a', '~', 'x y', ')', [['b', 'c']]]])
})

test('passes over blocks of Lua, whatever is in them', () => {
  const lua = `a_by_lua_block {
    local t = { "}", '\\'}', [[}]], [==[ ]] } ]==] } -- }
    --[[ } ]] t[1] = t[#t] --[==[ }
    ]==]
  } b;`
  expect(shape(lua)).toEqual([['a_by_lua_block', []], ['b']])
})

test('says where directives and words begin and end', () => {
  const text = '\uFEFFa {\r\n b "c" ;\r\n}'
  const [outer] = readNginx(text)
  const inner = outer?.block?.directives[0]
  expect(outer && text.slice(outer.from, outer.to)).toBe('a {\r\n b "c" ;\r\n}')
  expect(inner && text.slice(inner.from, inner.to)).toBe('b "c" ;')
  expect(inner?.words.map(({ from, to }) => text.slice(from, to))).toEqual(['b', '"c"'])
  expect(inner?.parent).toBe(outer)
})

test('reads blocks however deep', () => {
  const depth = 20_000
  expect(readNginx('a {'.repeat(depth) + '}'.repeat(depth))).toHaveLength(1)
})

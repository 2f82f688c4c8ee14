import { expect, test } from 'vitest'
import { applySplices } from '../apply-splices.ts'
import { findBuilders } from '../rust/rust-builder.ts'
import { readRustFile } from '../rust/rust-file.ts'
import { addCalls, chainEnd, isBuilt } from './lezer-tree-chain.ts'

/** The text with two calls added to the chain that begins with `a::b()`. */
function added(text: string): string {
  const file = readRustFile(`fn f() {${text}}`)
  const [builder] = findBuilders(file, ['a::b'], [])
  if (builder === undefined) expect.fail('no chain')
  return applySplices(file.root.text, addCalls(file.root, builder.chain, ['x(1)', 'y(2)'])).slice(8, -1)
}

test.each([
  ['a::b()', 'a::b().x(1).y(2)'],
  ['a::b().build()?', 'a::b().x(1).y(2).build()?'],
  ['a::b().c().build()', 'a::b().c().x(1).y(2).build()'],
  ['a::b()\n  .c()', 'a::b()\n  .c()\n  .x(1)\n  .y(2)'],
  ['a::b() // b\n\t.build()', 'a::b() // b\n\t.x(1)\n\t.y(2)\n\t.build()'],
  [
    'a::b()\n  .c() /* c */ // d\n  // e\n  .build()',
    'a::b()\n  .c() /* c */ // d\n  .x(1)\n  .y(2)\n  // e\n  .build()',
  ],
  ['a::b().\n  c().\n  build()', 'a::b().\n  c().x(1).y(2).\n  build()'],
  ['a::b()\r\n  .build()', 'a::b()\r\n  .x(1)\r\n  .y(2)\r\n  .build()'],
  ['a::b()\n  .c().build()', 'a::b()\n  .c().x(1).y(2).build()'],
])('%j becomes %j', (text, expected) => {
  expect(added(text)).toBe(expected)
})

test('a chain ends with its last call, whether it builds or not', () => {
  const chainOf = (text: string) => {
    const [builder] = findBuilders(readRustFile(`fn f() { ${text}; }`), ['a::b'], [])
    return builder?.chain ?? expect.fail('no chain')
  }
  expect(chainEnd(chainOf('g(a::b().c())')).text).toBe('a::b().c()')
  expect(chainEnd(chainOf('a::b().build().unwrap().get()')).text).toBe('a::b().build().unwrap().get()')
  expect(isBuilt(chainOf('a::b().build_http()'))).toBe(true)
  expect(isBuilt(chainOf('a::b().c()'))).toBe(false)
})

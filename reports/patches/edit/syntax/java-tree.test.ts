import { expect, test } from 'vitest'
import { parseJava } from './java-tree.ts'
import { findAll } from './lezer-tree.ts'

const inMethod = (statements: string) => `class A { int f(Object o) throws E { ${statements} } }`

test.each([
  inMethod(
    'return switch (o) { case Integer i when i > 3 -> i; case P(int a, var b) -> a; default -> { yield 3; } };',
  ),
  inMethod('g(switch (o) { case 1, 2 -> "}"; default -> \'{\'; }, x -> switch (x) { default -> 1; });'),
  inMethod('switch (o) { case null, default -> f(1); } if (a) switch (o) { case String s -> f(s); }'),
])('%s is read without its switch', (text) => {
  const { root, hidden } = parseJava(text)
  expect(root.text).toBe(text)
  expect(hidden.every((part) => part.startsWith('switch') && part.endsWith('}'))).toBe(true)
  expect(hidden.join('').match(/switch/g)).toEqual(text.match(/switch/g))
})

test.each([
  inMethod('switch (o) { case 1: return 2; default: break; }'),
  inMethod('String s = """\n  a \\""" " \\\\ b\n  """ + "c\\"" + \'\\\'\';'),
  'sealed interface I permits A, B {} record A(int x) implements I { A { } } enum E { X { }, Y; int z; }',
  'package p; import static a.B.*; @C(d = { 1 }) class F<T extends G & H> { static { } int[] i()[] { return null; } }',
  inMethod('if (o instanceof String s && s.isEmpty()) { } var l = new int[] { 1, }; Runnable r = A::new;'),
])('%j is read as it is', (text) => {
  expect(parseJava(text)).toMatchObject({ root: { text }, hidden: [] })
})

test('statements around a switch that is left out are there', () => {
  const { root } = parseJava(inMethod('a(); int x = switch (o) { default -> b(); }; c();'))
  expect(findAll(root, 'MethodInvocation').map(({ text }) => text)).toEqual(['a()', 'c()'])
})

test.each(['class A {', inMethod('int x = ;'), inMethod('return switch (o) { default -> 1; } 3;')])(
  '%s is refused',
  (text) => {
    expect(() => parseJava(text)).toThrow('the syntax is wrong here')
  },
)

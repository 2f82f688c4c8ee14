import { expect, test } from 'vitest'
import { findAll } from './lezer-tree.ts'
import { parsePython } from './python-tree.ts'

test.each([
  'with (open("a") as p, open("b") as q):\n    pass\n',
  'async def f():\n    async with (\n        a(x=(1,\n        2)) as b,  # (c\n        d,\n    ):\n        pass\n',
  'with (yield):\n    x = yield\n    y = yield  # z\n    yield\n',
  'with (a):\n    with (b), c:\n        pass\n',
  'match x:\n    case {"a": 1, **rest} if rest: pass\n    case [1, *_] | None: ...\n',
  'type A[T] = list[T]\ndef f[T](a: T, /, *, b=1, **c) -> T: ...\n',
  'try:\n    pass\nexcept* ValueError as e:\n    raise X from e\n',
  's = f"{x["a"]!r:>{n}}" \'with (\'\n',
  '\uFEFFx = 1\n',
])('%j is read, and keeps its text', (text) => {
  const root = parsePython(text)
  expect(root.text).toBe(text.slice(root.from))
})

test('calls between the brackets of a with are calls', () => {
  const root = parsePython('with (\n  f(a=1) as b, # c\n  g(),\n):\n  pass\n')
  expect(findAll(root, 'CallExpression').map(({ text }) => text)).toEqual(['f(a=1)', 'g()'])
})

test.each(['with (a as b:\n  pass\n', 'x = (\n', 'def f(:\n  pass\n'])('%j is refused', (text) => {
  expect(() => parsePython(text)).toThrow('the syntax is wrong here')
})

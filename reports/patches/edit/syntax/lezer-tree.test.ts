import { describe, expect, test } from 'vitest'
import { ConfigEditError } from '../config-dialect.ts'
import { parseGo } from './go-tree.ts'
import { parseJavaScript } from './js-tree.ts'
import { childNamed, closest, codeChildren, descendants, findAll, readTree, tokensOf } from './lezer-tree.ts'

const source = 'package p\n\nvar a = f(1, /* two */ 2) // call\n'

describe('a tree', () => {
  test('covers the text, each node within its parent and behind its elder', () => {
    const root = parseGo(source)
    expect(root).toMatchObject({ name: 'SourceFile', from: 0, to: source.length, parent: null })
    for (const node of descendants(root)) {
      expect(node.text).toBe(source.slice(node.from, node.to))
      expect(node.from).toBeGreaterThanOrEqual(node.parent?.from ?? NaN)
      expect(node.to).toBeLessThanOrEqual(node.parent?.to ?? NaN)
      node.children.slice(1).forEach((child, i) => {
        expect(child.from).toBeGreaterThanOrEqual(node.children[i]?.to ?? NaN)
      })
    }
  })

  test('can be searched', () => {
    const [call] = findAll(parseGo(source), 'CallExpr')
    const list = call === undefined ? undefined : childNamed(call, 'Arguments')
    expect(list?.children.map(({ text }) => text)).toEqual(['(', '1', ',', '/* two */', '2', ')'])
    expect(list === undefined ? [] : codeChildren(list).map(({ name }) => name)).toEqual([
      '(',
      'Number',
      ',',
      'Number',
      ')',
    ])
    expect(call === undefined ? [] : tokensOf(call).map(({ text }) => text)).toEqual([
      'f',
      '(',
      '1',
      ',',
      '2',
      ')',
    ])
    expect(closest(list ?? null, ({ name }) => name === 'VarDecl')?.text).toBe('var a = f(1, /* two */ 2)')
  })

  test('may be deep', () => {
    const depth = 1000
    const root = parseJavaScript(`${'!'.repeat(depth)}a`, 'a.js')
    expect(findAll(root, 'UnaryExpression')).toHaveLength(depth)
  })
})

describe('what the Go grammar misses', () => {
  test.each([
    'package p\nfunc f() {\n\ta = true\n\tb = nil\n}\n',
    'package p\nfunc f() {\n\tfor range c {\n\t}\n}\n',
    '\uFEFFpackage p\n',
  ])('%j is read all the same, and keeps its text', (text) => {
    const root = parseGo(text)
    expect(root.text).toBe(text.slice(root.from))
  })

  test('a word that only begins like it stays itself', () => {
    const [name] = findAll(parseGo('package p\nvar trueish = 1\n'), 'DefName').slice(1)
    expect(name?.text).toBe('trueish')
  })
})

test('the ending of a file tells its language', () => {
  expect(findAll(parseJavaScript('let a = <b>c</b>', 'a.tsx'), 'JSXElement')).toHaveLength(1)
  expect(findAll(parseJavaScript('let a = <b>c', 'a.mts'), 'PrefixCast')).toHaveLength(1)
  expect(() => parseJavaScript('let a = <b>c', 'a.js')).toThrow(ConfigEditError)
})

test('the first error is told', () => {
  const thrown = (text: string) => {
    try {
      return parseGo(text)
    } catch (error) {
      return error
    }
  }
  expect(thrown('package p\nvar a = (1\n')).toMatchObject({ name: 'ConfigEditError', offset: 21 })
  expect(thrown('package p\n$ var\n')).toMatchObject({
    offset: 10,
    message: expect.stringContaining('$') as string,
  })
})

test('a tree in which the parser lost the type of a node is refused', () => {
  let type: object | undefined = { name: 'Script', isError: false }
  const cursor = {
    from: 0,
    to: 3,
    get type() {
      return type
    },
    firstChild() {
      type = undefined
      return true
    },
  }
  const tree = { cursor: () => cursor } as unknown as Parameters<typeof readTree>[0]
  expect(() => readTree(tree, '[[[')).toThrow('the syntax is too deep to be read')
})

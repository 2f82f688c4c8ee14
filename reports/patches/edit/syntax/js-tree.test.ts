import { expect, test } from 'vitest'
import { ConfigEditError } from '../config-dialect.ts'
import { parseJavaScript } from './js-tree.ts'
import { findAll } from './lezer-tree.ts'

const agent = 'const agent = new Agent({ connections: 5 })'

test.each([
  '@Injectable()\n@Tagged({ a: 1 })\nexport class A { @Input() b!: string }',
  '@Component() export default class A {}',
  'try { a() } catch (error: any) { b() }',
  'try { a() } catch ( e :unknown ) { const c = new B() }',
  "import fs = require('fs')\nexport = fs",
  "import data from './a.json' with { type: 'json' }",
  "declare module 'express-session' { interface SessionData { user: string } }",
  'const found = all.filter((each): each is string => each !== null)',
  'export default class extends Base<string> {}',
  'type Pair = [first: string, second?: number]',
  'function f() { let late!: Map<string, number>; return late }',
])('%j does not hide what stands beside it', (statement) => {
  const root = parseJavaScript(`${statement}\n${agent}\n`, 'a.ts')
  expect(findAll(root, 'NewExpression').map(({ text }) => text)).toContain('new Agent({ connections: 5 })')
})

test.each([
  ['a bracket stays open', 'const a = (x: string: y => {\n'],
  ['a bracket is closed that was not open', 'const a = 1 )\n'],
  ['the statement makes something', 'const a = all.find((each): each is B => new B(each))\n'],
  ['it is in markup', 'const a = <b>c\n'],
])('an error is one where %s', (_where, statement) => {
  expect(() => parseJavaScript(`${statement}${agent}\n`, 'a.tsx')).toThrow(ConfigEditError)
})

test('an import that is an assignment defines its name', () => {
  const root = parseJavaScript("import http = require('http')\n", 'a.ts')
  expect(findAll(root, 'VariableDefinition').map(({ text }) => text)).toEqual(['http'])
  expect(root.text).toBe("import http = require('http')\n")
})

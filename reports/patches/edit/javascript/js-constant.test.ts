import { expect, test } from 'vitest'
import { findAll } from '../syntax/lezer-tree.ts'
import { evaluateJs } from './js-constant.ts'
import { givenValue, readJsFile } from './js-file.ts'

function valueOf(expression: string): unknown {
  const file = readJsFile(`const n = 5\nlet v = 3\nconst x = ${expression}\n`, 'a.ts')
  const definition = findAll(file.root, 'VariableDefinition').at(-1)
  const value = definition === undefined ? undefined : givenValue(definition)
  return value === undefined ? undefined : evaluateJs(file, value)
}

test.each([
  ['4_000', 4000],
  ['4e3', 4000],
  ['0x40', 64],
  ['60 * 1000', 60_000],
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ** 10', 1024],
  ['7 % 4', 3],
  ['-1', -1],
  ['+n', 5],
  ['n * 2', 10],
  ['!0', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
  ['Infinity', Infinity],
  ["'15s'", '15s'],
  ['(5 as number)', 5],
  ['5 satisfies number', 5],
])('%s is %s', (expression, value) => {
  expect(valueOf(expression)).toMatchObject({ value })
})

test.each([
  'v',
  'f()',
  'a.b',
  '`5`',
  '10n',
  '"a" + 1',
  'n ? 1 : 2',
  '[1]',
  '{}',
  '017',
  "'\\x35'",
  'v!',
  'x',
])('%s is not known', (expression) => {
  expect(valueOf(expression)).toBeNull()
})

import { expect, test } from 'vitest'
import { findAll } from '../syntax/lezer-tree.ts'
import { evaluateGo } from './go-constant.ts'
import { readGoFile } from './go-file.ts'

function valueOf(expression: string): unknown {
  const file = readGoFile(
    `package p\nimport (\n\t"math"\n\t"time"\n\th "net/http"\n)\nconst n = 5\nconst m = n * 2\nconst (\n\tzero = iota\n\tone\n)\nvar v = 3\nvar x = ${expression}\n`,
  )
  const spec = findAll(file.root, 'VarSpec').at(-1)
  const value = spec?.children.at(-1)
  return value === undefined ? undefined : (evaluateGo(file, value)?.value ?? null)
}

test.each([
  ['64', 64n],
  ['-1', -1n],
  ['1_000', 1000n],
  ['0x40', 64n],
  ['0o17', 15n],
  ['017', 15n],
  ['0b101', 5n],
  ['55e9', 55_000_000_000n],
  ['1.5e3', 1500n],
  ['1<<31 - 1', 2_147_483_647n],
  ['1 + 2*3', 7n],
  ['(1 + 2) * 3', 9n],
  ['7 / 2', 3n],
  ['-7 / 2', -3n],
  ['10 - 2 - 3', 5n],
  ['90 * time.Second', 90_000_000_000n],
  ['time.Minute + 30*time.Second', 90_000_000_000n],
  ['time.Duration(5) * time.Millisecond', 5_000_000n],
  ['int64(n) + m', 15n],
  ['math.MaxInt32', 2_147_483_647n],
  ['h.DefaultMaxIdleConnsPerHost', 2n],
  ['true', true],
  ['1.5', null],
  ['1 / 0', null],
  ['1 << 65', null],
  ['v', null],
  ['one', null],
  ['zero', null],
  ['f(1)', null],
  ['time.Now()', null],
  ['time.Second.String()', null],
  ['"64"', null],
  ['time.constructor', null],
])('%s is %s', (expression, value) => {
  expect(valueOf(expression)).toBe(value)
})

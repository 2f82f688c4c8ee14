import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isReferenceTo, readScenarioReference, resolveReference } from './scenario-reference.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-reference-'))
  writeFileSync(join(folder, 'fan.ts#orders'), '')
})

afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['fan.ts', 'fan.ts', null],
  ['a/fan.ts#orders', 'a/fan.ts', 'orders'],
  ['fan.ts#', 'fan.ts', ''],
  ['a#b/fan.ts', 'a#b/fan.ts', null],
  ['a#b/fan.ts#orders', 'a#b/fan.ts', 'orders'],
  ['c#.ts#orders', 'c#.ts', 'orders'],
  ['#orders', '#orders', null],
])('%s is the file %s and the name %s', (text, file, name) => {
  expect(readScenarioReference(text)).toEqual({ file, name })
})

test('a file that really has such a name is that file', () => {
  const file = join(folder, 'fan.ts#orders')
  expect(readScenarioReference(file)).toEqual({ file, name: null })
  expect(readScenarioReference(`${file}#search`)).toEqual({ file, name: 'search' })
})

test('is made absolute with its name', () => {
  expect(resolveReference('a/fan.ts#orders')).toBe(resolve('a/fan.ts#orders'))
  expect(resolveReference('a/../fan.ts')).toBe(resolve('fan.ts'))
})

test.each([
  ['fan.ts', true],
  ['fan.ts#orders', true],
  [resolve('fan.ts#orders'), true],
  ['fan.ts#search', false],
  ['fan.ts#', false],
  ['other.ts', false],
  ['other.ts#orders', false],
])('%s can mean the run of fan.ts#orders: %s', (text, isMeant) => {
  expect(isReferenceTo(text, { scenarioFile: resolve('fan.ts#orders'), name: 'orders' })).toBe(isMeant)
})

test('a file with only one scenario can be named with it', () => {
  const run = { scenarioFile: resolve('hello.ts'), name: 'hello' }
  expect(isReferenceTo('hello.ts#hello', run)).toBe(true)
  expect(isReferenceTo('hello.ts#other', run)).toBe(false)
})

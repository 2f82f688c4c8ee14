import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { findScenarios } from './find-scenarios.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-scenarios-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('are the TypeScript and JavaScript files of a folder, sorted', async () => {
  for (const name of ['shop.ts', 'b.mjs', 'a.js', 'types.d.ts', 'tsconfig.json', 'notes.ts.md', 'c.cjs'])
    writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'folder.ts'))
  expect(await findScenarios(folder)).toEqual(['a.js', 'b.mjs', 'shop.ts'].map((name) => join(folder, name)))
})

test('are named by the user where there are none', async () => {
  const none = /there are no scenarios in .*: put some there, or name them/
  await expect(findScenarios(folder)).rejects.toThrow(none)
  await expect(findScenarios(join(folder, 'missing'))).rejects.toThrow(none)
  await expect(findScenarios(join(folder, 'missing'))).rejects.toThrow(UsageError)
})

test('are not looked for in a file', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(findScenarios(join(folder, 'file'))).rejects.toThrow(/file cannot be read: ENOTDIR/)
})

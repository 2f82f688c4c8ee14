import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unpackOnce } from './unpack-once.ts'

let caches: string
let folder: string

beforeEach(() => {
  caches = mkdtempSync(join(tmpdir(), 'kneepoint-'))
  folder = join(caches, 'kneepoint/0.1.0-abc')
})
afterEach(() => rmSync(caches, { recursive: true }))

const filled = (text: string) => async (into: string) => writeFileSync(join(into, 'file'), text)

test('fills a folder once, and leaves nothing beside it', async () => {
  await unpackOnce(folder, filled('first'))
  await unpackOnce(folder, filled('second'))
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('first')
  expect(readdirSync(join(caches, 'kneepoint'))).toEqual(['0.1.0-abc'])
})

test('of starts at the same time one fills it for all', async () => {
  const texts = ['a', 'b', 'c', 'd']
  await Promise.all(texts.map((text) => unpackOnce(folder, filled(text))))
  expect(texts).toContain(readFileSync(join(folder, 'file'), 'utf8'))
  expect(readdirSync(join(caches, 'kneepoint'))).toEqual(['0.1.0-abc'])
})

test('what fails leaves nothing, so that the next start tries again', async () => {
  const broken = unpackOnce(folder, async (into) => {
    await filled('half')(into)
    throw new Error('no space left')
  })
  await expect(broken).rejects.toThrow('no space left')
  expect(readdirSync(join(caches, 'kneepoint'))).toEqual([])
  await unpackOnce(folder, filled('whole'))
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('whole')
})

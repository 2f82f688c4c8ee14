import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFiles } from './write-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (path: string): string => join(folder, path)

test('writes files and the folders that they lie in, and leaves those alone that stay', async () => {
  writeFileSync(at('kept.txt'), 'as it was')
  await writeFiles([
    { path: at('a/b/new.txt'), text: 'new', isThere: false },
    { path: at('kept.txt'), text: null, isThere: true },
  ])
  expect(readFileSync(at('a/b/new.txt'), 'utf8')).toBe('new')
  expect(readFileSync(at('kept.txt'), 'utf8')).toBe('as it was')
})

test('puts back what was there when one cannot be written', async () => {
  mkdirSync(at('there'))
  writeFileSync(at('there/old.txt'), 'old')
  writeFileSync(at('file'), '')
  const files = [
    { path: at('there/old.txt'), text: 'other', isThere: true },
    { path: at('a/b/new.txt'), text: 'new', isThere: false },
    { path: at('there/c/new.txt'), text: 'new', isThere: false },
    { path: at('file/below.txt'), text: 'impossible', isThere: false },
  ]
  await expect(writeFiles(files)).rejects.toThrow(/ENOTDIR|EEXIST|not a directory/)
  expect(readFileSync(at('there/old.txt'), 'utf8')).toBe('old')
  expect(readdirSync(at('there'))).toEqual(['old.txt'])
  expect(existsSync(at('a'))).toBe(false)
})

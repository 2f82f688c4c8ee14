import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { thirdPartyNotices } from './third-party-notices.ts'

const root = mkdtempSync(join(tmpdir(), 'kneepoint-'))

beforeAll(() => {
  for (const folder of ['plain', '@scope/folder/licenses', 'bare']) {
    mkdirSync(join(root, 'node_modules', folder), { recursive: true })
  }
  writeFileSync(join(root, 'node_modules/plain/LICENSE.txt'), 'terms of plain\r\n')
  writeFileSync(join(root, 'node_modules/plain/NOTICE'), 'notice of plain')
  writeFileSync(join(root, 'node_modules/plain/licensing.js'), 'code')
  writeFileSync(join(root, 'node_modules/@scope/folder/licenses/LICENSE-part'), 'terms of a part')
})
afterAll(() => rmSync(root, { recursive: true }))

test('has the terms of every package once, in the order of their names, and nothing of own files', async () => {
  const inputs = [
    'node_modules/plain/a.js',
    'lab/cli.ts',
    'node_modules/@scope/folder/x/b.js',
    'node_modules/plain/b.js',
  ]
  const text = await thirdPartyNotices(inputs, root)
  const found = ['@scope/folder\n', 'terms of a part', 'plain\n', 'terms of plain\n', 'notice of plain']
  const places = found.map((part) => text.indexOf(part))
  expect(places).toEqual([...places].sort((one, other) => one - other))
  expect(places[0]).toBeGreaterThan(0)
  expect(text.match(/terms of plain/g)).toHaveLength(1)
  expect(text).not.toMatch(/\r|code/)
})

test('a package without terms may not be passed on', async () => {
  await expect(thirdPartyNotices(['node_modules/bare/a.js'], root)).rejects.toThrow('bare has no licence')
})

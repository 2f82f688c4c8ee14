import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder } from './make-folder.ts'

let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kneepoint-folders-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

it('makes what leads there, and leaves what is there', async () => {
  await makeFolder(join(root, 'a/b/c'))
  await makeFolder(join(root, 'a/b/c'))
  expect((await stat(join(root, 'a/b/c'))).isDirectory()).toBe(true)
})

it('does not take a file for a folder', async () => {
  await writeFile(join(root, 'file'), '')
  await expect(makeFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(join(root, 'file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})

it('gives up where the system knows no folder to make one in', async () => {
  await expect(makeFolder('/proc/kneepoint/x')).rejects.toMatchObject({ code: 'ENOENT' })
})

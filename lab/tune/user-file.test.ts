import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readUserFile, replaceUserFile } from './user-file.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-file-'))
  path = join(folder, 'pool.conf')
  await writeFile(path, 'before\n')
})

afterEach(() => rm(folder, { recursive: true }))

it('puts the new text in place, with the mode that the file had', async () => {
  await chmod(path, 0o640)
  await replaceUserFile(await readUserFile(path), 'after\n')
  expect(await readFile(path, 'utf8')).toBe('after\n')
  expect((await stat(path)).mode & 0o7777).toBe(0o640)
  expect(await readdir(folder)).toEqual(['pool.conf'])
})

it('keeps a byte order mark', async () => {
  await writeFile(path, '\uFEFFbefore\n')
  expect((await readUserFile(path)).text).toBe('\uFEFFbefore\n')
})

describe('nothing is written', () => {
  const unwritten = async (attempt: Promise<unknown>, message: string) => {
    await expect(attempt).rejects.toThrow(message)
    expect(await readFile(path, 'utf8')).toBe('before\n')
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  }

  it('through a symbolic link, whose end is named', async () => {
    const link = join(folder, 'link.conf')
    await symlink('pool.conf', link)
    await unwritten(replaceUserFile(await readUserFile(link), 'after\n'), `name the file itself: ${path}`)
    expect((await readdir(folder)).toSorted()).toEqual(['link.conf', 'pool.conf'])
  })

  it('to a file that is read-only', async () => {
    await chmod(path, 0o444)
    await unwritten(replaceUserFile(await readUserFile(path), 'after\n'), 'is read-only')
  })

  it('over a change that someone else made meanwhile', async () => {
    const read = { path, text: 'something else\n' }
    await unwritten(replaceUserFile(read, 'after\n'), 'was changed by someone else')
  })
})

describe('cannot be read', () => {
  it('what is not there, a directory, and what is not text', async () => {
    await expect(readUserFile(join(folder, 'none'))).rejects.toThrow('no such file')
    await expect(readUserFile(folder)).rejects.toThrow('is a directory')
    await writeFile(path, Buffer.from([0x61, 0xff, 0xfe]))
    await expect(readUserFile(path)).rejects.toThrow('is not text in UTF-8')
  })

  it('a device or a pipe, which may have no end, and what is too large', async () => {
    if (process.platform !== 'win32') await expect(readUserFile('/dev/zero')).rejects.toThrow('is no file')
    await truncate(path, 9 * 2 ** 20)
    await expect(readUserFile(path)).rejects.toThrow('9437184 bytes are more than a configuration file has')
  })
})

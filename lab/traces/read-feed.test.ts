import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFeed } from './read-feed.ts'

let file = ''
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'kneepoint-feed-')), 'users.csv')
})
afterAll(() => rm(join(file, '..'), { recursive: true }))

async function read(text: string) {
  await writeFile(file, text)
  return readFeed(file, 'name')
}

describe('readFeed', () => {
  it('takes the values of a column as they are, quoted ones without their quotes', async () => {
    expect(await read('id, name\r\n1, ann \r\n2,"b, ""b"""\r\n3,\r\n')).toEqual({
      file,
      column: 'name',
      values: [' ann ', 'b, "b"', ''],
    })
  })

  it.each([
    ['', '~: no rows below the header'],
    ['name\n', '~: no rows below the header'],
    ['id,nam\n1,x\n', '~:1: no column name; the columns are id, nam'],
    ['id,name\n1\n2,b\n', '~: 1 line cannot be read; correct or remove them:\n~:2: 1 cells instead of 2'],
    [
      'id,name\n1,"a"b\n2,b\n',
      '~: 1 line cannot be read; correct or remove them:\n~:2: text follows a closing quote, so the rows below it could not be told apart',
    ],
  ])('rejects %j', async (text, message) => {
    const error: unknown = await read(text).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ exitCode: 104 })
    expect((error as Error).message.replaceAll(file, '~')).toBe(message)
  })
})

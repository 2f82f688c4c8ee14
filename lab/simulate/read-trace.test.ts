import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTrace } from './read-trace.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-trace-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string, name = 't.csv') {
  const file = join(folder, name)
  await writeFile(file, text)
  return readTrace(file)
}

describe('readTrace', () => {
  it.each([
    ['t,serviceMs\n1,5\n1.5,6\n', [5, 6]],
    ['# recorded by hand\nt,serviceMs\n1,5\n# a "pause\n1.5,6\n', [5, 6]],
    ['1,5\n1.5,6', [5, 6]],
    ['# seconds\n1\n1.5\n', null],
  ])('reads %j', async (text, serviceMs) => {
    const recorded = await read(text)
    expect([...recorded.dueMs]).toEqual([0, 500])
    expect(recorded.serviceMs === null ? null : [...recorded.serviceMs]).toEqual(serviceMs)
  })

  it('reads an access log by its name', async () => {
    const line = '127.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 5'
    expect([...(await read(`${line}\n${line}\n`, 't.log')).dueMs]).toEqual([0, 500])
  })

  it('names file and line of the original where it has comments', async () => {
    const file = join(folder, 't.csv')
    await expect(read('# one\n# two\nt\n0\nsoon\n')).rejects.toMatchObject({
      exitCode: 104,
      problems: [`${file}:5: the time "soon" is no number ≥ 0`],
    })
    expect((await read('# one\n2\n1\n')).notes).toEqual([
      `${file} is not in order of time (1 line was earlier than the line before): it was sorted.`,
    ])
  })
})

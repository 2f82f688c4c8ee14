import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPoints } from './read-points.ts'

let file = ''
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'kneepoint-points-')), 'f.csv')
})
afterAll(() => rm(join(file, '..'), { recursive: true }))

async function read(text: string) {
  await writeFile(file, text)
  return readPoints(file)
}

async function messageOf(text: string): Promise<string> {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'UsageError' })
  return (error as Error).message.replaceAll(file, 'f.csv')
}

describe('readPoints', () => {
  it.each<[string, string, readonly string[]]>([
    ['the named columns', 'concurrency,throughput,latencyMs', ['concurrency', 'throughput', 'latencyMs']],
    ['a rate', 'rate,latencyMs,throughput', ['rate', 'latencyMs', 'throughput']],
    ['other names', 'RPS, p99_ms ,achieved rate', ['rate', 'latencyMs', 'throughput']],
    ['N and X', 'N,X,R', ['concurrency', 'throughput']],
    ['other columns', 'run,load,throughput', ['concurrency', 'throughput']],
    ['x and y before others', 'y,x,rate', ['y', 'x']],
  ])('reads %s', async (_what, header, columns) => {
    const table = await read(`${header}\n1,2,3\n4,5,6\n7,8,9\n`)
    expect(table.columns).toEqual(columns)
    expect(table.rows).toHaveLength(3)
  })

  it('reads two columns without a header as x and y, and leaves comments out', async () => {
    expect(await read('# measured by hand\n-1,2\n0,1e1\n# more\n2.5,+3\n')).toEqual({
      columns: ['x', 'y'],
      rows: [
        { x: -1, y: 2 },
        { x: 0, y: 10 },
        { x: 2.5, y: 3 },
      ],
      notes: [],
    })
  })

  it('takes several points of one load, and other columns in any order', async () => {
    const { rows } = await read('rate,concurrency,latencyMs\n10,9,1\n10,3,2\n20,4,2\n30,2,3\n')
    expect(rows.map(({ rate }) => rate)).toEqual([10, 10, 20, 30])
  })

  it.each<[string, string, string]>([
    ['an empty file', '', 'f.csv: the file is empty; needed are concurrency,throughput[,latencyMs] or rate,'],
    ['comments only', '# nothing\n', 'f.csv: the file is empty'],
    ['a header only', 'x,y\n', 'f.csv: 0 points; at least 3 are needed'],
    ['one point', 'x,y\n1,2\n', 'f.csv: 1 point; at least 3 are needed'],
    ['two points', 'x,y\n1,2\n2,3\n', 'f.csv: 2 points; at least 3 are needed'],
    ['one x', '1,2\n1,3\n1,4\n', 'f.csv: every point has the same x; at least 3'],
    ['two rates', 'rate,latencyMs\n1,2\n1,3\n2,4\n', 'f.csv: only 2 different values of rate'],
    ['too many points', '1,2\n'.repeat(5001), 'f.csv: 5001 points; at most 5000 are fitted'],
    ['a missing column', 'time,rate\n1,2\n', 'f.csv:1: the columns are time, rate; needed are'],
    ['two of a kind', 'N,load,X\n1,2,3\n', 'f.csv:1: N and load both hold concurrency'],
    ['three columns without names', '1,2,3\n', 'f.csv:1: 3 columns without names'],
    ['one column without a name', '1\n2\n', 'f.csv:1: 1 column without names'],
    ['a word', 'x,y\n1,2\n2,abc\n', 'f.csv:3: y "abc" is no finite number'],
    ['NaN', 'x,y\n1,2\n2,NaN\n', 'f.csv:3: y "NaN" is no finite number'],
    ['NaN in the first row', 'NaN,2\n2,3\n', 'f.csv:1: x "NaN" is no finite number'],
    ['infinity', 'x,y\n1,2\n2,1e999\n', 'f.csv:3: y "1e999" is no finite number'],
    ['what no number can be squared to', 'x,y\n1,2\n2,-1e31\n', 'f.csv:3: y "-1e31" is beyond 1e+30'],
    ['next to nothing', 'N,X\n1e-31,2\n2,3\n', 'f.csv:2: concurrency "1e-31" is nearer to 0 than 1e-30'],
    [
      'points out of order',
      '# up, and down\nx,y\n1,2\n3,4\n2,3\n1,1\n',
      'f.csv:5: x 2 comes after 3: points must be in ascending order of x; sort the lines by it',
    ],
    ['falling concurrencies', 'X,N\n9,8\n8,4\n7,2\n', 'f.csv:3: concurrency 4 comes after 8'],
    ['an empty cell', 'x,y\n1,2\n2,\n', 'f.csv:3: y is empty'],
    ['a negative figure', 'rate,latencyMs\n1,2\n2,-3\n', 'f.csv:3: latencyMs "-3" is negative'],
    ['nothing in flight', 'N,X\n0,0\n1,2\n', 'f.csv:2: concurrency is 0: leave the line out'],
    ['a cell too many', 'x,y\n1,2\n2,3,4\n', 'f.csv:3: 3 cells instead of 2'],
    ['a quote that stays open', 'x,y\n1,"2\n', 'f.csv:2: a quote is opened and never closed'],
  ])('refuses %s', async (_what, text, message) => {
    expect(await messageOf(text)).toContain(message)
  })

  it('refuses a file that is not there', async () => {
    await expect(readPoints('no/such/file.csv')).rejects.toMatchObject({
      name: 'UsageError',
      message: 'no/such/file.csv: no such file',
    })
  })
})

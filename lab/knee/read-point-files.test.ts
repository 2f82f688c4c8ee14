import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benchJson } from '../compare/bench-json.fixture.ts'
import {
  autocannonOutput,
  heyOutput,
  k6Export,
  vegetaOutput,
  wrk2Output,
  wrkOutput,
} from '../import/tool-outputs.fixture.ts'
import { kneePoints, type PointsDocument } from './knee-points.ts'
import { readPointFiles } from './read-point-files.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-points-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** What wrk prints with so many connections. */
function wrk(connections: number, perSecond: number, p99: string): string {
  return wrkOutput
    .replace('4 connections', `${connections} connections`)
    .replace('1745.50', perSecond.toFixed(2))
    .replace('110.91ms', p99)
}

async function messageOf(...files: readonly string[]): Promise<string> {
  const error: unknown = await readPointFiles(files).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'UsageError' })
  return (error as Error).message.replaceAll(`${folder}/`, '')
}

describe('readPointFiles', () => {
  it('makes a point of each result, in ascending order of the concurrency', async () => {
    const files = [
      write('8.txt', wrk(8, 2900, '6.50ms')),
      write('2.txt', wrk(2, 900, '900.00us')),
      write('4.txt', wrk(4, 1700, '1.50s')),
    ]
    const { columns, rows, notes } = await readPointFiles(files)
    expect(columns).toEqual(['concurrency', 'throughput', 'latencyMs'])
    expect(rows).toEqual([
      { concurrency: 2, throughput: 900, latencyMs: 0.9 },
      { concurrency: 4, throughput: 1700, latencyMs: 1500 },
      { concurrency: 8, throughput: 2900, latencyMs: 6.5 },
    ])
    expect(notes).toEqual([
      "Each result is a point; they were read as wrk's text.",
      'latencyMs is the 99th percentile.',
      expect.stringMatching(/^wrk adds latencies that were not measured/),
    ])
  })

  it('takes several runs of one file, and the offered rate of open models', async () => {
    const one = write('all.txt', wrk(1, 10, '1ms') + wrk(2, 20, '2ms') + wrk(4, 30, '3ms'))
    expect((await readPointFiles([one])).rows).toHaveLength(3)
    const files = [50, 100, 200].map((rate) => write(`${rate}.json`, { ...vegetaOutput, rate }))
    const { columns, rows } = await readPointFiles(files)
    expect(columns).toEqual(['rate', 'throughput', 'latencyMs'])
    expect(rows[0]).toEqual({ rate: 50, throughput: 98, latencyMs: 3.53 })
  })

  it('takes the mean where one has no 99th percentile, and names tools that are mixed', async () => {
    const files = [
      write('2.txt', wrk(2, 900, '9ms')),
      write('k6.json', k6Export),
      write('ac.json', autocannonOutput),
      write('bench.json', benchJson({ meanMs: 10 })),
    ]
    const { rows, notes } = await readPointFiles(files)
    expect(rows.map(({ concurrency, latencyMs }) => [concurrency, latencyMs])).toEqual([
      [2, 6.53],
      [4, 1.38],
      [10, expect.closeTo(10, 0)],
      [20, 144.56],
    ])
    expect(notes[1]).toBe(`latencyMs is the mean: ${join(folder, 'k6.json')} has no 99th percentile.`)
    expect(notes[2]).toContain('different tools (wrk, k6, autocannon, kneepoint)')
  })

  it('reads one CSV file as it is', async () => {
    const csv = write('p.csv', 'N,X\n1,2\n2,3\n3,4\n')
    expect(await readPointFiles([csv])).toMatchObject({ columns: ['concurrency', 'throughput'], notes: [] })
  })

  it('refuses what gives no curve', async () => {
    const csv = write('p.csv', 'N,X\n1,2\n2,3\n3,4\n')
    const txt = write('2.txt', wrk(2, 900, '9ms'))
    const report = write('v.json', vegetaOutput)
    expect(await messageOf(txt, csv)).toContain('p.csv: no result that is known (')
    expect(await messageOf(txt, csv)).toContain('a CSV file of points stands alone')
    expect(await messageOf(txt)).toContain('2.txt: 1 point; at least 3 are needed')
    expect(await messageOf(txt, txt, txt)).toContain('every point has the same concurrency')
    expect(await messageOf(txt, report)).toBe(
      '2.txt has a concurrency, v.json an offered rate: points need the same kind of load',
    )
    expect(await messageOf(write('hey.txt', heyOutput))).toBe(
      "hey.txt: hey's text does not hold how many requests were under way at once: write the points as CSV, with a column for it",
    )
    expect(await messageOf(write('wrk2.txt', wrk2Output))).toContain(
      "wrk2's text does not hold the rate that was asked for",
    )
    const filledIn = { ...autocannonOutput, latency: { ...autocannonOutput.latency, totalCount: 9000 } }
    expect(await messageOf(write('ac.json', filledIn))).toContain('ac.json: autocannon was given a rate')
    const unknown = write('unknown.json', { foo: 1, bar: [2, 3] })
    for (const files of [[unknown], [txt, unknown]]) {
      expect(await messageOf(...files)).toContain(
        'unknown.json: JSON with the keys foo, bar is no result that is known: summaries of k6',
      )
    }
    expect(await messageOf(folder)).toContain(': a folder, where a file is needed')
    expect(await messageOf('/dev/zero')).toBe('/dev/zero: a device, where a file is needed')
    expect(await messageOf('-')).toBe('-: name a file; points as CSV are also read from /dev/stdin')
    expect(await messageOf('')).toBe('--points: a file of measured points is to be named')
    expect(await messageOf(txt, 'http://127.0.0.1:1/')).toContain('not both')
    expect(await messageOf('nowhere.csv')).toBe('nowhere.csv: no such file')
    expect(await messageOf(write('empty.csv', ''))).toContain('empty.csv: the file is empty')
  })
})

describe('knee --points with results', () => {
  it('fits them: X(N) = 1000 N / (1 + 0.05 (N − 1) + 0.001 N (N − 1))', async () => {
    const files = [1, 2, 4, 8, 16, 32, 64].map((n) =>
      write(`usl-${n}.txt`, wrk(n, (1000 * n) / (1 + 0.05 * (n - 1) + 0.001 * n * (n - 1)), '9ms')),
    )
    let printed = ''
    const code = await kneePoints(files, { json: true }, (text) => (printed += text))
    const { points, usl, notes } = JSON.parse(printed) as PointsDocument
    expect(code).toBe(0)
    expect(points).toEqual({
      file: files.join(', '),
      count: 7,
      columns: ['concurrency', 'throughput', 'latencyMs'],
    })
    expect(usl?.alpha).toBeCloseTo(0.05, 5)
    expect(usl?.beta).toBeCloseTo(0.001, 6)
    expect(usl?.peakConcurrency).toBeCloseTo(Math.sqrt(0.95 / 0.001), 1)
    expect(notes[0]).toContain("they were read as wrk's text")
  })
})

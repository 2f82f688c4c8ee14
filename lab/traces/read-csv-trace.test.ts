import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CsvTraceOptions, readCsvTrace } from './read-csv-trace.ts'

let file = ''
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'kneepoint-csv-')), 't.csv')
})
afterAll(() => rm(join(file, '..'), { recursive: true }))

async function read(text: string, options: CsvTraceOptions = {}) {
  await writeFile(file, text)
  return readCsvTrace(file, options)
}

async function messageOf(text: string, options: CsvTraceOptions = {}): Promise<string> {
  const error: unknown = await read(text, options).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'ScenarioError', exitCode: 104 })
  return (error as Error).message.replaceAll(file, 't.csv')
}

describe('readCsvTrace', () => {
  it.each<[string, string, CsvTraceOptions, readonly number[], readonly number[] | null]>([
    ['seconds without a header', '10\n10.5\n12\n', {}, [0, 500, 2000], null],
    ['service times without a header', '1,5\n2,6.5\n', {}, [0, 1000], [5, 6.5]],
    ['a header', 't,serviceMs\n1,5\n2,6\n', {}, [0, 1000], [5, 6]],
    ['columns in another order, and others', 'id,serviceMs,t\nx,5,1\ny,6,2\n', {}, [0, 1000], [5, 6]],
    ['a named column', 'start,end\n1,9\n3,9\n', { column: 'start' }, [0, 2000], null],
    ['ms', '5\n7\n', { unit: 'ms' }, [0, 2], null],
    ['µs', '5000\n7000\n', { unit: 'us' }, [0, 2], null],
    ['a speed', '0\n1\n', { speed: 4 }, [0, 250], null],
    ['CRLF, a byte order mark, blank lines and spaces', '\ufeff1\r\n\r\n 2 \r\n\r\n', {}, [0, 1000], null],
    ['no end of line at the end', '1\n2', {}, [0, 1000], null],
    ['quotes', '"t","serviceMs"\n"1","2"\n', {}, [0], [2]],
    ['exponents', '1e3\n1.001E+3\n', {}, [0, 1000], null],
  ])('reads %s', async (_what, text, options, dueMs, serviceMs) => {
    expect(await read(text, options)).toEqual({
      dueMs: Float64Array.from(dueMs),
      serviceMs: serviceMs === null ? null : Float64Array.from(serviceMs),
      notes: [],
    })
  })

  it('keeps microseconds of times since the epoch', async () => {
    const { dueMs } = await read('1700000000.000000\n1700000000.000250\n')
    expect(dueMs[1]).toBeCloseTo(0.25, 3)
  })

  it('sorts, and says so', async () => {
    const { dueMs, serviceMs, notes } = await read('3,30\n1,10\n2,20\n1,11\n')
    expect(dueMs).toEqual(Float64Array.of(0, 0, 1000, 2000))
    expect(serviceMs).toEqual(Float64Array.of(10, 11, 20, 30))
    expect(notes).toEqual([
      `${file} is not in order of time (2 lines were earlier than the line before): it was sorted.`,
    ])
  })

  it.each<[string, CsvTraceOptions, string]>([
    ['', {}, 't.csv: no arrivals in it'],
    ['t\n', {}, 't.csv: no arrivals in it'],
    [
      'start,end\n1,2\n',
      {},
      "t.csv:1: no column t; the columns are start, end. Name the one with the times: trace(file, { column: '…' })",
    ],
    [
      't\n1\n',
      { column: 'start' },
      "t.csv:1: no column start; the columns are t. Name the one with the times: trace(file, { column: '…' })",
    ],
    [
      '1\n-1\nNaN\n\n0x10\nInfinity\n,\n 2\n""\n',
      {},
      [
        't.csv: 6 lines cannot be read; correct or remove them:',
        't.csv:2: the time "-1" is no number ≥ 0',
        't.csv:3: the time "NaN" is no number ≥ 0',
        't.csv:5: the time "0x10" is no number ≥ 0',
        't.csv:6: the time "Infinity" is no number ≥ 0',
        't.csv:7: 2 cells instead of 1',
        '… and 1 more',
      ].join('\n'),
    ],
    [
      '1,2\n3\n4,x\n',
      {},
      't.csv: 2 lines cannot be read; correct or remove them:\n' +
        't.csv:2: 1 cells instead of 2\nt.csv:3: the service time "x" is no number ≥ 0',
    ],
    [
      '1\n2\n"3\n4\n',
      {},
      't.csv: 1 line cannot be read; correct or remove them:\nt.csv:3: a quote is opened and never closed',
    ],
    [
      '0\n999999999999999999990\n',
      { speed: 1e-300 },
      't.csv: at speed 1e-300 its times are too large to count in ms: take a higher speed, or check the column',
    ],
  ])('rejects %j', async (text, options, message) => {
    expect(await messageOf(text, options)).toBe(message)
  })

  it('rejects a line of more than a megabyte', async () => {
    expect(await messageOf(`1\n${'9'.repeat(1 << 21)}\n2\n`)).toContain(
      't.csv:2: a row of more than 1048576 bytes',
    )
  })

  it('rejects a folder and a file that is missing', async () => {
    await expect(readCsvTrace(join(file, '..'))).rejects.toThrow(': a folder, where a file is needed')
    await expect(readCsvTrace(`${file}.none`)).rejects.toThrow(`${file}.none: no such file`)
  })

  it('reads back any ascending times', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(times, async (list) => {
        const { dueMs } = await read(list.join('\n'), { unit: 'ms' })
        const sorted = list.toSorted((a, b) => a - b)
        expect([...dueMs]).toEqual(sorted.map((time) => time - (sorted[0] ?? 0)))
      }),
      { numRuns: 50 },
    )
  })
})

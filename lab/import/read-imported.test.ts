import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { histogramLogOf } from './histogram-log.fixture.ts'
import { readImported } from './read-imported.ts'
import { autocannonOutput, imported, importedOne, wrkOutput } from './tool-outputs.fixture.ts'

describe('readImported', () => {
  it('goes by content, behind a byte order mark too', async () => {
    expect((await importedOne(`\ufeff${JSON.stringify(autocannonOutput, null, 2)}`)).tool).toBe('autocannon')
    expect((await importedOne(`\ufeff${wrkOutput}`.replaceAll('\n', '\r\n').replaceAll('\r', ''))).tool).toBe(
      'wrk',
    )
  })

  it('gives a result for each tag of a histogram log, with its intervals', async () => {
    const text = histogramLogOf(
      [
        { tag: 'before.response', meanMs: 10 },
        { tag: 'after.response', meanMs: 5 },
      ],
      3,
    )
    const [before, after] = await imported(text)
    expect(before).toMatchObject({
      tool: 'HdrHistogram',
      label: 'f (before.response)',
      tag: 'before.response',
      startedAt: '2026-11-23T03:13:12.000Z',
      durationMs: 3000,
      rate: { offered: null, achieved: 200 },
      requests: { total: 600, failed: null },
      omission: null,
    })
    expect(before?.intervals.map(({ lengthMs, ended, requests }) => [lengthMs, ended, requests])).toEqual(
      Array.from({ length: 3 }, () => [1000, 200, null]),
    )
    expect((before?.latencyMs.mean ?? 0) / (after?.latencyMs.mean ?? 1)).toBeCloseTo(2, 0)
  })

  it.each<[unknown, string]>([
    ['', 'f: the file is empty'],
    [' \n\n', 'f: the file is empty'],
    [[1, 2], 'f: a list of 2 is no result: known are summaries of k6'],
    [{}, 'f: JSON with no keys is no result that is known'],
    [
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
      'f: JSON with the keys a, b, c, d, e, … is no result that is known',
    ],
    ['12', 'f: no result that is known: summaries of k6'],
    ['concurrency,throughput\n1,2\n', 'f: no result that is known'],
    ['{"a": ', 'f: its JSON is broken or breaks off'],
    ['{"type":"Metric","data":{},"metric":"vus"}\n{"type":"Point"}', "f: this is k6's stream of samples"],
    ['{"metric":"vus","type":"Metric"}\n{}', "f: this is k6's stream of samples"],
    ['Requests      [total, rate, throughput]         100, 1, 1\n', "f: this is vegeta's text report"],
    ['Summary:\n  Success rate:\t100.00%\n  Total:\t2.0 secs\n', "f: this is oha's text"],
    ['\u0001\u0000\u0002', 'f: the file is no text in UTF-8'],
    ['#[Histogram log format version 1.3]\n0.0,1.0,2.0,junk\n', 'f:2: '],
  ])('refuses %j', async (content, message) => {
    const error: unknown = await imported(content).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'UsageError' })
    expect((error as Error).message).toContain(message)
    expect((error as Error).message).not.toContain('\n')
  })

  it('refuses what is missing, a folder, and more than 100 MiB before it is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kneepoint-import-'))
    const file = join(folder, 'huge.json')
    const handle = await open(file, 'w')
    await handle.truncate(100 * 1024 * 1024 + 1)
    await handle.close()
    await expect(readImported(file)).rejects.toThrow(`${file}: 101 MiB; results of at most 100 MiB are read`)
    await expect(readImported(folder)).rejects.toThrow(`${folder}: a folder, where a file is needed`)
    await expect(readImported(join(folder, 'x'))).rejects.toThrow(`${join(folder, 'x')}: no such file`)
    await rm(folder, { recursive: true })
  })
})

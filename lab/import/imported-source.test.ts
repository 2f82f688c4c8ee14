import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareSources } from '../../models/compare/compare-sources.ts'
import { checkComparable } from '../compare/check-comparable.ts'
import { readSource } from '../compare/read-source.ts'
import { histogramLogOf } from './histogram-log.fixture.ts'
import { autocannonOutput, vegetaOutput, wrkOutput } from './tool-outputs.fixture.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-import-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const source = (named: string) => readSource(named, { runs: folder, side: 'after' })
const nothingAllowed = { differences: [], force: false }

describe('a result of another tool', () => {
  it('is compared by its figures, without intervals', async () => {
    const a = await source(write('a.txt', wrkOutput))
    const b = await source(write('b.txt', wrkOutput.replace('6.53ms', '13.06ms')))
    expect(a).toMatchObject({
      kind: 'imported',
      verdict: null,
      model: 'closed',
      comparability: {
        driver: 'wrk',
        target: 'http://127.0.0.1:18461/products/7',
        load: '4 at a time',
        seed: null,
      },
      figures: {
        mean: 6.53,
        p50: 1.8,
        p99: 110.91,
        failureRate: 0,
        throughput: 1745.5,
        dialsPerSecond: null,
      },
      blocks: [],
      blocksMissing:
        "wrk's text has figures only, and no intervals, and some of its latencies may be filled in",
    })
    expect(checkComparable(a, b, nothingAllowed)).toEqual([])
    const { design, metrics } = compareSources(a, b)
    expect(design).toMatchObject({
      kind: 'figures',
      why: expect.stringContaining("wrk's text has figures only"),
    })
    const mean = metrics.find(({ metric }) => metric === 'mean')
    expect(mean?.effect).toMatchObject({ before: 6.53, after: 13.06, change: 1, low: null })
  })

  it('of another tool, or at another load, is a difference', async () => {
    const a = await source(write('a.txt', wrkOutput))
    const other = await source(write('v.json', vegetaOutput))
    expect(other.comparability.load).toBe('about 100/s')
    expect(() => checkComparable(a, other, nothingAllowed)).toThrow(
      /driver: wrk \/ vegeta\n.*\n +load: 4 at a time/,
    )
    const more = await source(write('c.txt', wrkOutput.replace('4 connections', '8 connections')))
    expect(() => checkComparable(a, more, nothingAllowed)).toThrow('load: 4 at a time / 8 at a time')
  })

  it('whose latencies were filled in is compared with --force only', async () => {
    const path = write('ac.json', {
      ...autocannonOutput,
      latency: { ...autocannonOutput.latency, totalCount: 9000 },
    })
    const rated = await source(path)
    expect(rated.verdict?.verdict).toBe('DISTORTED')
    expect(() => checkComparable(rated, rated, nothingAllowed)).toThrow(
      /is DISTORTED: autocannon was given a rate.*\n.*--force/,
    )
    expect(checkComparable(rated, rated, { differences: [], force: true })).toEqual([])
  })

  it('of several runs in a file is refused, as is a side', async () => {
    const two = write('two.txt', wrkOutput + wrkOutput)
    await expect(source(two)).rejects.toThrow(
      `${two} holds 2 results, and a side is one of them: give each a file`,
    )
    const one = write('one.txt', wrkOutput)
    await expect(source(`${one}:before`)).rejects.toThrow(`${one}:before: nothing in it is tagged before`)
  })
})

describe('a histogram log', () => {
  const tags = [
    { tag: 'before.response', meanMs: 10 },
    { tag: 'after.response', meanMs: 5 },
  ]

  it('has blocks, and so intervals, but no failures and dials', async () => {
    const path = write('both.hlog', histogramLogOf(tags, 24))
    const [a, b] = [await source(`${path}:before`), await source(`${path}:after`)]
    expect(a.blocks.length).toBeGreaterThanOrEqual(8)
    const { design, metrics } = compareSources(a, b)
    expect(design.kind).toBe('unpaired')
    const of = (name: string) => metrics.find(({ metric }) => metric === name)
    const mean = of('mean')?.effect
    expect(mean?.change).toBeCloseTo(-0.5, 1)
    expect(mean?.low).toBeLessThan(-0.5)
    expect(mean?.high).toBeLessThan(-0.4)
    expect(of('p99')?.answer?.answer).toBe('better')
    expect([of('failureRate')?.effect, of('dialsPerSecond')?.effect]).toEqual([null, null])
    expect(of('failureRate')?.answer).toBeNull()
  })

  it('of one tag needs no side; of several, one', async () => {
    const plain = await source(write('plain.hlog', histogramLogOf([{ tag: null, meanMs: 5 }], 4)))
    expect(plain.blocks).toEqual([])
    expect(plain.blocksMissing).toContain('8 independent blocks')
    const path = write('two.hlog', histogramLogOf(tags, 2))
    await expect(source(path)).rejects.toThrow(
      `${path} holds 2 results, tagged before.response, after.response: name one side, e.g. ${path}:after`,
    )
  })
})

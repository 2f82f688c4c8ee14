import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunDirectory } from '../run-directory.ts'
import { storedRun } from '../tune/stored-run.fixture.ts'
import { compare, UsageError } from './kneepoint.ts'

let runs = ''
let run: RunDirectory
beforeAll(async () => {
  runs = mkdtempSync(join(tmpdir(), 'kneepoint-api-'))
  run = await storedRun(runs)
})
afterAll(() => rmSync(runs, { recursive: true }))

const before = () => ({ directory: run.path, side: 'before' }) as const

describe('compare', () => {
  it('says what changed from A to B', async () => {
    const there = await compare(before(), { directory: run.path })
    const back = await compare(run.path, `${basename(run.path)}:before`, { runs })
    expect(there.design).toEqual({ kind: 'paired', pairs: 4, leftOut: 0 })
    const mean = there.metrics.find(({ metric }) => metric === 'mean')
    expect(mean).toMatchObject({ unit: 'ms', better: 'lower', kind: 'ratio', tested: true })
    expect(mean?.a).toBeCloseTo(41.5, 1)
    expect(mean?.b).toBeCloseTo(21.5, 1)
    expect(there.better).toContain('mean')
    expect(there.worse).toEqual([])
    expect(back.worse).toEqual(there.better)
    expect(there.equivalence).toBeNull()
  })

  it('follows its options', async () => {
    const { metrics, equivalence } = await compare(before(), run.path, {
      metrics: ['mean'],
      within: 0.9,
      withinRare: 0.2,
    })
    expect(metrics.filter(({ tested }) => tested).map(({ metric }) => metric)).toEqual(['mean'])
    expect(equivalence).toMatchObject({ within: 0.9, rareShare: 0.2, shown: true, notShown: [] })
    const strict = await compare(before(), run.path, { metrics: ['mean'], within: 0.001, side: 'after' })
    expect(strict.equivalence).toMatchObject({ rareShare: 0.001, shown: false })
    const same = await compare(run.path, run.path, { force: true, allowDifferent: ['plan'] })
    expect(same.better).toEqual([])
  })

  it.each<readonly [object, string]>([
    [{}, 'they are one and the same measurement'],
    [{ within: 0 }, 'they must be above 0'],
    [{ within: 2 }, 'within: 2 is no share'],
    [{ withinRare: 0.1 }, 'withinRare: it goes with within'],
    [{ metrics: ['p98'] }, "metrics: 'p98' is none of mean, p50"],
    [{ allowDifferent: ['moon'] }, "allowDifferent: 'moon' is none of scenario"],
    [{ side: 'left' }, "side: 'left' is none of before, after"],
    [{ slide: 'left' }, 'slide is no option'],
  ])('refuses to compare a run with itself, and %j', async (options, message) => {
    const failure = compare(run.path, run.path, options)
    await expect(failure).rejects.toBeInstanceOf(UsageError)
    await expect(failure).rejects.toThrow(message)
  })

  it('says what is not there', async () => {
    await expect(compare('nowhere', run.path, { runs })).rejects.toBeInstanceOf(UsageError)
  })
})

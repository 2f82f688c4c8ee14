import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kneePoints, type KneePointsFlags, type PointsDocument } from './knee-points.ts'

let file = ''
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'kneepoint-knee-')), 'f.csv')
})
afterAll(() => rm(join(file, '..'), { recursive: true }))

async function run(csv: string, flags: KneePointsFlags = {}): Promise<{ code: number; text: string }> {
  await writeFile(file, csv)
  let text = ''
  const code = await kneePoints(file, flags, (part) => (text += part))
  return { code, text: text.replaceAll(file, 'f.csv') }
}

async function documentOf(csv: string, flags: KneePointsFlags = {}) {
  const { code, text } = await run(csv, { ...flags, json: true })
  const document = JSON.parse(text) as PointsDocument
  return { code, document }
}

/** SPEC SDM91 (Gunther 2007), as distributed with the R package usl. */
const SPECSDM91 =
  'load,throughput\n1,64.9\n18,995.9\n36,1652.4\n72,1853.2\n108,1828.9\n144,1775\n216,1702.2\n'
const CONVEX = '0,1\n1,2\n2,3\n3,4\n4,5\n5,10\n6,15\n7,20\n8,40\n9,100\n'
const LEVEL = '1,5\n2,5\n3,5\n4,5\n5,5\n'

describe('kneePoints', () => {
  it('prints the published coefficients and peak as JSON', async () => {
    const { code, document } = await documentOf(SPECSDM91)
    expect(code).toBe(0)
    expect(document.schemaVersion).toBe(1)
    expect(document.points).toEqual({ file: 'f.csv', count: 7, columns: ['concurrency', 'throughput'] })
    expect(document.usl?.alpha).toBeCloseTo(0.027728, 6)
    expect(document.usl?.beta).toBeCloseTo(1.0437e-4, 8)
    expect(document.usl?.gamma).toBeCloseTo(89.995, 3)
    expect(document.usl?.peakConcurrency).toBeCloseTo(96.52, 2)
    expect(document.usl?.peakThroughput).toBeCloseTo(1884, 0)
    expect(document.segmented?.breakpoint).toBeCloseTo(40.160423, 5)
    expect(document.notes).toEqual([])
  })

  it('prints text of 80 columns', async () => {
    const { code, text } = await run(SPECSDM91)
    expect(code).toBe(0)
    expect(text).toMatch(
      /^f\.csv: 7 points of concurrency, throughput\n\nKneedle {6}throughput over concurrency/,
    )
    expect(text).toContain('peak at 96.52 in flight')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('guesses how x and y bend, or takes what it is told', async () => {
    const guessed = await documentOf(CONVEX)
    expect(guessed.document.kneedle).toMatchObject({ x: 7, curve: 'convex', direction: 'increasing' })
    const told = await documentOf(CONVEX, { curve: 'convex', direction: 'increasing', sensitivity: '0.5' })
    expect(told.document.kneedle).toMatchObject({ x: 7, sensitivity: 0.5 })
    const wrong = await documentOf(CONVEX, { curve: 'concave' })
    expect(wrong.document.kneedle).toBeNull()
    expect(wrong.document.notes).toContainEqual(expect.stringContaining('looks convex'))
  })

  it('says 93 where no fit finds a knee', async () => {
    const { code, text } = await run(LEVEL)
    expect(code).toBe(93)
    expect(text).toContain('one straight line')
    expect(text).toContain('\nNo knee in the range of these points: measure over a wider one.\n')
    expect((await documentOf(LEVEL)).code).toBe(93)
  })

  it('averages repeats for Kneedle, and says so', async () => {
    const { document } = await documentOf(CONVEX.replace('7,20', '7,20\n7,30'))
    expect(document.kneedle).toMatchObject({ x: 7, y: 25, index: 7 })
    expect(document.points.count).toBe(11)
    expect(document.notes[0]).toBe('1 point has the same x as another; Kneedle takes their mean.')
  })

  it('says which columns it has no use for', async () => {
    const { document } = await documentOf('N,X,latencyMs\n1,9,1\n2,16,2\n4,21,3\n8,24,4\n16,25,5\n')
    expect(document.notes).toContainEqual(expect.stringContaining('The column latencyMs is not used'))
    expect(document.kneedle?.axes).toEqual({ x: 'concurrency', y: 'throughput' })
  })

  it('gives the same for the same seed', async () => {
    const first = await documentOf(SPECSDM91, { seed: -7 })
    expect(await documentOf(SPECSDM91, { seed: -7 })).toEqual(first)
    expect((await documentOf(SPECSDM91, { seed: 8 })).document.usl?.intervals).not.toEqual(
      first.document.usl?.intervals,
    )
  })

  it.each<[KneePointsFlags, string]>([
    [{ curve: 'round' }, "--curve: 'round' is neither concave nor convex"],
    [{ direction: 'up' }, "--direction: 'up' is neither increasing nor decreasing"],
    [{ sensitivity: '0' }, "--sensitivity: '0' is no number above 0"],
    [{ sensitivity: 'high' }, "--sensitivity: 'high' is no number above 0"],
    [{ sensitivity: '1e999' }, "--sensitivity: '1e999' is no number above 0"],
  ])('refuses %j', async (flags, message) => {
    await expect(run(CONVEX, flags)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    })
  })
})

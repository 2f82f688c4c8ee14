import { describe, expect, it } from 'vitest'
import { normal } from '../random/distributions.ts'
import { exp } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import { blockRatioUnpaired } from './block-ratio-unpaired.ts'
import { steadyBlock } from './compared-source.fixture.ts'
import type { ComparedBlock } from './compared-source.ts'
import { joinIntervals, lag1Autocorrelation } from './join-intervals.ts'

/** Seconds whose logarithms are a first-order autoregression, and noise that makes so much of their variance. */
function seconds(random: RandomStream, count: number, correlation: number, noise = 0): ComparedBlock[] {
  let state = normal(random, 0, 1)
  return Array.from({ length: count }, () => {
    const ownNoise = noise === 0 ? 0 : Math.sqrt(noise) * normal(random, 0, 1)
    const block = steadyBlock(100 * exp(0.2 * (Math.sqrt(1 - noise) * state + ownNoise)))
    state = correlation * state + Math.sqrt(1 - correlation * correlation) * normal(random, 0, 1)
    return block
  })
}

function totalOf(blocks: readonly ComparedBlock[], field: 'responseSumMs' | 'ended'): number {
  return blocks.reduce((sum, block) => sum + block[field], 0)
}

const independent = seconds(new RandomStream(1, 'seconds'), 16, 0)

describe('lag1Autocorrelation', () => {
  it('is that of Bartlett', () => {
    // Deviations −2, −1, 0, 1, 2: (2 + 0 + 0 + 2) / 10
    expect(lag1Autocorrelation([1, 2, 3, 4, 5])).toBeCloseTo(0.4, 12)
    expect(lag1Autocorrelation([1, 3, 1, 3])).toBeCloseTo(-0.75, 12)
    expect(lag1Autocorrelation([4, 4, 4])).toBe(0)
  })
})

describe('joinIntervals', () => {
  it('leaves independent seconds as they are', () => {
    const { blocks, missing } = joinIntervals(independent)
    expect(blocks.map(({ measuredMs }) => measuredMs)).toEqual(independent.map(() => 1000))
    expect(missing).toBeNull()
  })

  it('joins seconds that depend on one another, and adds up what is in them', () => {
    const slow = Array.from({ length: 35 }, (_, i) =>
      steadyBlock([10, 10, 20, 20][i % 4] ?? 0, { dialed: 1, failed: 2, gcPauses: 1, rssPeakBytes: i }),
    )
    const { blocks } = joinIntervals(slow)
    // Two of each kind in every block of four seconds, and three seconds left out.
    expect(blocks).toHaveLength(8)
    expect(blocks[0]).toMatchObject({
      responses: { values: Float64Array.of(10, 20), counts: Float64Array.of(800, 800) },
      responseSumMs: 24_000,
      due: 1600,
      failed: 8,
      ended: 1600,
      dialed: 4,
      measuredMs: 4000,
      gcPauses: 4,
      gcTotalMs: null,
      rssPeakBytes: 3,
    })
  })

  it('says why there are no blocks', () => {
    expect(joinIntervals(independent.slice(0, 7)).missing).toBe(
      '7 × 1 s were measured, and it takes 8 independent blocks: measure for longer',
    )
    expect(joinIntervals([]).missing).toBe(
      'no whole interval was measured, and it takes 8 independent blocks: measure for longer',
    )
    const rising = Array.from({ length: 15 }, (_, i) => steadyBlock(10 + i))
    expect(joinIntervals(rising).missing).toBe(
      '15 × 1 s were measured, and it takes 8 independent blocks; those of 1 s depend on one another (autocorrelation 0.80): measure for longer',
    )
    const silent = independent.map((block) => ({ ...block, ended: 0, responseSumMs: 0 }))
    expect(joinIntervals(silent).missing).toContain('in some stretches of 2 s nothing was answered')
  })

  it('looks at failures too', () => {
    const outage = independent.slice(1).map((block, i) => ({ ...block, failed: i < 8 ? 0 : 400 }))
    expect(joinIntervals(outage).missing).toContain('depend on one another')
  })

  it('makes no more than 32 blocks', () => {
    const lengthOf = (count: number) =>
      joinIntervals(seconds(new RandomStream(2, 'long'), count, 0)).blocks.length
    expect([32, 33, 64, 300].map(lengthOf)).toEqual([32, 16, 32, 18])
  })

  // Without the factor, over 3000 others: 0.66 and 0.87. With 128 blocks at most, the last: 0.85.
  it.each([
    { count: 10, correlation: 0.6, noise: 0, experiments: 500 },
    { count: 30, correlation: 0.3, noise: 0, experiments: 500 },
    { count: 120, correlation: 0.9, noise: 0.7, experiments: 200 },
  ])('gives intervals that hold the truth: %j', (given) => {
    const mean = (blocks: readonly ComparedBlock[]) =>
      totalOf(blocks, 'responseSumMs') / totalOf(blocks, 'ended')
    let covered = 0
    let compared = 0
    for (let i = 0; i < given.experiments; i++) {
      const random = new RandomStream(7, `correlated-${given.count}`, i)
      const before = joinIntervals(seconds(random, given.count, given.correlation, given.noise))
      const after = joinIntervals(seconds(random, given.count, given.correlation, given.noise))
      if (before.missing !== null || after.missing !== null) continue
      const { low, high } = blockRatioUnpaired({ before: before.blocks, after: after.blocks }, mean, {
        seed: i,
        resamples: 100,
        varianceFactor: { before: before.varianceFactor, after: after.varianceFactor },
      })
      compared++
      if ((low ?? 1) <= 0 && (high ?? -1) >= 0) covered++
    }
    expect(covered / compared).toBeGreaterThanOrEqual(0.9)
    expect(covered / compared).toBeLessThanOrEqual(0.98)
  })
})

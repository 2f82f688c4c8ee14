import { describe, expect, it } from 'vitest'
import { lognormal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { blockDifferenceUnpaired, blockRatioUnpaired } from './block-ratio-unpaired.ts'

const mean = (blocks: readonly number[]): number => blocks.reduce((sum, x) => sum + x, 0) / blocks.length

const RATIO = 0.8

interface Sides {
  readonly before: number
  readonly after: number
  /** Coefficients of variation of one block. */
  readonly spreadBefore: number
  readonly spreadAfter: number
}

/** Share of experiments whose interval holds the true ratio. */
function coverage({ before, after, spreadBefore, spreadAfter }: Sides, replications: number): number {
  let covered = 0
  for (let i = 0; i < replications; i++) {
    const random = new RandomStream(2026, `unpaired-${before}-${after}`, i)
    const blocks = {
      before: Array.from({ length: before }, () => lognormal(random, 100, spreadBefore)),
      after: Array.from({ length: after }, () => lognormal(random, 100 * RATIO, spreadAfter)),
    }
    const { low, high } = blockRatioUnpaired(blocks, mean, { seed: i, resamples: 150 })
    if (low !== null && high !== null && low <= RATIO - 1 && RATIO - 1 <= high) covered++
  }
  return covered / replications
}

describe('blockRatioUnpaired', () => {
  // Found with these seeds: 0.944, 0.9405 and 0.9435.
  it.each([
    { before: 14, after: 14, spreadBefore: 0.2, spreadAfter: 0.2 },
    { before: 8, after: 20, spreadBefore: 0.3, spreadAfter: 0.1 },
    { before: 30, after: 8, spreadBefore: 0.3, spreadAfter: 0.15 },
  ])('covers the true ratio in 93 to 97 of 100 experiments of $before and $after blocks', (sides) => {
    const share = coverage(sides, 2000)
    expect(share).toBeGreaterThanOrEqual(0.93)
    expect(share).toBeLessThanOrEqual(0.97)
  })

  it('leaves out no side and takes the statistic over all of its blocks', () => {
    const sides = { before: [1, 9], after: [2, 3, 4] }
    expect(blockRatioUnpaired(sides, mean, { seed: 1 })).toMatchObject({ before: 5, after: 3 })
    expect(blockRatioUnpaired(sides, mean, { seed: 1 }).change).toBeCloseTo(-0.4, 12)
  })

  it('is centred on what is known more exactly than from the blocks', () => {
    const sides = { before: [9, 10, 11], after: [9, 10, 11] }
    const known = { before: 10, after: 12 }
    const { before, after, change, low, high, margin } = blockRatioUnpaired(sides, mean, { seed: 1, known })
    expect([before, after]).toEqual([10, 12])
    expect(change).toBeCloseTo(0.2, 12)
    expect(Math.log(1.2) + (margin ?? NaN)).toBeCloseTo(Math.log(1 + (high ?? NaN)), 12)
    expect(Math.log(1.2) - (margin ?? NaN)).toBeCloseTo(Math.log(1 + (low ?? NaN)), 12)
  })

  it('adds what is not known of each block to the variance', () => {
    // No spread: s² = 0.04 / 4 + 0.09 / 9 = 0.02; Welch: ν = 4 / (1/3 + 1/8) = 8.7273, t(0.975, ν) = 2.2732.
    const sides = { before: [5, 5, 5, 5], after: Array.from({ length: 9 }, () => 5) }
    const blockVariance = { before: 0.04, after: 0.09 }
    const { margin, pValue } = blockRatioUnpaired(sides, mean, { seed: 1, blockVariance })
    expect(margin).toBeCloseTo(2.2732 * Math.sqrt(0.02), 3)
    expect(pValue).toBe(1)
  })

  it('has a change but no interval with one block on a side, and neither without blocks', () => {
    expect(blockRatioUnpaired({ before: [4], after: [5, 5] }, mean, { seed: 1 })).toMatchObject({
      change: expect.closeTo(0.25, 12),
      low: null,
      pValue: null,
    })
    expect(blockRatioUnpaired({ before: [], after: [5, 5] }, mean, { seed: 1 })).toMatchObject({
      before: NaN,
      change: null,
      low: null,
    })
  })

  it('has no interval where a resample has no ratio', () => {
    const sides = { before: [0, 2, 3], after: [1, 1, 1] }
    expect(blockRatioUnpaired(sides, mean, { seed: 1 })).toMatchObject({ low: null, high: null })
  })

  it('gives the same interval for the same seed and a wider one for a higher level', () => {
    const sides = { before: [1, 2, 3, 4], after: [2, 3, 4, 5] }
    const first = blockRatioUnpaired(sides, mean, { seed: 9 })
    expect(blockRatioUnpaired(sides, mean, { seed: 9 })).toEqual(first)
    const wider = blockRatioUnpaired(sides, mean, { seed: 9, level: 0.99 })
    expect(wider.margin ?? NaN).toBeGreaterThan(first.margin ?? NaN)
  })

  it('refuses options out of range', () => {
    const none = { before: [], after: [] }
    expect(() => blockRatioUnpaired(none, mean, { seed: 1, resamples: 1 })).toThrow(RangeError)
    expect(() => blockRatioUnpaired(none, mean, { seed: 1, level: 1 })).toThrow(RangeError)
  })
})

describe('blockDifferenceUnpaired', () => {
  it("nearly gives Welch's interval for means", () => {
    // Means 3 and 6, variances of the means 2.5 / 5 and 4.4 / 6; s = 1.110555, ν = 8.944789, t(0.975, ν) = 2.26429.
    const sides = { before: [1, 2, 3, 4, 5], after: [3, 5, 5, 7, 7, 9] }
    const { change, margin, pValue } = blockDifferenceUnpaired(sides, mean, { seed: 3, resamples: 20_000 })
    expect(change).toBeCloseTo(3, 12)
    expect(Math.abs((margin ?? NaN) - 2.26429 * 1.110555)).toBeLessThan(0.02)
    // t = 2.701351
    expect(Math.abs((pValue ?? NaN) - 0.02447)).toBeLessThan(0.001)
  })

  it('has no width where nothing ever happened', () => {
    const { low, high, pValue } = blockDifferenceUnpaired({ before: [0, 0], after: [0, 0, 0] }, mean, {
      seed: 1,
    })
    expect([low, high, pValue]).toEqual([0, 0, 1])
  })
})

import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { blockDifference, blockRatio, type BlockPair } from './block-ratio.ts'

const mean = (blocks: readonly number[]): number => blocks.reduce((sum, x) => sum + x, 0) / blocks.length

/** A standard normal number (Box and Muller 1958). */
function normal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float())
}

/** Pairs whose true ratio is `ratio`: a lognormal effect shared by the pair, and noise of each block's own. */
function simulatePairs(count: number, ratio: number, random: RandomStream): Array<BlockPair<number>> {
  return Array.from({ length: count }, () => {
    const shared = Math.exp(0.3 * normal(random))
    const before = 100 * shared * Math.exp(0.1 * normal(random))
    const after = 100 * ratio * shared * Math.exp(0.1 * normal(random))
    return { before, after }
  })
}

function coverage(pairCount: number, replications: number): number {
  const ratio = 0.8
  let covered = 0
  for (let i = 0; i < replications; i++) {
    const pairs = simulatePairs(pairCount, ratio, new RandomStream(2024, `calibration-${pairCount}`, i))
    const { low, high } = blockRatio(pairs, mean, { seed: i, resamples: 300 })
    if (low !== null && high !== null && low <= ratio - 1 && ratio - 1 <= high) covered++
  }
  return covered / replications
}

describe('blockRatio', () => {
  // Found with these seeds: 0.948 for 7 pairs, 0.932 for 14. Over 4000 other replications: 0.944 and 0.940.
  it.each([7, 14])('covers the true ratio in about 95 of 100 experiments of %i pairs', (pairCount) => {
    const share = coverage(pairCount, 600)
    expect(share).toBeGreaterThanOrEqual(0.91)
    expect(share).toBeLessThanOrEqual(0.99)
  })

  it('cancels what the two blocks of a pair share', () => {
    const pairs = [1, 50, 3000, 7].map((shared) => ({ before: shared, after: shared * 0.75 }))
    const { change, low, high } = blockRatio(pairs, mean, { seed: 1 })
    expect(change).toBeCloseTo(-0.25, 12)
    expect(low).toBeCloseTo(-0.25, 12)
    expect(high).toBeCloseTo(-0.25, 12)
  })

  it('takes the statistic over all blocks of a side, not the mean of ratios', () => {
    const pairs = [
      { before: 1, after: 2 },
      { before: 9, after: 3 },
    ]
    expect(blockRatio(pairs, mean, { seed: 1 })).toMatchObject({ before: 5, after: 2.5, change: -0.5 })
  })

  it('gives the same interval for the same seed and a wider one for a higher level', () => {
    const pairs = simulatePairs(8, 1.1, new RandomStream(5, 'pairs'))
    const first = blockRatio(pairs, mean, { seed: 9 })
    expect(blockRatio(pairs, mean, { seed: 9 })).toEqual(first)
    const wider = blockRatio(pairs, mean, { seed: 9, level: 0.99 })
    expect(wider.low ?? NaN).toBeLessThan(first.low ?? NaN)
    expect(wider.high ?? NaN).toBeGreaterThan(first.high ?? NaN)
  })

  it('has no change where a side is zero or not a number', () => {
    const zero = [1, 2].map((after) => ({ before: 0, after }))
    expect(blockRatio(zero, mean, { seed: 1 })).toEqual({
      before: 0,
      after: 1.5,
      change: null,
      low: null,
      high: null,
      margin: null,
      pValue: null,
    })
    const noValue = [1, 2].map((before) => ({ before, after: NaN }))
    expect(blockRatio(noValue, mean, { seed: 1 })).toMatchObject({ change: null, low: null, high: null })
  })

  it('has no interval where a resample has no ratio', () => {
    const pairs = [
      { before: 0, after: 1 },
      { before: 2, after: 1 },
    ]
    expect(blockRatio(pairs, mean, { seed: 1 })).toMatchObject({ change: 0, low: null, high: null })
  })

  it('has a change but no interval for one pair, and neither for none', () => {
    expect(blockRatio([{ before: 4, after: 5 }], mean, { seed: 1 })).toMatchObject({
      change: expect.closeTo(0.25, 12),
      low: null,
      high: null,
    })
    expect(blockRatio([], mean, { seed: 1 })).toEqual({
      before: NaN,
      after: NaN,
      change: null,
      low: null,
      high: null,
      margin: null,
      pValue: null,
    })
  })

  it('has a p-value that is below 5 % exactly where the interval excludes no change', () => {
    const sides = Array.from({ length: 200 }, (_, i) => {
      const pairs = simulatePairs(7, 0.9, new RandomStream(11, 'significance', i))
      const { low, high, pValue } = blockRatio(pairs, mean, { seed: i, resamples: 100 })
      return { excludes: (high ?? NaN) < 0 || (low ?? NaN) > 0, significant: (pValue ?? NaN) < 0.05 }
    })
    expect(sides.filter(({ excludes }) => excludes).length).toBeGreaterThan(20)
    expect(sides.filter(({ excludes }) => !excludes).length).toBeGreaterThan(20)
    expect(sides.filter(({ excludes, significant }) => excludes !== significant)).toEqual([])
  })

  it('takes the margin on the scale of the logarithm', () => {
    const { low, high, margin } = blockRatio(simulatePairs(7, 0.8, new RandomStream(3, 'pairs')), mean, {
      seed: 1,
    })
    expect(Math.log((1 + (high ?? NaN)) / (1 + (low ?? NaN))) / 2).toBeCloseTo(margin ?? NaN, 12)
  })

  it('has a p-value of 1 where nothing changed, and of 0 where each pair changed alike', () => {
    const pairsOf = (ratio: number) => [3, 5, 8].map((before) => ({ before, after: before * ratio }))
    expect(blockRatio(pairsOf(1), mean, { seed: 1 })).toMatchObject({ change: 0, margin: 0, pValue: 1 })
    expect(blockRatio(pairsOf(0.5), mean, { seed: 1 }).pValue).toBeLessThan(1e-12)
  })

  it('refuses options out of range', () => {
    expect(() => blockRatio([], mean, { seed: 1, resamples: 1 })).toThrow(RangeError)
    expect(() => blockRatio([], mean, { seed: 1, firstPairs: 1 })).toThrow(RangeError)
    expect(() => blockRatio([], mean, { seed: 1, firstPairs: 2.5 })).toThrow(RangeError)
    expect(() => blockRatio([], mean, { seed: 1, level: 1 })).toThrow(RangeError)
  })
})

describe('blockDifference', () => {
  it('is 0 with a width of 0 when nothing failed on either side', () => {
    const pairs = Array.from({ length: 7 }, () => ({ before: 0, after: 0 }))
    expect(blockDifference(pairs, mean, { seed: 1 })).toEqual({
      before: 0,
      after: 0,
      change: 0,
      low: 0,
      high: 0,
      margin: 0,
      pValue: 1,
    })
  })

  const shifted = (differences: readonly number[]) =>
    differences.map((difference, i) => ({ before: i, after: i + difference }))

  it("has Stein's interval where the first pairs, which chose how many there are, spread more", () => {
    // First four: s = 0.4082483, t(0.975, 3) = 3.1824463, over √8 pairs: 0.4593466.
    const pairs = shifted([0.5, -0.5, 0, 0, 0.1, 0.1, 0.1, 0.1])
    const { change, margin } = blockDifference(pairs, mean, { seed: 3, resamples: 20_000, firstPairs: 4 })
    expect(change).toBeCloseTo(0.05, 12)
    expect(Math.abs((margin ?? NaN) - 0.4593466)).toBeLessThan(0.008)
  })

  it('does not leave out a disturbance that only later pairs saw', () => {
    const pairs = shifted([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 5])
    const all = blockDifference(pairs, mean, { seed: 3 })
    expect(blockDifference(pairs, mean, { seed: 3, firstPairs: 4 })).toEqual(all)
    expect(all.margin).toBeGreaterThan(1)
  })

  it('has the larger p-value, though the interval of all pairs is the wider one', () => {
    const pairs = shifted([1.4, 0.6, 1.3, 0.7, 1.6, 0.4, 1.7, 0.3])
    const all = blockDifference(pairs, mean, { seed: 3 })
    const first = blockDifference(pairs, mean, { seed: 3, firstPairs: 4 })
    expect(first.margin).toBe(all.margin)
    expect(all.pValue).toBeLessThan(0.002)
    expect(first.pValue).toBeGreaterThan(2 * (all.pValue ?? NaN))
  })

  it('is the ordinary interval where the first pairs are all there are', () => {
    const pairs = shifted([0.5, -0.5, 0, 0.2])
    const all = blockDifference(pairs, mean, { seed: 3 })
    expect(blockDifference(pairs, mean, { seed: 3, firstPairs: 4 })).toEqual(all)
    expect(blockDifference(pairs, mean, { seed: 3, firstPairs: 9 })).toEqual(all)
  })

  it('gives nearly the t interval of the paired differences for a mean', () => {
    const differences = [0.3, -0.1, 0.25, 0.4, 0.05, 0.2, 0.1, 0.15]
    const pairs = differences.map((difference, i) => ({ before: i, after: i + difference }))
    // mean 0.16875, s = 0.1556954, t(0.975, 7) = 2.3646243, half-width t s / √8 = 0.1301646
    const { change, low, high } = blockDifference(pairs, mean, { seed: 3, resamples: 20_000 })
    expect(change).toBeCloseTo(0.16875, 12)
    expect(Math.abs((high ?? NaN) - (change ?? NaN) - 0.1301646)).toBeLessThan(0.002)
    expect(Math.abs((change ?? NaN) - (low ?? NaN) - 0.1301646)).toBeLessThan(0.002)
  })
})

import { describe, expect, it } from 'vitest'
import {
  meanOfCounts,
  mergeCounts,
  quantileOfCounts,
  totalOfCounts,
  type SparseCounts,
} from './weighted-quantile.ts'

function histogram(cells: ReadonlyArray<readonly [value: number, count: number]>): SparseCounts {
  return {
    values: Float64Array.from(cells, ([value]) => value),
    counts: Float64Array.from(cells, ([, count]) => count),
  }
}

function cellsOf({ values, counts }: SparseCounts): Array<[number, number | undefined]> {
  return Array.from(values, (value, i) => [value, counts[i]])
}

describe('mergeCounts', () => {
  it('sums the counts of equal values and keeps the order', () => {
    const merged = mergeCounts([
      histogram([
        [1, 2],
        [5, 1],
      ]),
      histogram([
        [0, 4],
        [5, 3],
        [9, 1],
      ]),
      histogram([[1, 1]]),
    ])
    expect(cellsOf(merged)).toEqual([
      [0, 4],
      [1, 3],
      [5, 4],
      [9, 1],
    ])
  })

  it('gives an empty histogram for none', () => {
    expect(totalOfCounts(mergeCounts([]))).toBe(0)
  })

  it('loses no sample of 14 blocks of 600 cells', () => {
    const blocks = Array.from({ length: 14 }, (_, block) =>
      histogram(
        Array.from({ length: 600 }, (_cell, i) => [i * 7 + (block % 5), 1 + ((i + block) % 9)] as const),
      ),
    )
    const merged = mergeCounts(blocks)
    expect(merged.values.length).toBe(3000)
    expect(totalOfCounts(merged)).toBe(blocks.reduce((sum, block) => sum + totalOfCounts(block), 0))
  })
})

describe('quantileOfCounts', () => {
  it('takes the value at rank ceil(q n)', () => {
    const hundred = histogram(Array.from({ length: 100 }, (_, i) => [i + 1, 1] as const))
    expect(quantileOfCounts(hundred, 0)).toBe(1)
    expect(quantileOfCounts(hundred, 0.5)).toBe(50)
    expect(quantileOfCounts(hundred, 0.501)).toBe(51)
    expect(quantileOfCounts(hundred, 0.99)).toBe(99)
    expect(quantileOfCounts(hundred, 1)).toBe(100)
  })

  it('does not let rounding of q n move it one rank up', () => {
    // 0.07 × 100 is 7.000000000000001 in floating point.
    const hundred = histogram(Array.from({ length: 100 }, (_, i) => [i + 1, 1] as const))
    expect(quantileOfCounts(hundred, 0.07)).toBe(7)
  })

  it('has no value without samples and refuses a quantile outside [0, 1]', () => {
    expect(quantileOfCounts(histogram([]), 0.5)).toBeNaN()
    expect(meanOfCounts(histogram([]))).toBeNaN()
    expect(() => quantileOfCounts(histogram([[1, 1]]), 1.01)).toThrow(RangeError)
    expect(() => quantileOfCounts(histogram([[1, 1]]), NaN)).toThrow(RangeError)
  })
})

it('meanOfCounts weighs values by their counts', () => {
  expect(
    meanOfCounts(
      histogram([
        [2, 3],
        [10, 1],
      ]),
    ),
  ).toBe(4)
})

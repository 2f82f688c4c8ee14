import { describe, expect, it } from 'vitest'
import { bestEnergySplit } from './energy-split.ts'

describe('bestEnergySplit', () => {
  it('has Q = mn / (m + n) · 2 |a − b| at a step between constants', () => {
    expect(bestEnergySplit([0, 0, 0, 5, 5])).toEqual({ index: 3, statistic: (6 / 5) * 10 })
  })

  it('counts the pair of a value with itself', () => {
    // Across: 2 · (1 + 3 + 3 + 5) / 4 = 6; within 0 and 2: 2 · 2 / 4 = 1, within 3 and 5 likewise; Q = 1 · (6 − 2).
    expect(bestEnergySplit([0, 2, 3, 5], 2)).toEqual({ index: 2, statistic: 4 })
  })

  it('takes the leftmost of equal splits', () => {
    expect(bestEnergySplit([3, 3, 3, 3])).toEqual({ index: 1, statistic: 0 })
  })

  it('finds nothing in a series too short for two segments', () => {
    expect(bestEnergySplit([])).toBeNull()
    expect(bestEnergySplit([1])).toBeNull()
    expect(bestEnergySplit([1, 2, 3], 2)).toBeNull()
    expect(bestEnergySplit([1, 1, 9, 9], 2)?.index).toBe(2)
  })
})

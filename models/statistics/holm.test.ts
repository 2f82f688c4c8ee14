import { describe, expect, it } from 'vitest'
import { holmAdjusted } from './holm.ts'

describe('holmAdjusted', () => {
  it('steps down from the smallest, and never lets a larger p-value be adjusted to less', () => {
    // By hand: 4 × 0.005, 3 × 0.01, 2 × 0.03, and 0.04, which is raised to the one before it.
    const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005])
    const expected = [0.03, 0.06, 0.06, 0.02]
    expected.forEach((value, i) => expect(adjusted[i]).toBeCloseTo(value, 15))
  })

  it('stops at 1, leaves one test as it is, and accepts none', () => {
    expect(holmAdjusted([0.7, 0.6])).toEqual([1, 1])
    expect(holmAdjusted([0.049])).toEqual([0.049])
    expect(holmAdjusted([])).toEqual([])
  })

  it('refuses what is no probability', () => {
    for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => holmAdjusted([0.5, wrong])).toThrow(RangeError)
  })
})

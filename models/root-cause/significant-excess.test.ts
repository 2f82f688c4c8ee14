import { describe, expect, test } from 'vitest'
import { chanceDifference, significantExcess } from './significant-excess.ts'

/** Twenty values in ten blocks whose means are 9 and 11 in turns. */
const healthy = Array.from({ length: 20 }, (_, i) => (i % 4 < 2 ? 9 : 11))

describe('significantExcess', () => {
  test('begins at the t quantile for one in a thousand times the error of a difference of means', () => {
    // Blocks: sample variance 10/9; error √(2/10 · 10/9); t of 9 degrees of freedom at 0.999 is 4.2968.
    const chance = chanceDifference(healthy)
    expect(chance).toBeCloseTo(4.2968 * Math.sqrt(2 / 9), 3)
    expect(significantExcess(healthy, [10 + chance * 1.01], 0)).toBeCloseTo(chance * 1.01, 9)
    expect(significantExcess(healthy, [10 + chance * 0.99], 0)).toBe(0)
  })

  test('leaves out what is below the floor, or less than before', () => {
    expect(significantExcess([5, 5, 5, 5], [5.5], 1)).toBe(0)
    expect(significantExcess([5, 5, 5, 5], [6.5], 1)).toBe(1.5)
    expect(significantExcess([5, 5, 5, 5], [1], 0)).toBe(0)
  })

  test('knows nothing of a spread that it has not seen, or of nothing', () => {
    expect(significantExcess([5, 5, 5], [500], 0)).toBe(0)
    expect(significantExcess([5, 5, 5, 5], [], 0)).toBe(0)
  })
})

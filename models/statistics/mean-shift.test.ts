import { describe, expect, it } from 'vitest'
import { meanShift } from './mean-shift.ts'

// p-values of independent values: SciPy 1.17, stats.ttest_ind.
const CASES = [
  { left: [1, 2, 3], right: [4, 6, 8], size: 4, pValue: 0.03627782452189912 },
  {
    left: [1, 1.02, 1.05, 0.95, 0.98],
    right: [0.8, 0.82, 0.85, 0.79, 0.77],
    size: -0.194,
    pValue: 2.0249770329333605e-5,
  },
]

describe('meanShift', () => {
  for (const { left, right, size, pValue } of CASES) {
    it(`is Student's test where values are independent: p = ${pValue.toPrecision(3)}`, () => {
      const shift = meanShift([...left, ...right], left.length, 'independent')
      expect(shift.size).toBeCloseTo(size, 12)
      expect(shift.pValue / pValue).toBeCloseTo(1, 9)
      expect(shift.autocorrelation).toBe(0)
    })
  }

  it('counts values that depend on one another for fewer', () => {
    const waves = Array.from({ length: 48 }, (_, i) => (i % 8 < 4 ? 1 : -1) + (i < 24 ? 0 : 1))
    const independent = meanShift(waves, 24, 'independent')
    const correlated = meanShift(waves, 24, 'correlated')
    expect(correlated.autocorrelation).toBeGreaterThan(0.5)
    expect(correlated.size).toBe(independent.size)
    expect(correlated.pValue).toBeGreaterThan(10 * independent.pValue)
  })

  it('corrects the bias of the autocorrelation', () => {
    // With means 1 and 5 taken out: −1 −1 1 1, −1 −1 1 1. Products of neighbours 1 − 1 + 1 − 1 + 1 − 1 + 1 = 1, squares 8.
    const shift = meanShift([0, 0, 2, 2, 4, 4, 6, 6], 4, 'correlated')
    expect(shift.autocorrelation).toBeCloseTo(((1 / 8) * 8 + 2) / (8 - 3), 12)
  })

  it('knows no chance where there is no spread', () => {
    expect(meanShift([1, 1, 2, 2], 2, 'correlated').pValue).toBe(0)
    expect(meanShift([1, 1, 1, 1], 2, 'correlated').pValue).toBe(1)
  })

  it('refuses to split what has no two parts', () => {
    expect(() => meanShift([1, 2, 3], 0, 'independent')).toThrow(RangeError)
    expect(() => meanShift([1, 2, 3], 3, 'independent')).toThrow(RangeError)
    expect(() => meanShift([1, 2, 3], 1.5, 'independent')).toThrow(RangeError)
    expect(() => meanShift([1, 2], 1, 'independent')).toThrow(RangeError)
  })
})

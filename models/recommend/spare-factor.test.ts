import { describe, expect, it } from 'vitest'
import { spareFactor } from './spare-factor.ts'

const misfit = (typicalError: number | null, withoutReuseError: number | null) => ({
  steps: [],
  typicalError,
  withoutReuseError,
})

describe('spareFactor', () => {
  it('is 1 up to 15 %, and then as much more as the model is off', () => {
    expect(spareFactor(misfit(0.15, null))).toBe(1)
    expect(spareFactor(misfit(0.16, null))).toBeCloseTo(1.16)
    expect(spareFactor(misfit(0.4, 0.1))).toBeCloseTo(1.4)
  })

  it('goes by the larger error', () => {
    expect(spareFactor(misfit(0.1, 0.3))).toBeCloseTo(1.3)
    expect(spareFactor(misfit(null, 0.3))).toBeCloseTo(1.3)
  })

  it('is 2 at most', () => {
    expect(spareFactor(misfit(5, null))).toBe(2)
  })

  it('is 1 where the error is not known', () => {
    expect(spareFactor(misfit(null, null))).toBe(1)
    expect(spareFactor([{ offeredRate: 100, measuredP99Ms: 20, modelP99Ms: 60 }])).toBe(1)
  })
})

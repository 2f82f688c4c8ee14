import { describe, expect, it } from 'vitest'
import { describeMisfit, isMisfit, largestError, type Misfit, readMisfit, typicalErrorOf } from './misfit.ts'

const misfit = (typicalError: number | null, withoutReuseError: number | null): Misfit => ({
  steps: [],
  typicalError,
  withoutReuseError,
})

describe('typicalErrorOf', () => {
  const pair = (measuredP99Ms: number, modelP99Ms: number) => ({ measuredP99Ms, modelP99Ms })

  it('is the same for too high and too low', () => {
    expect(typicalErrorOf([pair(100, 125)])).toBeCloseTo(0.25, 12)
    expect(typicalErrorOf([pair(125, 100)])).toBeCloseTo(0.25, 12)
    expect(typicalErrorOf([pair(100, 125), pair(125, 100)])).toBeCloseTo(0.25, 12)
  })

  it('is 0 where the model is exact, and nothing where there is nothing to compare', () => {
    expect(typicalErrorOf([pair(20, 20)])).toBe(0)
    expect(typicalErrorOf([])).toBeNull()
    expect(typicalErrorOf([pair(0, 20), pair(Number.NaN, 20)])).toBeNull()
  })
})

describe('a misfit', () => {
  it('begins above 15 %, by the larger of the two errors', () => {
    expect(isMisfit(misfit(0.15, 0.1))).toBe(false)
    expect(isMisfit(misfit(0.1, 0.16))).toBe(true)
    expect(largestError(misfit(0.1, 0.16))).toBe(0.16)
    expect(isMisfit(misfit(null, null))).toBe(false)
  })

  it('is said in plain words', () => {
    expect(describeMisfit(misfit(0.12, null))).toBe('the model misses measured P99s by 12 % typically')
    expect(describeMisfit(misfit(0.12, 0.3))).toContain(
      'by 12 % typically and by 30 % without reuse, which is a misfit',
    )
    expect(describeMisfit(misfit(null, null))).toBeNull()
  })

  it('of an earlier run is its steps alone', () => {
    const steps = [{ offeredRate: 100, measuredP99Ms: 20, modelP99Ms: 30 }]
    expect(readMisfit(steps)).toEqual({ steps, typicalError: null, withoutReuseError: null })
    expect(readMisfit({ steps, typicalError: 0.5, withoutReuseError: null }).typicalError).toBe(0.5)
  })
})

import { describe, expect, it } from 'vitest'
import type { BlockRatio } from '../statistics/block-ratio.ts'
import { answersFor } from './answers.ts'

function effect(pValue: number | null, change = -0.1): BlockRatio {
  const known = pValue !== null
  return {
    before: 10,
    after: 10 * (1 + change),
    change,
    low: known ? change - 0.05 : null,
    high: known ? change + 0.05 : null,
    margin: known ? 0.05 : null,
    pValue,
  }
}

describe('answersFor', () => {
  it('says better or worse only where that holds for all figures together', () => {
    // 4 × 2⁻¹⁰; 3 × 2⁻⁷ = 0.023; 2 × 2⁻⁵ = 0.0625; and 0.0625, raised from 0.04: powers of two are exact.
    const answers = answersFor([effect(0.04), effect(2 ** -7, 0.1), effect(2 ** -10), effect(2 ** -5)])
    expect(answers.map((each) => each?.answer)).toEqual(['no-difference', 'worse', 'better', 'no-difference'])
    expect(answers.map((each) => each?.adjustedPValue)).toEqual([2 ** -4, 3 * 2 ** -7, 2 ** -8, 2 ** -4])
  })

  it('gives the larger end of the interval, whatever its sign', () => {
    const [down, up] = answersFor([effect(0.5, -0.02), effect(0.5, 0.02)])
    expect(down?.largestDifference).toBeCloseTo(0.07, 12)
    expect(up?.largestDifference).toBeCloseTo(0.07, 12)
  })

  it('tests neither what is not known nor what is zero on both sides', () => {
    const nothing: BlockRatio = { ...effect(1, 0), before: 0, after: 0 }
    const [unknown, zero, tested, noInterval] = answersFor([null, nothing, effect(0.049), effect(null)])
    expect([unknown, noInterval]).toEqual([null, null])
    expect(zero).toMatchObject({ answer: 'no-difference', adjustedPValue: 1 })
    expect(zero?.largestDifference).toBeCloseTo(0.05, 12)
    expect(tested).toMatchObject({ answer: 'better', adjustedPValue: 0.049 })
  })

  it('has no answers without figures', () => {
    expect(answersFor([])).toEqual([])
  })
})

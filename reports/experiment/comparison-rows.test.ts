import { expect, it } from 'vitest'
import type { ComparedMeasure } from '../../models/experiment/compare-variants.ts'
import { answerText } from './comparison-rows.ts'

function answered(changes: Partial<ComparedMeasure>): string {
  return answerText({
    measure: 'p99',
    traffic: 'browse',
    counter: null,
    unit: 'ms',
    kind: 'ratio',
    effect: null,
    difference: null,
    tested: true,
    answer: null,
    ...changes,
  })
}

const none = (largestDifference: number) =>
  ({ answer: 'no-difference', largestDifference, adjustedPValue: 1 }) as const

it('says what is not excluded where no difference was found, and that it is unclear where that is anything', () => {
  expect(answered({ answer: none(0.043) })).toBe('≤ 4.3 %')
  expect(answered({ answer: none(125_123) })).toBe('unclear')
  expect(answered({ answer: none(125_123), kind: 'difference' })).toBe('≤ 125123.00 ms')
  expect(answered({ answer: { ...none(2), answer: 'worse' } })).toBe('worse')
})

it('says nothing of what was not tested', () => {
  expect(answered({ tested: false, answer: null })).toBe('')
  expect(answered({ answer: null })).toBe('no interval')
})

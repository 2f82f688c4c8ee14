import { describe, expect, test } from 'vitest'
import type { RecommendArtifact } from '../artifacts/recommend.ts'
import type { Answer } from './answers.ts'
import type { ComparedMetric } from './before-after.ts'
import type { Conclusion } from './conclusion.ts'
import type { Verdict } from './report.ts'
import { isTrusted, isWithdrawn } from './standing.ts'

const answer = (word: Answer['answer']): Answer => ({
  answer: word,
  largestDifference: 0.1,
  adjustedPValue: 0.01,
})
const p99 = (word: Answer['answer']): Conclusion => ({ ...answer(word), change: 0.1, low: 0.05, high: 0.15 })
const failures = (word: Answer['answer']): ComparedMetric => ({
  metric: 'failureRate',
  unit: 'share',
  kind: 'difference',
  effect: null,
  answer: answer(word),
})
const judged = (verdict: Verdict['verdict'], unchanged = false) => ({
  verdict: { verdict, why: '', advice: null },
  recommendation: { unchanged } as RecommendArtifact,
})

test.each([
  ['better', 'no-difference', false],
  ['no-difference', 'better', false],
  ['worse', 'no-difference', true],
  ['better', 'worse', true],
] as const)('a P99 that is %s with a failure rate that is %s: withdrawn %s', (time, failed, withdrawn) => {
  const report = { ...judged('VALID'), conclusion: p99(time), beforeAfter: [failures(failed)] }
  expect(isWithdrawn(report)).toBe(withdrawn)
  expect(isTrusted(report)).toBe(!withdrawn)
})

test('what was not compared is not withdrawn, and not trusted either', () => {
  const report = { ...judged('INCOMPLETE'), conclusion: null, beforeAfter: [] }
  expect(isWithdrawn(report)).toBe(false)
  expect(isTrusted(report)).toBe(false)
})

describe('what looks worse', () => {
  const worse = { conclusion: p99('worse'), beforeAfter: [failures('worse')] }

  test.each(['INCOMPLETE', 'GENERATOR_BOUND'] as const)(
    'in a run that is %s withdraws nothing yet',
    (verdict) => {
      expect(isWithdrawn({ ...judged(verdict), ...worse })).toBe(false)
      expect(isTrusted({ ...judged(verdict), ...worse })).toBe(false)
    },
  )

  test.each(['TARGET_ERRORS', 'UNSTABLE'] as const)('in a run that is %s withdraws', (verdict) => {
    expect(isWithdrawn({ ...judged(verdict), ...worse })).toBe(true)
  })

  test("does not withdraw today's settings, which were sent twice", () => {
    expect(isWithdrawn({ ...judged('VALID', true), ...worse })).toBe(false)
  })
})

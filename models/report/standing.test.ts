import { expect, test } from 'vitest'
import type { Answer } from './answers.ts'
import type { ComparedMetric } from './before-after.ts'
import type { Conclusion } from './conclusion.ts'
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

test.each([
  ['better', 'no-difference', false],
  ['no-difference', 'better', false],
  ['worse', 'no-difference', true],
  ['better', 'worse', true],
] as const)('a P99 that is %s with a failure rate that is %s: withdrawn %s', (time, failed, withdrawn) => {
  const report = { conclusion: p99(time), beforeAfter: [failures(failed)] }
  expect(isWithdrawn(report)).toBe(withdrawn)
  expect(isTrusted({ ...report, verdict: { verdict: 'VALID', why: '', advice: null } })).toBe(!withdrawn)
})

test('what was not compared is not withdrawn, and not trusted either', () => {
  const report = { conclusion: null, beforeAfter: [] }
  expect(isWithdrawn(report)).toBe(false)
  expect(isTrusted({ ...report, verdict: { verdict: 'INCOMPLETE', why: '', advice: null } })).toBe(false)
})

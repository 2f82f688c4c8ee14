import { describe, expect, test } from 'vitest'
import type { RecommendArtifact } from '../artifacts/recommend.ts'
import type { Answer } from './answers.ts'
import type { ComparedMetric } from './before-after.ts'
import type { Conclusion } from './conclusion.ts'
import type { Verdict } from './report.ts'
import { isTrusted, isWithdrawn, whyWithheld } from './standing.ts'

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
  capacity: null,
  misfit: null,
  predictions: [],
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

describe('what rests on a model that does not describe the target', () => {
  const misfit = { steps: [], typicalError: null, withoutReuseError: 47.85 }
  const withConclusion = (conclusion: Conclusion | null, unchanged = false) => ({
    ...judged('VALID', unchanged),
    misfit,
    conclusion,
    beforeAfter: [],
  })
  const same = (largestDifference: number) => ({ ...p99('no-difference'), largestDifference })

  test.each([
    ['no interval', null, 'the verification could not tell the P99s apart'],
    [
      'a P99 that may be 11 % longer',
      same(0.11),
      'does not show that the P99 is better, or within 10 % the same',
    ],
    [
      'a better P99 for which the pools did nothing',
      { ...p99('better'), poolsAlike: true },
      'the P99 got better where the pools did nothing different',
    ],
  ] as const)('is withheld with %s', (_, conclusion, says) => {
    const report = withConclusion(conclusion)
    expect(isTrusted(report)).toBe(false)
    expect(isWithdrawn(report)).toBe(false)
    expect(whyWithheld(report)?.why).toContain('by 4785 %')
    expect(whyWithheld(report)?.why).toContain(says)
    expect(whyWithheld(report)?.advice).toMatch(/machine that does nothing else.*for longer/)
  })

  test.each([
    ['better', { ...p99('better'), poolsAlike: false }],
    ['within 10 % the same', same(0.1)],
  ] as const)('is handed out where sockets show a P99 that is %s', (_, conclusion) => {
    expect(whyWithheld(withConclusion(conclusion))).toBeNull()
    expect(isTrusted(withConclusion(conclusion))).toBe(true)
  })

  test('is not withheld where it is withdrawn, not VALID, or changes nothing', () => {
    const worse = withConclusion(p99('worse'))
    expect(whyWithheld(worse)).toBeNull()
    expect(isWithdrawn(worse)).toBe(true)
    expect(whyWithheld({ ...withConclusion(null), ...judged('UNSTABLE'), misfit })).toBeNull()
    expect(whyWithheld(withConclusion(null, true))).toBeNull()
  })

  test('a better P99 for which the pools did nothing counts where the model fits', () => {
    const report = { ...withConclusion({ ...p99('better'), poolsAlike: true }), misfit: null }
    expect(isTrusted(report)).toBe(true)
  })
})

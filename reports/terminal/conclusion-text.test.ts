import { describe, expect, it } from 'vitest'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { Conclusion } from '../../models/report/conclusion.ts'
import type { Verdict } from '../../models/report/report.ts'
import type { VerifiedStages } from '../../models/report/verified-stages.ts'
import { conclusionText } from './conclusion-text.ts'

const none: Conclusion = {
  answer: 'no-difference',
  largestDifference: 0.07,
  adjustedPValue: 0.4,
  change: -0.02,
  low: -0.07,
  high: 0.03,
}

const failures: ComparedMetric = {
  metric: 'failureRate',
  unit: 'share',
  kind: 'difference',
  effect: { before: 0, after: 0.002, change: 0.002, low: 0.001, high: 0.003, margin: 0.001, pValue: 0.001 },
  answer: { answer: 'worse', largestDifference: 0.003, adjustedPValue: 0.002 },
}

function linesFor(
  parts: {
    readonly conclusion?: Conclusion | null
    readonly stages?: VerifiedStages | null
    readonly beforeAfter?: readonly ComparedMetric[]
    readonly verdict?: Verdict['verdict']
    readonly unchanged?: boolean
  } = {},
): string {
  const { conclusion = none, stages = null, beforeAfter = [] } = parts
  const lines = conclusionText({
    conclusion,
    stages,
    beforeAfter,
    verdict: { verdict: parts.verdict ?? 'VALID', why: '', advice: null },
    recommendation: { unchanged: parts.unchanged ?? false } as RecommendArtifact,
  })
  expect(lines.every((line) => line.length <= 80)).toBe(true)
  return lines.join(' ')
}

describe('conclusionText', () => {
  it('has three answers, each with its numbers', () => {
    const better: Conclusion = { ...none, answer: 'better', change: -0.483, low: -0.58, high: -0.352 }
    expect(linesFor({ conclusion: better })).toContain('The P99 is better by 48 % (95 %: 35 to 58 %).')
    expect(linesFor()).toContain('The P99 shows no difference larger than 7.0 % (95 %: -7.0 … +3.0 %).')
    const worse: Conclusion = { ...none, answer: 'worse', change: 0.2, low: 0.053, high: 0.351 }
    expect(linesFor({ conclusion: worse })).toContain(
      'The P99 is worse by 20 % (95 %: 5.3 to 35 %): the recommendation is withdrawn.',
    )
  })

  it('says where a difference is hardly the doing of the pool', () => {
    const better: Conclusion = {
      ...none,
      answer: 'better',
      change: -0.72,
      low: -0.88,
      high: -0.35,
      poolsAlike: true,
    }
    const dials: ComparedMetric = {
      metric: 'dialsPerSecond',
      unit: '1/s',
      kind: 'difference',
      effect: { before: 0.08, after: 0.08, change: 0, low: 0, high: 0, margin: 0, pValue: 1 },
      answer: null,
    }
    expect(linesFor({ conclusion: better, beforeAfter: [dials] })).toContain(
      "That can hardly be the pool's doing: connections were opened as seldom on both sides (0.08/s and 0.08/s), and requests waited alike for one. Something else on the machine or at the target changed.",
    )
    expect(linesFor({ conclusion: { ...better, answer: 'worse', change: 0.2 } })).toContain('hardly')
    for (const conclusion of [
      { ...better, poolsAlike: false },
      { ...none, poolsAlike: true },
    ]) {
      expect(linesFor({ conclusion, beforeAfter: [dials] })).not.toContain('hardly')
    }
  })

  it('withdraws nothing by what is not to be trusted, nor what is to stay', () => {
    const worse: Conclusion = { ...none, answer: 'worse', change: 0.2, low: 0.053, high: 0.351 }
    for (const parts of [{ verdict: 'INCOMPLETE' }, { unchanged: true }] as const) {
      const text = linesFor({ conclusion: worse, beforeAfter: [failures], ...parts })
      expect(text).toContain('The P99 is worse by 20 % (95 %: 5.3 to 35 %).')
      expect(text).toContain('More requests fail: +0.20 pp (95 %: +0.10 … +0.30 pp).')
      expect(text).not.toContain('withdrawn')
    }
  })

  it('says what a comparison is worth that cannot be trusted', () => {
    const worse: Conclusion = { ...none, answer: 'worse', change: 0.2, low: 0.053, high: 0.351 }
    expect(linesFor({ conclusion: worse, verdict: 'GENERATOR_BOUND' })).toContain(
      '(95 %: 5.3 to 35 %). But requests went out late (GENERATOR_BOUND): that proves nothing',
    )
    expect(linesFor({ conclusion: worse, verdict: 'INCOMPLETE' })).toContain('is not complete')
    for (const parts of [{ conclusion: worse }, { conclusion: null, verdict: 'GENERATOR_BOUND' }] as const)
      expect(linesFor(parts)).not.toContain('But')
  })

  it('says why an interval without zero is no answer', () => {
    expect(linesFor()).not.toContain('excludes zero')
    expect(linesFor({ conclusion: { ...none, high: -0.01 } })).toContain(
      'Its interval excludes zero, but not surely enough for one of several figures.',
    )
  })

  it('says what was missing where there is no answer', () => {
    expect(linesFor({ conclusion: null })).toContain('no interval, so nothing can be concluded')
  })

  it('does not let a better P99 hide failures', () => {
    const better: Conclusion = { ...none, answer: 'better', change: -0.483, low: -0.58, high: -0.352 }
    const text = linesFor({ conclusion: better, beforeAfter: [failures] })
    expect(text).toContain(
      'More requests fail: +0.20 pp (95 %: +0.10 … +0.30 pp): the recommendation is withdrawn.',
    )
    const fewer: ComparedMetric = {
      ...failures,
      answer: { answer: 'better', largestDifference: 0.003, adjustedPValue: 0.002 },
    }
    expect(linesFor({ beforeAfter: [fewer] })).not.toContain('fail')
  })

  it('says that several figures were tested together', () => {
    expect(linesFor({ beforeAfter: [failures, failures] })).toContain('for all figures together (Holm)')
    expect(linesFor({ beforeAfter: [failures] })).not.toContain('Holm')
  })

  it('says how precise it is, and what it would take', () => {
    const stages: VerifiedStages = {
      wanted: 0.1,
      firstWindows: 14,
      reachedFirst: 0.31,
      windows: 28,
      reached: 0.18,
      needed: 102,
    }
    expect(linesFor({ stages })).toContain(
      'The first 14 windows told the ratio of the P99s to within 31 %; with 14 more, it is 18 % (wanted: 10 %, which takes about 102 windows).',
    )
    expect(linesFor({ stages: { ...stages, reached: 0.09, needed: 20, windows: 21 } })).toContain(
      'with 7 more, it is 9.0 % (wanted: 10 %).',
    )
    expect(linesFor({ stages: { ...stages, windows: 14, reached: 0.08, needed: 14 } })).toContain(
      'The ratio of the P99s is known to within 8.0 % (wanted: 10 %).',
    )
    expect(linesFor({ stages: { ...stages, reachedFirst: null } })).toContain('could not tell')
    expect(linesFor({ stages: { ...stages, reached: null } })).not.toContain('wanted')
  })
})

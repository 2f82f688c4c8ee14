import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecommendArtifact } from '../artifacts/recommend.ts'
import { FINE_DIFFERENCE, isTrusted, isWithdrawn, type Judged, whyWithheld } from './standing.ts'

const error = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null })
const timeMs = fc.oneof(fc.double({ min: 0.1, max: 1000, noNaN: true }), fc.constant(Number.NaN))

const judged: fc.Arbitrary<Judged> = fc.record({
  verdict: fc.record({
    verdict: fc.constantFrom('VALID', 'VALID', 'UNSTABLE', 'INCOMPLETE' as const),
    why: fc.constant('because'),
    advice: fc.constant(null),
  }),
  conclusion: fc.option(
    fc.record({
      answer: fc.constantFrom('better', 'no-difference', 'worse' as const),
      largestDifference: fc.double({ min: 0, max: 0.5, noNaN: true }),
      adjustedPValue: fc.constant(0.01),
      change: fc.constant(0),
      low: fc.constant(-1),
      high: fc.constant(1),
      poolsAlike: fc.boolean(),
    }),
    { nil: null },
  ),
  beforeAfter: fc.constant([]),
  recommendation: fc.boolean().map((unchanged) => ({ unchanged }) as RecommendArtifact),
  capacity: fc.option(
    fc.boolean().map((met) => ({
      sloCapacity: met ? { rate: 100, nextRate: null } : null,
      kneedle: null,
      usl: null,
      plateau: null,
    })),
    { nil: null },
  ),
  misfit: fc.record({ steps: fc.constant([]), typicalError: error, withoutReuseError: error }),
  predictions: fc.tuple(timeMs, timeMs).map(([predicted, measured]) => [
    {
      setting: 'after' as const,
      metric: 'mean' as const,
      unit: 'ms' as const,
      predicted,
      measured,
      error: null,
    },
  ]),
})

test('settings that rest on a model which is off by more than twofold are handed out only if sockets speak for them', () => {
  fc.assert(
    fc.property(judged, fc.double({ min: 1.001, max: 100, noNaN: true }), (report, typicalError) => {
      const { conclusion, recommendation, misfit } = report
      if (misfit === null) throw new Error('every run here has a misfit')
      const misfitting = { ...report, misfit: { ...misfit, typicalError } }
      const isShown =
        (conclusion?.answer === 'better' && conclusion.poolsAlike === false) ||
        (conclusion?.answer === 'no-difference' && conclusion.largestDifference <= FINE_DIFFERENCE)
      if (!isShown && recommendation?.unchanged === false) expect(isTrusted(misfitting)).toBe(false)
    }),
  )
})

test('what sockets show to be better is handed out whatever the model', () => {
  fc.assert(
    fc.property(judged, (report) => {
      const { conclusion } = report
      if (report.verdict.verdict !== 'VALID' || conclusion === null) return
      expect(
        isTrusted({ ...report, conclusion: { ...conclusion, answer: 'better', poolsAlike: false } }),
      ).toBe(true)
    }),
  )
})

test('a VALID run is handed out, withdrawn or withheld, and only one of them; another is neither handed out nor withheld', () => {
  fc.assert(
    fc.property(judged, (report) => {
      const standings = [isTrusted(report), isWithdrawn(report), whyWithheld(report) !== null]
      const count = standings.filter(Boolean).length
      if (report.verdict.verdict === 'VALID') expect(count).toBe(1)
      else expect(standings).toEqual([false, isWithdrawn(report), false])
    }),
  )
})

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { judgeNight } from './judge-night.ts'
import { compared, type KnownEffect, nightOfP99 } from './nights.fixture.ts'
import { needsAgain } from './suspect.ts'

const against = fc.constantFrom('pinned' as const, 'interleaved' as const)
const effect = fc.integer({ min: -300, max: 300 }).map((thousandths) => thousandths / 1000)
const margin = fc.integer({ min: 1, max: 200 }).map((thousandths) => thousandths / 1000)
const measurement = fc
  .tuple(effect, margin, effect, margin)
  .map(([mean, meanMargin, p99, p99Margin]): KnownEffect[] => [
    { metric: 'mean', effect: mean, margin: meanMargin },
    { metric: 'p99', effect: p99, margin: p99Margin },
  ])
const history = fc
  .tuple(fc.array(fc.tuple(effect, effect), { maxLength: 30 }), against)
  .map(([nights, kind]) => ({
    against: kind,
    history: nights.map(([level, ofSame]) => nightOfP99(level / 10, ofSame / 10, { against: kind })),
  }))

it('raises no alarm by the gate where an interval holds no change, or an effect is within the gate', () => {
  fc.assert(
    fc.property(measurement, measurement, history, (first, second, past) => {
      const metrics = compared(...first)
      const { findings } = judgeNight({
        metrics,
        again: compared(...second),
        sameAgainstSame: [],
        ...past,
      })
      return findings.every(({ verdict, gate }, i) => {
        if (verdict !== 'regression') return true
        return [first[i]!, second[i]!].every((known) => known.effect > gate && known.effect > known.margin)
      })
    }),
  )
})

it('measures again before every alarm of the gate', () => {
  fc.assert(
    fc.property(measurement, history, (first, past) => {
      const metrics = compared(...first)
      const { verdict } = judgeNight({ metrics, again: metrics, sameAgainstSame: [], ...past })
      return verdict !== 'regression' || needsAgain(metrics, past.history, past.against)
    }),
  )
})

it('takes slower for faster, and the other way round, when both sides are exchanged, but for the level of a pinned night', () => {
  fc.assert(
    fc.property(measurement, (first) => {
      const judged = (known: readonly KnownEffect[]) => {
        const metrics = compared(...known)
        const night = {
          metrics,
          again: metrics,
          sameAgainstSame: [],
          history: [],
          against: 'pinned' as const,
        }
        return judgeNight(night).findings.map(({ verdict }) => verdict)
      }
      const exchanged = judged(first.map((known) => ({ ...known, effect: -known.effect })))
      const opposite = {
        regression: 'improvement',
        improvement: 'regression',
        ok: 'ok',
        unknown: 'unknown',
      } as const
      expect(exchanged).toEqual(judged(first).map((verdict) => opposite[verdict as keyof typeof opposite]))
    }),
  )
})

it('does not depend on nights of another machine or scenario', () => {
  fc.assert(
    fc.property(measurement, history, history, (first, past, other) => {
      const metrics = compared(...first)
      const night = { metrics, again: metrics, sameAgainstSame: metrics, against: past.against }
      const elsewhere = other.history.map((one, i) =>
        i % 2 === 0
          ? { ...one, scenarioHash: 'another' }
          : { ...one, environment: { ...one.environment, fingerprint: 'another' } },
      )
      fc.pre(past.history.length > 0)
      expect(judgeNight({ ...night, history: [...elsewhere, ...past.history] })).toEqual(
        judgeNight({ ...night, history: past.history }),
      )
    }),
  )
})

import { describe, expect, it } from 'vitest'
import { experimentMs, LEAST_ROUNDS, planExperiment, warmUpPlan } from './experiment-plan.ts'

const LONG_MS = 3_600_000

describe('planExperiment', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])(
    'measures a second in five rounds at least, quickly, with %i variants',
    (variants) => {
      const plan = planExperiment({ name: 'quick', variants, durationMs: LONG_MS, wanted: {} })
      expect(plan.rounds).toBeGreaterThanOrEqual(LEAST_ROUNDS)
      expect(plan.measuredMs).toBeGreaterThanOrEqual(1000)
      if (variants <= 5) expect(experimentMs(plan, variants)).toBeLessThanOrEqual(46_000)
      expect(experimentMs(plan, variants)).toBeLessThan(72_000)
    },
  )

  it.each([2, 3, 5, 8])('takes about five minutes in full, with %i variants', (variants) => {
    const plan = planExperiment({ name: 'full', variants, durationMs: LONG_MS, wanted: {} })
    const seconds = experimentMs(plan, variants) / 1000
    expect(seconds).toBeGreaterThan(270)
    expect(seconds).toBeLessThanOrEqual(290)
    expect(plan.rounds % 2).toBe(0)
  })

  it('does what the author wants, but for a quick look', () => {
    const wanted = { rounds: 3, warmupMs: 100, measuredMs: 700 }
    expect(planExperiment({ name: 'full', variants: 2, durationMs: LONG_MS, wanted })).toMatchObject(wanted)
    expect(planExperiment({ name: 'quick', variants: 2, durationMs: LONG_MS, wanted })).toEqual(
      planExperiment({ name: 'quick', variants: 2, durationMs: LONG_MS, wanted: {} }),
    )
  })

  it('does what the author wants of a quick look', () => {
    const quick = { rounds: 3, warmupMs: 100, measuredMs: 700 }
    const plan = planExperiment({ name: 'quick', variants: 2, durationMs: LONG_MS, wanted: { quick } })
    expect(plan).toMatchObject(quick)
    const full = { name: 'full' as const, variants: 2, durationMs: LONG_MS }
    expect(planExperiment({ ...full, wanted: { quick } })).toEqual(planExperiment({ ...full, wanted: {} }))
  })

  it('gets warm in no more time than that takes', () => {
    const wanted = { rounds: 4, warmupMs: 500, measuredMs: 20_000 }
    const plan = planExperiment({ name: 'full', variants: 2, durationMs: LONG_MS, wanted })
    expect(warmUpPlan(plan)).toEqual({ ...plan, measuredMs: 2500 })
    expect(experimentMs(plan, 2)).toBe(2 * (4 * 20_700 + 2 * 3200))
    const short = { ...plan, measuredMs: 800 }
    expect(warmUpPlan(short)).toEqual(short)
  })

  it('sends no more than there is of the traffic, and measures most of it', () => {
    const plan = planExperiment({ name: 'full', variants: 2, durationMs: 1000, wanted: {} })
    expect(plan).toMatchObject({ warmupMs: 250, measuredMs: 750 })
  })
})

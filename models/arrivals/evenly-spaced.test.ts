import { describe, expect, it } from 'vitest'
import { constantArrivals } from './constant.ts'
import { rampArrivals } from './ramp.ts'
import { stepArrivals } from './steps.ts'

const WEEK_MS = 7 * 24 * 3_600_000

describe('constant arrivals', () => {
  it('come at i · 1000 / rate', () => {
    const arrivals = constantArrivals({ kind: 'constant', rate: 4, durationMs: 1000 })
    expect([...arrivals.between(0, 1000)]).toEqual([0, 250, 500, 750])
    expect([...arrivals.between(250, 750)]).toEqual([250, 500])
    expect(arrivals.ratePerSecond(0)).toBe(4)
    expect(arrivals.ratePerSecond(1000)).toBe(0)
  })

  it('do not drift in a week', () => {
    const arrivals = constantArrivals({ kind: 'constant', rate: 120, durationMs: WEEK_MS })
    const lastMinute = arrivals.between(WEEK_MS - 60_000, WEEK_MS)
    expect(lastMinute).toHaveLength(7200)
    expect(lastMinute[0]).toBe(WEEK_MS - 60_000)
    expect(lastMinute.at(-1)).toBe(((120 * 604_800 - 1) * 1000) / 120)
  })

  it('are none at a rate of 0', () => {
    expect(constantArrivals({ kind: 'constant', rate: 0, durationMs: 1000 }).between(0, 1000)).toHaveLength(0)
  })
})

describe('ramp arrivals', () => {
  it.each([
    [0, 10, 60_000],
    [10, 0, 60_000],
    [3, 500, 30_000],
    [500, 499.999, 10_000],
  ])(
    'from %s to %s a second come when the integral of the rate reaches i',
    (fromRate, toRate, durationMs) => {
      const arrivals = rampArrivals({ kind: 'ramp', fromRate, toRate, durationMs })
      const due = arrivals.between(0, durationMs)
      const slope = ((toRate - fromRate) / durationMs) * 1000
      expect(due[0]).toBe(0)
      expect(due).toHaveLength(Math.ceil(((fromRate + toRate) / 2) * (durationMs / 1000)))
      for (const [i, dueMs] of due.entries()) {
        const seconds = dueMs / 1000
        expect(Math.abs(fromRate * seconds + (slope * seconds * seconds) / 2 - i)).toBeLessThan(1e-8)
      }
      expect(arrivals.ratePerSecond(durationMs / 2)).toBeCloseTo((fromRate + toRate) / 2, 9)
    },
  )

  it('is the constant schedule, to the bit, between equal rates', () => {
    const ramp = rampArrivals({ kind: 'ramp', fromRate: 7.3, toRate: 7.3, durationMs: 60_000 })
    const constant = constantArrivals({ kind: 'constant', rate: 7.3, durationMs: 60_000 })
    expect(ramp.between(0, 60_000)).toEqual(constant.between(0, 60_000))
  })
})

describe('step arrivals', () => {
  it('are constant schedules one after another', () => {
    const arrivals = stepArrivals({
      kind: 'steps',
      steps: [
        { rate: 2, durationMs: 1000 },
        { rate: 0, durationMs: 500 },
        { rate: 4, durationMs: 1000 },
      ],
    })
    expect(arrivals.durationMs).toBe(2500)
    expect([...arrivals.between(0, 2500)]).toEqual([0, 500, 1500, 1750, 2000, 2250])
    expect([999, 1000, 1499, 1500, 2499, 2500].map((at) => arrivals.ratePerSecond(at))).toEqual([
      2, 0, 0, 4, 4, 0,
    ])
  })

  it('carry what is left of a gap into the next step, so that short steps add no requests', () => {
    const steps = Array.from({ length: 1000 }, () => ({ rate: 10, durationMs: 1 }))
    const due = stepArrivals({ kind: 'steps', steps }).between(0, 1000)
    expect([...due].map((dueMs) => Math.round(dueMs * 1e9) / 1e9)).toEqual([
      0, 100, 200, 300, 400, 500, 600, 700, 800, 900,
    ])
  })
})

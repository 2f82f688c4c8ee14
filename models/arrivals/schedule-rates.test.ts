import { describe, expect, it } from 'vitest'
import { createArrivals } from './create-arrivals.ts'
import { scheduleRates } from './schedule-rates.ts'
import type { ArrivalSpec } from './spec.ts'

const MINUTE_MS = 60_000

const ratesOf = (spec: ArrivalSpec) => scheduleRates(createArrivals(spec, 7), spec.kind === 'trace')

describe('the rates of a schedule', () => {
  it('of a week are those of its 1008 tens of minutes, and their mean is the week’s', () => {
    const rates = ratesOf({
      kind: 'week',
      meanRate: 120,
      shape: 'worldcup98-calm',
      noise: { relativeSd: 0.1, correlationMinutes: 10 },
      bursts: { factor: 3, onMs: 500, offMs: 2000 },
      flashCrowds: { count: 0, peakFactor: 5, riseMinutes: 2, decayMinutes: 15 },
    })
    expect(rates).toMatchObject({ durationMs: 10_080 * MINUTE_MS, everyMs: 10 * MINUTE_MS })
    expect(rates.ratePerSecond).toHaveLength(1008)
    const mean = rates.ratePerSecond.reduce((sum, rate) => sum + rate, 0) / 1008
    expect(mean).toBeCloseTo(120, 1)
    expect(rates.peakMinuteRate).toBeGreaterThan(Math.max(...rates.ratePerSecond))
  })

  it('of a ramp are those at the middles of its intervals', () => {
    const rates = ratesOf({ kind: 'ramp', fromRate: 0, toRate: 600, durationMs: 10 * MINUTE_MS })
    expect(rates.everyMs).toBe(1000)
    expect(rates.ratePerSecond).toHaveLength(600)
    expect(rates.ratePerSecond[0]).toBeCloseTo(0.5, 9)
    expect(rates.ratePerSecond[599]).toBeCloseTo(599.5, 9)
    expect(rates.peakMinuteRate).toBeCloseTo(570, 9)
  })

  it('of a schedule shorter than a minute are all of it', () => {
    const steps = [
      { rate: 10, durationMs: 2000 },
      { rate: 30, durationMs: 500 },
    ]
    const rates = ratesOf({ kind: 'steps', steps })
    expect(rates.everyMs).toBe(100)
    expect(rates.ratePerSecond).toEqual([...Array<number>(20).fill(10), ...Array<number>(5).fill(30)])
  })

  it('of a recording are counted, also within its minutes', () => {
    const dueMs = Float64Array.of(0, 500, 1500, 2000, 2100, 2200, 4000)
    const rates = ratesOf({ kind: 'trace', dueMs })
    // It ends one mean gap after the last: at 4000 (1 + 1/6).
    expect(rates).toMatchObject({ durationMs: 4000 + 4000 / 6, everyMs: 100 })
    expect(rates.ratePerSecond).toHaveLength(47)
    expect(rates.ratePerSecond.slice(14, 23)).toEqual([0, 10, 0, 0, 0, 0, 10, 10, 10])
    expect(rates.peakMinuteRate).toBeCloseTo(7 / (4 + 4 / 6), 9)
  })

  it('of a recording that ends just after a minute has no peak in that moment', () => {
    const atMs = Array.from({ length: 61 }, (_, second) => 1000 * second)
    const dueMs = Float64Array.of(...atMs, 60_000, 60_000, 60_001)
    const { durationMs, ratePerSecond, peakMinuteRate } = ratesOf({ kind: 'trace', dueMs })
    expect(durationMs).toBeLessThan(61_000)
    // A minute that ends with the recording has 59 of its seconds, and the three more at its end.
    expect(peakMinuteRate).toBeCloseTo(63 / 60, 9)
    expect(Math.max(...ratePerSecond)).toBeCloseTo(40, 9)
  })

  it('are rounded to a tenth', () => {
    expect(ratesOf({ kind: 'constant', rate: 7.06, durationMs: 150 }).ratePerSecond).toEqual([7.1, 7.1])
  })

  it.each([
    [1008 * 1000, 1000, 1008],
    [1008 * 1000 + 1, 2000, 505],
    [1009 * 1440 * MINUTE_MS, 2 * 1440 * MINUTE_MS, 505],
  ])('of %d ms come by intervals of %d ms', (durationMs, everyMs, intervals) => {
    const none = new Float64Array(0)
    const arrivals = { durationMs, ratePerSecond: () => 1, between: () => none }
    const rates = scheduleRates(arrivals, true)
    expect([rates.everyMs, rates.ratePerSecond.length]).toEqual([everyMs, intervals])
  })
})

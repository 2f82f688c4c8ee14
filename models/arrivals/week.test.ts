import { describe, expect, it } from 'vitest'
import { fnv1aOfBytes } from '../random/fnv1a.ts'
import type { WeekArrivals } from './spec.ts'
import { weekArrivals } from './week.ts'
import { weekShapeFactors } from './week-shape.ts'

const HOUR_MS = 3_600_000
const HOURS = 168
const QUIET: WeekArrivals = {
  kind: 'week',
  meanRate: 20,
  shape: 'worldcup98-calm',
  noise: { relativeSd: 0, correlationMinutes: 8 },
  bursts: { factor: 1, onMs: 1000, offMs: 4000 },
  flashCrowds: { count: 0, peakFactor: 5, riseMinutes: 15, decayMinutes: 90 },
}
const LIVELY: WeekArrivals = {
  ...QUIET,
  noise: { relativeSd: 0.08, correlationMinutes: 8 },
  bursts: { factor: 3, onMs: 1000, offMs: 4000 },
  flashCrowds: { count: 2, peakFactor: 5, riseMinutes: 15, decayMinutes: 90 },
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, x) => total + x, 0)

function countsPerHour(spec: WeekArrivals, seed: number): number[] {
  const arrivals = weekArrivals(spec, seed)
  return Array.from(
    { length: HOURS },
    (_, hour) => arrivals.between(hour * HOUR_MS, (hour + 1) * HOUR_MS).length,
  )
}

function minuteRates(spec: WeekArrivals, seed: number): number[] {
  const arrivals = weekArrivals(spec, seed)
  return Array.from({ length: HOURS * 60 }, (_, minute) => arrivals.ratePerSecond(minute * 60_000))
}

describe('week arrivals', () => {
  it('follow the day and hour factors', () => {
    const counts = countsPerHour(QUIET, 1)
    const expected = weekShapeFactors('worldcup98-calm').map((factor) => 20 * 3600 * factor)
    for (let day = 0; day < 7; day++) {
      // A day counts some 1.7 million; Poisson: a standard error of 0.08 %.
      const range = [day * 24, day * 24 + 24] as const
      expect(Math.abs(sum(counts.slice(...range)) / sum(expected.slice(...range)) - 1)).toBeLessThan(0.004)
    }
    for (const [hour, count] of counts.entries()) {
      // Four and a half standard errors, for 168 hours at once.
      const mean = expected[hour] ?? NaN
      expect(Math.abs(count - mean)).toBeLessThan(4.5 * Math.sqrt(mean))
    }
  })

  it('have the mean rate exactly, noise included, before flash crowds', () => {
    const rates = minuteRates({ ...LIVELY, flashCrowds: { ...LIVELY.flashCrowds, count: 0 } }, 2)
    expect(sum(rates) / rates.length).toBeCloseTo(20, 9)
  })

  it('keep to the rate curve when they come in bursts and crowds', () => {
    // Bursts multiply the variance of long counts by 1 + 2·20·0.8 = 33; of 12 million: 0.17 %.
    const total = sum(countsPerHour(LIVELY, 3))
    expect(Math.abs(total / (sum(minuteRates(LIVELY, 3)) * 60) - 1)).toBeLessThan(0.007)
  })

  it('reach the peak factor of a flash crowd over the usual rate', () => {
    const usual = minuteRates({ ...LIVELY, flashCrowds: { ...LIVELY.flashCrowds, count: 0 } }, 4)
    const factors = minuteRates(LIVELY, 4).map((rate, minute) => rate / (usual[minute] ?? NaN))
    expect(factors.filter((factor) => factor > 4.999)).toHaveLength(2)
    expect(Math.max(...factors)).toBeCloseTo(5, 9)
    expect(Math.min(...factors)).toBeCloseTo(1, 9)
  })

  it('change neither noise nor crowds when the bursts change', () => {
    const calm = { ...LIVELY, bursts: QUIET.bursts }
    expect(minuteRates(calm, 5)).toEqual(minuteRates(LIVELY, 5))
  })

  it('are these very bytes', () => {
    const due = weekArrivals(LIVELY, 42).between(100 * HOUR_MS, 101 * HOUR_MS)
    expect(due.length).toBe(56_158)
    expect(fnv1aOfBytes(new Uint8Array(due.buffer))).toBe(0x29aee23e)
  })

  it('name the field that is out of range', () => {
    expect(() => weekArrivals({ ...QUIET, meanRate: -1 }, 1)).toThrow(/^meanRate must be/)
  })
})

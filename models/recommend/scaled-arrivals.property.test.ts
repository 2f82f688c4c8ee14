import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import type { ArrivalSpec } from '../arrivals/spec.ts'
import { scaledArrivals } from './scaled-arrivals.ts'

const week: ArrivalSpec = {
  kind: 'week',
  meanRate: 20,
  shape: 'flat',
  noise: { relativeSd: 0.2, correlationMinutes: 10 },
  bursts: { factor: 3, onMs: 200, offMs: 1800 },
  flashCrowds: { count: 1, peakFactor: 5, riseMinutes: 1, decayMinutes: 10 },
}

const specs: readonly ArrivalSpec[] = [
  { kind: 'constant', rate: 50, durationMs: 60_000 },
  { kind: 'ramp', fromRate: 10, toRate: 90, durationMs: 60_000 },
  {
    kind: 'steps',
    steps: [
      { rate: 40, durationMs: 30_000 },
      { rate: 60, durationMs: 30_000 },
    ],
  },
  { kind: 'poisson', rate: 50, durationMs: 60_000 },
  week,
]

const factors = fc.constantFrom(0.75, 1.25, 1.9, 4)

const traces = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5000, noNaN: true })), {
    minLength: 2,
    maxLength: 60,
  })
  .map((gaps) => {
    let atMs = 0
    return Float64Array.from(gaps, (gap) => (atMs += gap))
  })

describe.each(specs)('scaledArrivals of $kind', (spec) => {
  it('has the same course and length with other rates', () => {
    fc.assert(
      fc.property(factors, (factor) => {
        const today = createArrivals(spec, 7)
        const scaled = scaledArrivals(spec, 7, factor)
        expect(scaled.durationMs).toBe(today.durationMs)
        for (const atMs of [0, 10_000, 45_000]) {
          expect(scaled.ratePerSecond(atMs)).toBeCloseTo(factor * today.ratePerSecond(atMs), 8)
        }
      }),
      { numRuns: 8 },
    )
  })

  it('has so many times the arrivals, give or take what is random', () => {
    const today = createArrivals(spec, 7).between(0, 60_000).length
    const twice = scaledArrivals(spec, 7, 2).between(0, 60_000).length
    expect(Math.abs(twice - 2 * today)).toBeLessThan(4 * Math.sqrt(3 * today))
  })
})

describe('scaledArrivals of a week', () => {
  it('has its bursts at the same moments', () => {
    const counts = (factor: number) => {
      const perTenth = new Float64Array(600)
      for (const dueMs of scaledArrivals({ ...week, meanRate: 200 }, 7, factor).between(0, 60_000)) {
        perTenth[Math.floor(dueMs / 100)]! += 1
      }
      return perTenth
    }
    expect(correlation(counts(1), counts(2))).toBeGreaterThan(0.7)
  })
})

describe('scaledArrivals of a trace', () => {
  it('has so many times the arrivals up to each recorded one, to one arrival', () => {
    fc.assert(
      fc.property(traces, factors, (dueMs, factor) => {
        const scaled = scaledArrivals({ kind: 'trace', dueMs }, 1, factor)
        const all = scaled.between(0, scaled.durationMs)
        expect(all.length).toBe(Math.ceil(factor * dueMs.length))
        for (const [i, due] of dueMs.entries()) {
          const earlier = all.filter((each) => each < due).length
          const notLater = all.filter((each) => each <= due).length
          expect(earlier).toBeLessThanOrEqual(Math.ceil(factor * i))
          expect(notLater).toBeGreaterThanOrEqual(Math.floor(factor * i))
        }
      }),
    )
  })

  it('gives the same in parts as in one piece, ascending', () => {
    fc.assert(
      fc.property(traces, factors, fc.double({ min: 0, max: 1, noNaN: true }), (dueMs, factor, share) => {
        const scaled = scaledArrivals({ kind: 'trace', dueMs }, 1, factor)
        const middleMs = share * scaled.durationMs
        const whole = scaled.between(0, scaled.durationMs)
        const parts = [...scaled.between(0, middleMs), ...scaled.between(middleMs, scaled.durationMs)]
        expect(parts).toEqual([...whole])
        expect([...whole].sort((a, b) => a - b)).toEqual([...whole])
      }),
    )
  })

  it('keeps what comes at one moment together', () => {
    const dueMs = Float64Array.of(0, 1000, 1000, 1000, 1000, 2000)
    const all = scaledArrivals({ kind: 'trace', dueMs }, 1, 2).between(0, 10_000)
    expect(all.filter((due) => due === 1000)).toHaveLength(7)
    expect(all).toHaveLength(12)
  })

  it('is the trace itself at a factor of 1', () => {
    const dueMs = Float64Array.of(0, 5, 9)
    expect([...scaledArrivals({ kind: 'trace', dueMs }, 1, 1).between(0, 100)]).toEqual([0, 5, 9])
  })
})

it.each([0, -1, Infinity, Number.NaN])('scaledArrivals refuses the factor %s', (factor) => {
  expect(() => scaledArrivals({ kind: 'constant', rate: 1, durationMs: 1000 }, 1, factor)).toThrow(RangeError)
})

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / of.length
  const [meanA, meanB] = [mean(a), mean(b)]
  const products = (x: Float64Array, meanX: number, y: Float64Array, meanY: number) =>
    x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] ?? 0) - meanY), 0)
  return products(a, meanA, b, meanB) / Math.sqrt(products(a, meanA, a, meanA) * products(b, meanB, b, meanB))
}

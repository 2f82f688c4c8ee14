import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import { drawWindows } from './draw-windows.ts'

const HOUR_MS = 3_600_000

const request = fc.record({
  durationMs: fc.integer({ min: 1000, max: 24 * HOUR_MS }),
  strata: fc.integer({ min: 1, max: 7 }),
  perStratum: fc.integer({ min: 1, max: 3 }),
  lengthMs: fc.integer({ min: 100, max: 600_000 }),
  seed: fc.integer(),
})

describe('drawWindows', () => {
  it('draws so many, in order of time within the schedule, all of one length', () => {
    fc.assert(
      fc.property(request, ({ durationMs, ...options }) => {
        const arrivals = createArrivals({ kind: 'constant', rate: 1, durationMs }, 1)
        const windows = drawWindows({ arrivals, ...options })
        const lengthMs = Math.min(options.lengthMs, durationMs)
        expect(windows).toHaveLength(options.strata * options.perStratum)
        for (const [i, { fromMs, toMs }] of windows.entries()) {
          expect(fromMs).toBeGreaterThanOrEqual(0)
          expect(toMs).toBeLessThanOrEqual(durationMs + 1e-6)
          expect(toMs - fromMs).toBeCloseTo(lengthMs, 6)
          expect(fromMs).toBeGreaterThanOrEqual(windows[i - 1]?.fromMs ?? 0)
        }
        expect(drawWindows({ arrivals, ...options })).toEqual(windows)
      }),
      { numRuns: 50 },
    )
  })

  it('puts the middle of each window into its own part of the schedule', () => {
    const arrivals = createArrivals({ kind: 'constant', rate: 1, durationMs: 7 * HOUR_MS }, 1)
    const windows = drawWindows({ arrivals, strata: 7, perStratum: 2, lengthMs: 1000, seed: 3 })
    const parts = windows.map(({ fromMs, toMs }) => Math.floor((fromMs + toMs) / 2 / HOUR_MS))
    expect(parts).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
  })

  it('prefers busy times in proportion to their rate', () => {
    const steps = [
      { rate: 1, durationMs: HOUR_MS },
      { rate: 9, durationMs: HOUR_MS },
    ]
    const arrivals = createArrivals({ kind: 'steps', steps }, 1)
    const windows = drawWindows({ arrivals, strata: 1, perStratum: 1000, lengthMs: 1000, seed: 5 })
    const busy = windows.filter(({ fromMs, toMs }) => (fromMs + toMs) / 2 >= HOUR_MS).length
    // 900 expected; the standard deviation of a binomial with p = 0.9 is 9.5.
    expect(Math.abs(busy - 900)).toBeLessThan(40)
  })
})

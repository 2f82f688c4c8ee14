import * as fc from 'fast-check'
import type { Arrivals } from '../arrivals/arrivals.ts'
import { batchedDueMs } from '../arrivals/batched.ts'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import { week } from '../scenario/arrival-builders.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export const RANDOM_MS = 20 * MINUTE_MS
const STATIONARY_MS = 60 * MINUTE_MS

/** So many requests a second from the moment on, in ms from it. */
type Draw = (rate: number, seed: number) => Float64Array

const stationaryDraws: Readonly<Record<string, Draw>> = {
  constant: (rate) =>
    first(STATIONARY_MS, createArrivals({ kind: 'constant', rate, durationMs: STATIONARY_MS }, 1)),
  poisson: (rate, seed) =>
    first(STATIONARY_MS, createArrivals({ kind: 'poisson', rate, durationMs: STATIONARY_MS }, seed)),
  batches: (rate, seed) => batchedDueMs({ rate, durationMs: STATIONARY_MS }, seed),
  bursts: (rate, seed) => {
    const flat = week({ meanRate: rate, shape: 'flat', noise: { relativeSd: 0 }, flashCrowds: 0 })
    return first(STATIONARY_MS, createArrivals(flat, seed))
  },
}

/** Before that, anything: rates that change by the minute, or an hour of a week in a third of the time. */
const randomDraws: fc.Arbitrary<Float64Array> = fc.oneof(
  fc
    .array(fc.integer({ min: 0, max: 12 }), { minLength: 20, maxLength: 20 })
    .map((rates) => ({
      kind: 'steps' as const,
      steps: rates.map((rate) => ({ rate, durationMs: MINUTE_MS })),
    }))
    .map((spec) => first(RANDOM_MS, createArrivals(spec, 1))),
  fc.tuple(fc.nat(6 * 24), fc.integer({ min: 1, max: 1000 })).map(([hour, seed]) => {
    const fromMs = (hour / 24) * DAY_MS
    const arrivals = createArrivals(week({ meanRate: 2, shape: 'worldcup98-calm' }), seed)
    return arrivals.between(fromMs, fromMs + 3 * RANDOM_MS).map((dueMs) => (dueMs - fromMs) / 3)
  }),
)

/** Traffic of any kind for 20 minutes, and then stationary traffic, of any kind, for an hour. */
export const randomLoads: fc.Arbitrary<Arrivals> = fc
  .record({
    before: randomDraws,
    kind: fc.constantFrom(...Object.keys(stationaryDraws)),
    rate: fc.constantFrom(0.2, 1, 3, 8),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ before, kind, rate, seed }) => {
    const after = (stationaryDraws[kind] as Draw)(rate, seed)
    return createArrivals(
      { kind: 'trace', dueMs: Float64Array.from([...before, ...after.map((dueMs) => dueMs + RANDOM_MS)]) },
      1,
    )
  })

function first(lengthMs: number, arrivals: Arrivals): Float64Array {
  return arrivals.between(0, lengthMs)
}

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArrivals } from './create-arrivals.ts'
import type { ArrivalSpec } from './spec.ts'

const LONGEST_WINDOW_MS = 150_000

/** Mostly spread evenly: `fc.double` alone is uniform over bit patterns, nearly all of them close to 0. */
function numberIn(min: number, max: number): fc.Arbitrary<number> {
  const even = fc.integer({ min: 0, max: 1_000_003 }).map((n) => min + ((max - min) * n) / 1_000_003)
  return fc.oneof(
    { weight: 5, arbitrary: even },
    { weight: 1, arbitrary: fc.double({ min, max, noNaN: true }) },
  )
}

const rate = numberIn(0, 200)
const durationMs = numberIn(0.5, 200_000)
const seed = fc.integer()

const specs: Record<ArrivalSpec['kind'], fc.Arbitrary<ArrivalSpec>> = {
  constant: fc.record({ kind: fc.constant('constant' as const), rate, durationMs }),
  ramp: fc.record({ kind: fc.constant('ramp' as const), fromRate: rate, toRate: rate, durationMs }),
  steps: fc.record({
    kind: fc.constant('steps' as const),
    steps: fc.array(fc.record({ rate, durationMs: numberIn(0.5, 20_000) }), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
  poisson: fc.record({ kind: fc.constant('poisson' as const), rate, durationMs }),
  week: fc.record({
    kind: fc.constant('week' as const),
    meanRate: rate,
    shape: fc.constantFrom('worldcup98-calm' as const, 'flat' as const),
    noise: fc.record({
      relativeSd: numberIn(0, 0.5),
      correlationMinutes: numberIn(0, 60),
    }),
    bursts: fc.record({
      factor: numberIn(0, 2.9),
      onMs: numberIn(5, 500),
      offMs: numberIn(1000, 5000),
    }),
    flashCrowds: fc.record({
      count: fc.integer({ min: 0, max: 4 }),
      peakFactor: numberIn(1, 7),
      riseMinutes: numberIn(0, 30),
      decayMinutes: numberIn(0, 120),
    }),
  }),
  trace: fc.record({
    kind: fc.constant('trace' as const),
    dueMs: fc
      .array(numberIn(0, 100_000), { minLength: 1, maxLength: 300 })
      .map((due) => Float64Array.from(due).sort()),
  }),
}

/** Ascending moments of a schedule, close enough for a quick test; whole chunks and minutes among them. */
function cutsWithin(duration: number): fc.Arbitrary<number[]> {
  const span = Math.min(duration, LONGEST_WINDOW_MS)
  return fc
    .tuple(numberIn(0, 1), fc.boolean(), fc.array(numberIn(0, 1), { minLength: 2, maxLength: 8 }))
    .map(([position, whole, fractions]) => {
      const moments = fractions.map((fraction) => position * (duration - span) + fraction * span)
      return (whole ? moments.map((ms) => Math.round(ms / 1000) * 1000) : moments).sort((a, b) => a - b)
    })
}

function bytes(due: Float64Array): Uint8Array {
  return new Uint8Array(due.buffer, due.byteOffset, due.byteLength)
}

function sameBytes(a: Float64Array, b: Float64Array): boolean {
  const other = bytes(b)
  return a.length === b.length && bytes(a).every((byte, i) => byte === other[i])
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]))
}

describe.each(Object.entries(specs))('%s arrivals', (kind, spec) => {
  const numRuns = kind === 'week' ? 60 : 200
  const scheduleAndCuts = fc.record({ spec, seed }).chain((input) =>
    fc.record({
      input: fc.constant(input),
      cuts: cutsWithin(createArrivals(input.spec, input.seed).durationMs),
    }),
  )

  it('are the same in one window as in any sequence of windows, whatever was asked before', () => {
    fc.assert(
      fc.property(scheduleAndCuts, ({ input, cuts }) => {
        const [first = 0, last = 0] = [cuts[0], cuts.at(-1)]
        const whole = createArrivals(input.spec, input.seed).between(first, last)
        const arrivals = createArrivals(input.spec, input.seed)
        const windows = cuts.slice(1).map((to, i) => [cuts[i] ?? NaN, to] as const)
        const forwards = windows.map(([from, to]) => arrivals.between(from, to))
        const backwards = windows.toReversed().map(([from, to]) => arrivals.between(from, to))
        expect(sameBytes(concatenate(forwards), whole)).toBe(true)
        expect(sameBytes(concatenate(backwards.toReversed()), whole)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('ascend and lie within the window and the schedule', () => {
    fc.assert(
      fc.property(scheduleAndCuts, ({ input, cuts }) => {
        const arrivals = createArrivals(input.spec, input.seed)
        const [from = 0, to = 0] = [cuts[0], cuts.at(-1)]
        const due = arrivals.between(from, to)
        expect(due.every((dueMs, i) => i === 0 || dueMs >= (due[i - 1] ?? NaN))).toBe(true)
        expect(due.every((dueMs) => dueMs >= from && dueMs < to && dueMs < arrivals.durationMs)).toBe(true)
        expect(arrivals.between(to, to)).toHaveLength(0)
        expect(arrivals.between(arrivals.durationMs, Infinity)).toHaveLength(0)
        expect(arrivals.between(-1000, 0)).toHaveLength(0)
      }),
      { numRuns },
    )
  })

  it('have a finite rate ≥ 0 within the schedule and none outside', () => {
    fc.assert(
      fc.property(scheduleAndCuts, ({ input, cuts }) => {
        const arrivals = createArrivals(input.spec, input.seed)
        for (const at of cuts)
          expect(arrivals.ratePerSecond(at) >= 0 && arrivals.ratePerSecond(at) < Infinity).toBe(true)
        expect(arrivals.ratePerSecond(-1)).toBe(0)
        expect(arrivals.ratePerSecond(arrivals.durationMs)).toBe(0)
      }),
      { numRuns },
    )
  })
})

describe.each(['poisson', 'week'] as const)('%s arrivals', (kind) => {
  it('differ between seeds', () => {
    const lively = specs[kind].map((spec) => ({ ...spec, rate: 100, meanRate: 100, durationMs: 60_000 }))
    fc.assert(
      fc.property(lively, seed, fc.integer({ min: 1, max: 1000 }), (spec, one, step) => {
        const a = createArrivals(spec, one).between(0, 10_000)
        const b = createArrivals(spec, one + step).between(0, 10_000)
        expect(sameBytes(a, b)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})

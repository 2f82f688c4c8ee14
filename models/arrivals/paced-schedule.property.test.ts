import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arrivals } from './arrivals.ts'
import { createArrivals } from './create-arrivals.ts'
import { PacedSchedule, type PacedScheduleOptions } from './paced-schedule.ts'
import type { ArrivalSpec } from './spec.ts'

interface PaceChange {
  readonly atMs: number
  readonly factor: number
}

interface Sent {
  readonly index: number
  readonly ms: number
}

type Source = Omit<PacedScheduleOptions, 'worker' | 'workers' | 'chunkMs'>

/** The longest stretch of a week that is walked through. */
const WEEK_PART_MS = 20_000

const SPECS: readonly ArrivalSpec[] = [
  { kind: 'constant', rate: 37, durationMs: 8000 },
  { kind: 'poisson', rate: 40, durationMs: 8000.5 },
  {
    kind: 'steps',
    steps: [
      { rate: 50, durationMs: 1700 },
      { rate: 0, durationMs: 4000 },
      { rate: 7.3, durationMs: 5000 },
    ],
  },
  {
    kind: 'week',
    meanRate: 40,
    shape: 'worldcup98-calm',
    noise: { relativeSd: 0.1, correlationMinutes: 10 },
    bursts: { factor: 2, onMs: 200, offMs: 1000 },
    flashCrowds: { count: 0, peakFactor: 1, riseMinutes: 0, decayMinutes: 0 },
  },
]

const processes: ReadonlyArray<Source & { readonly kind: string }> = SPECS.map((spec) => {
  const arrivals: Arrivals = createArrivals(spec, 42)
  return {
    kind: spec.kind,
    between: (fromMs, toMs) => arrivals.between(fromMs, toMs),
    durationMs: Math.min(arrivals.durationMs, WEEK_PART_MS),
  }
})

/** With many arrivals at one moment, and many that a change of pace or a chunk meets to the dot. */
const gridTimes = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 120 }).map((due) => {
  return { dueMs: Float64Array.from(due, (quarter) => quarter / 4).sort(), durationMs: 101 }
})
/** Tenths as well, whose sums and differences round: doubles drawn evenly over bit patterns are mostly tiny. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 999 }).map((tenths) => tenths / 10),
  fc.double({ min: 0, max: 100, noNaN: true }),
)
const anyTimes = fc.array(moment, { maxLength: 120 }).map((due) => {
  return { dueMs: Float64Array.from(due).sort(), durationMs: 100.000001 }
})
const recorded = fc.oneof(gridTimes, anyTimes).map(({ dueMs, durationMs }) => sourceOf(dueMs, durationMs))
const source: fc.Arbitrary<Source> = fc.oneof(
  { weight: 3, arbitrary: recorded },
  { weight: 1, arbitrary: fc.constantFrom(...processes) },
)
const chunkMs = fc.oneof(
  fc.constantFrom(1, 25, 1000, 1e6),
  fc.integer({ min: 64, max: 200_000 }).map((n) => n / 64),
)
const factor = fc.oneof(fc.constantFrom(0, 1, 0.5, 2), fc.double({ min: 0.01, max: 50, noNaN: true }))
const dyadicFactor = fc.constantFrom(0, 0.25, 0.5, 1, 2, 8)

function changesWith(factors: fc.Arbitrary<number>): fc.Arbitrary<PaceChange[]> {
  const gap = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 30_000 }))
  return fc.array(fc.record({ gap, factor: factors }), { maxLength: 8 }).map((steps) => {
    let quarters = 0
    return steps.map((step) => ({ atMs: (quarters += step.gap) / 4, factor: step.factor }))
  })
}

/** How many arrivals a worker takes at most before each change: a worker may be far behind when it is told. */
const haste = fc.array(fc.constantFrom(0, 1, 5, Infinity), { minLength: 1, maxLength: 4 })

function sourceOf(dueMs: Float64Array, durationMs: number): Source {
  return {
    durationMs,
    between: (fromMs, toMs) => dueMs.filter((due) => due >= fromMs && due < toMs),
  }
}

/** What is sent before all stands still for good, by a worker that is told each change at some time up to then. */
function send(
  schedule: PacedSchedule,
  changes: readonly PaceChange[],
  most: readonly number[] = [0],
): Sent[] {
  const sent: Sent[] = []
  const take = (untilMs: number, count: number) => {
    for (let i = 0; i < count && schedule.nextMs < untilMs; i++) {
      sent.push({ index: schedule.nextIndex, ms: schedule.nextMs })
      schedule.advance()
    }
  }
  for (const [i, change] of changes.entries()) {
    take(change.atMs, most[i % most.length] ?? 0)
    schedule.setPace(change.atMs, change.factor)
  }
  take(Infinity, Infinity)
  return sent
}

function single(from: Source, chunk = 1000): PacedSchedule {
  return new PacedSchedule({ ...from, worker: 0, workers: 1, chunkMs: chunk })
}

function bytes(values: Iterable<number>): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer)
}

/** The definition, change by change; exact where times and factors are short binary fractions. */
function realDue(scheduleMs: number, changes: readonly PaceChange[]): number {
  let [real, schedule, pace] = [0, 0, 1]
  for (const { atMs, factor: next } of changes) {
    const due = pace === 0 ? Infinity : real + (scheduleMs - schedule) / pace
    if (due < atMs) return due
    schedule += (atMs - real) * pace
    real = atMs
    pace = next
  }
  return pace === 0 ? Infinity : real + (scheduleMs - schedule) / pace
}

/** How much of the schedule's time has passed: the integral of the pace. */
function passedAt(realMs: number, changes: readonly PaceChange[]): number {
  const edges = [{ atMs: 0, factor: 1 }, ...changes]
  const pieces = edges.map(({ atMs, factor: pace }, i) => {
    const end = Math.min(edges[i + 1]?.atMs ?? Infinity, realMs)
    return pace * Math.max(0, end - Math.min(atMs, realMs))
  })
  return pieces.reduce((sum, piece) => sum + piece, 0)
}

describe('PacedSchedule', () => {
  it('gives all workers together what one would send, byte for byte, however far behind each is', () => {
    const workers = fc.integer({ min: 1, max: 9 })
    const behind = fc.array(haste, { minLength: 9, maxLength: 9 })
    fc.assert(
      fc.property(source, changesWith(factor), workers, chunkMs, behind, (from, changes, n, chunk, most) => {
        const whole = single(from)
        const expected = send(whole, changes)
        const schedules = most
          .slice(0, n)
          .map((_, worker) => new PacedSchedule({ ...from, worker, workers: n, chunkMs: chunk }))
        const shares = schedules.map((schedule, worker) => send(schedule, changes, most[worker]))
        expect(shares.every((share, worker) => share.every(({ index }) => index % n === worker))).toBe(true)
        const union = shares.flat().sort((a, b) => a.index - b.index)
        expect(union.map(({ index }) => index)).toEqual(expected.map((_, i) => i))
        expect(bytes(union.map(({ ms }) => ms))).toEqual(bytes(expected.map(({ ms }) => ms)))
        expect(schedules.every((schedule) => schedule.done)).toBe(whole.done)
        expect(schedules.every((schedule) => schedule.endMs === whole.endMs)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('is due when the definition says, exactly', () => {
    fc.assert(
      fc.property(gridTimes, changesWith(dyadicFactor), haste, chunkMs, (times, changes, most, chunk) => {
        const schedule = single(sourceOf(times.dueMs, times.durationMs), chunk)
        const sent = send(schedule, changes, most).map(({ ms }) => ms)
        const due = [...times.dueMs].map((ms) => realDue(ms, changes))
        expect(sent).toEqual(due.filter((ms) => ms < Infinity))
        expect(schedule.done).toBe(sent.length === due.length)
        expect(schedule.endMs).toBe(realDue(times.durationMs, changes))
      }),
      { numRuns: 500 },
    )
  })

  it('sends each arrival when its time in the schedule has passed, in order, and none after the end', () => {
    fc.assert(
      fc.property(source, changesWith(factor), haste, (from, changes, most) => {
        const schedule = single(from)
        const sent = send(schedule, changes, most)
        const due = from.between(0, from.durationMs)
        const errors = sent.map(({ index, ms }) => Math.abs(passedAt(ms, changes) - (due[index] ?? NaN)))
        expect(errors.every((error) => error < 1e-6)).toBe(true)
        expect(sent.every(({ ms }, i) => ms >= (sent[i - 1]?.ms ?? 0) && ms <= schedule.endMs)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it.each(processes)('at the pace of real time gives the bytes of $kind arrivals', (from) => {
    const unchanged = changesWith(fc.constant(1))
    fc.assert(
      fc.property(unchanged, haste, chunkMs, (changes, most, chunk) => {
        const sent = send(single(from, chunk), changes, most).map(({ ms }) => ms)
        expect(bytes(sent)).toEqual(bytes(from.between(0, from.durationMs)))
      }),
      { numRuns: 10 },
    )
  })

  it('changes no bit when a pace is told again, or put back at the same moment', () => {
    const moments = fc.array(moment, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(anyTimes, moments, factor, ({ dueMs, durationMs }, atMs, lasting) => {
        const ascending = atMs.toSorted((a, b) => a - b)
        const from = sourceOf(dueMs, durationMs)
        const there = ascending.map((at) => ({ atMs: at, factor: 3 }))
        const thereAndBack = there.flatMap((change) => [change, { ...change, factor: 1 }])
        expect(bytes(send(single(from), thereAndBack).map(({ ms }) => ms))).toEqual(bytes(dueMs))
        const again = ascending.map((at) => ({ atMs: at, factor: lasting }))
        expect(send(single(from), again)).toEqual(send(single(from), again.slice(0, 1)))
      }),
      { numRuns: 200 },
    )
  })

  it('never moves the next arrival to before a change made at its very moment', () => {
    const paces = fc.array(fc.double({ min: 1e-9, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(anyTimes, paces, ({ dueMs, durationMs }, factors) => {
        const schedule = single(sourceOf(dueMs, durationMs))
        for (const [i, pace] of factors.entries()) {
          const atMs = schedule.nextMs
          if (atMs === Infinity) break
          schedule.setPace(atMs, pace)
          expect(schedule.nextMs).toBeGreaterThanOrEqual(atMs)
          if (i % 2 === 1) schedule.advance()
        }
      }),
      { numRuns: 200 },
    )
  })

  it('asks for adjoining chunks, each when its own arrivals are used up, and keeps nothing of them', () => {
    const workers = fc.integer({ min: 1, max: 5 })
    fc.assert(
      fc.property(recorded, workers, chunkMs, (from, n, chunk) => {
        let drawnToMs = 0
        let forget: () => unknown = () => undefined
        const schedule = new PacedSchedule({
          ...from,
          worker: n - 1,
          workers: n,
          chunkMs: chunk,
          between(fromMs, toMs) {
            expect(fromMs).toBe(drawnToMs)
            expect(toMs).toBe(Math.min(fromMs + chunk, from.durationMs))
            drawnToMs = toMs
            const due = from.between(fromMs, toMs)
            forget = () => due.fill(NaN)
            return due
          },
        })
        const expected = [...from.between(0, from.durationMs)].filter((_, i) => i % n === n - 1)
        const sent: number[] = []
        for (; !schedule.done; schedule.advance()) {
          forget()
          expect(schedule.nextMs).toBeGreaterThanOrEqual(drawnToMs - chunk)
          expect(schedule.nextMs).toBeLessThan(drawnToMs)
          sent.push(schedule.nextMs)
        }
        expect(sent).toEqual(expected)
        expect(drawnToMs).toBe(from.durationMs)
      }),
    )
  })
})

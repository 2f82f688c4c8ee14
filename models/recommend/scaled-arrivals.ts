import type { Arrivals } from '../arrivals/arrivals.ts'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import type { ArrivalSpec, TraceArrivals } from '../arrivals/spec.ts'
import { countBelow } from '../arrivals/partition-point.ts'
import { timeWindow } from '../arrivals/time-window.ts'

/**
 * A schedule with `factor` times the arrivals in the same time. The rates grow and nothing else does: the course of the
 * days, bursts and flash crowds come at the same moments and last as long, with more requests in them, so timers meet
 * the pauses that they meet today. (Streams of several such schedules put together would smooth the bursts out.)
 *
 * Of a trace the rate is not known, only its arrivals: they are taken as a curve of how many have come, linear between
 * one and the next, and arrival i of the scaled schedule is due when the curve reaches i / factor. So any stretch between
 * two recorded arrivals has `factor` times as many, arrivals at one moment stay together, and what is random in a trace
 * grows in proportion like its bursts, which errs on the side of caution.
 *
 * @param factor finite, > 0
 * @throws RangeError when the factor or a field of the spec is out of range
 */
export function scaledArrivals(spec: ArrivalSpec, seed: number, factor: number): Arrivals {
  if (!(factor > 0 && factor < Infinity)) throw new RangeError(`factor must be finite and > 0, got ${factor}`)
  if (factor === 1) return createArrivals(spec, seed)
  return spec.kind === 'trace'
    ? new ScaledTrace(spec, seed, factor)
    : createArrivals(withRates(spec, factor), seed)
}

function withRates(spec: Exclude<ArrivalSpec, TraceArrivals>, factor: number): ArrivalSpec {
  switch (spec.kind) {
    case 'constant':
    case 'poisson':
      return { ...spec, rate: factor * spec.rate }
    case 'ramp':
      return { ...spec, fromRate: factor * spec.fromRate, toRate: factor * spec.toRate }
    case 'steps':
      return { ...spec, steps: spec.steps.map((step) => ({ ...step, rate: factor * step.rate })) }
    case 'week':
      return { ...spec, meanRate: factor * spec.meanRate }
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(spec satisfies never)}`)
  }
}

class ScaledTrace implements Arrivals {
  readonly #recorded: Arrivals
  readonly #dueMs: Float64Array
  readonly #factor: number

  constructor(spec: TraceArrivals, seed: number, factor: number) {
    this.#recorded = createArrivals(spec, seed)
    this.#dueMs = spec.dueMs
    this.#factor = factor
  }

  get durationMs(): number {
    return this.#recorded.durationMs
  }

  ratePerSecond(atMs: number): number {
    return this.#factor * this.#recorded.ratePerSecond(atMs)
  }

  between(fromMs: number, toMs: number): Float64Array {
    // What falls between two recorded arrivals is found with those before, and cut away where it is too early or late.
    const window = timeWindow(fromMs, toMs, this.durationMs)
    const first = Math.max(0, countBelow(this.#dueMs, window.fromMs) - 1)
    const beyond = countBelow(this.#dueMs, window.toMs)
    const due: number[] = []
    for (let i = Math.floor(first * this.#factor); i <= Math.ceil(beyond * this.#factor); i++) {
      const dueMs = this.#dueAt(i / this.#factor)
      if (dueMs >= window.fromMs && dueMs < window.toMs) due.push(dueMs)
    }
    return Float64Array.from(due)
  }

  /** When the curve reaches `position`, in recorded arrivals; after the last of them it goes on to the schedule's end. */
  #dueAt(position: number): number {
    const before = Math.floor(position)
    const fromMs = this.#dueMs[before] ?? this.durationMs
    const toMs = this.#dueMs[before + 1] ?? this.durationMs
    return fromMs + (position - before) * (toMs - fromMs)
  }
}

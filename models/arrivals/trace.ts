import type { Arrivals } from './arrivals.ts'
import { countBelow } from './partition-point.ts'
import type { TraceArrivals } from './spec.ts'
import { timeWindow } from './time-window.ts'

const MINUTE_MS = 60_000
/** What follows the last arrival where there is no gap to go by: a single one, or several at one moment. */
const TAIL_WITHOUT_GAPS_MS = 1000
/** Keeps the rate of a trace that is over in no time finite. */
const SHORTEST_TRACE_MS = 1

/**
 * Recorded arrivals as they were. The schedule ends one mean gap after the last of them, so that a trace of n
 * evenly spaced arrivals is as long as the constant schedule that has the same n.
 *
 * @throws RangeError when the trace is empty, or a time is not finite, negative, or before the one ahead of it
 */
export function traceArrivals({ dueMs }: TraceArrivals): Arrivals {
  requireAscending(dueMs)
  return new RecordedArrivals(dueMs)
}

class RecordedArrivals implements Arrivals {
  readonly durationMs: number
  readonly #dueMs: Float64Array

  constructor(dueMs: Float64Array) {
    const last = dueMs.at(-1) ?? 0
    const meanGapMs = (last - (dueMs.at(0) ?? 0)) / (dueMs.length - 1)
    const endMs = last + meanGapMs
    this.#dueMs = dueMs
    this.durationMs = endMs > last ? Math.max(endMs, SHORTEST_TRACE_MS) : last + TAIL_WITHOUT_GAPS_MS
  }

  /** The mean over the minute of the schedule that holds the moment. */
  ratePerSecond(atMs: number): number {
    if (!(atMs >= 0 && atMs < this.durationMs)) return 0
    const fromMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS
    const toMs = Math.min(fromMs + MINUTE_MS, this.durationMs)
    const count = countBelow(this.#dueMs, toMs) - countBelow(this.#dueMs, fromMs)
    return (count * 1000) / (toMs - fromMs)
  }

  between(fromMs: number, toMs: number): Float64Array {
    const window = timeWindow(fromMs, toMs, this.durationMs)
    return this.#dueMs.slice(countBelow(this.#dueMs, window.fromMs), countBelow(this.#dueMs, window.toMs))
  }
}

function requireAscending(dueMs: Float64Array): void {
  if (dueMs.length === 0) throw new RangeError('dueMs must hold at least one arrival')
  let previous = 0
  for (const [index, due] of dueMs.entries()) {
    if (!(due >= previous && due < Infinity)) {
      throw new RangeError(`dueMs[${index}] must be finite, >= 0 and not before ${previous}, got ${due}`)
    }
    previous = due
  }
}

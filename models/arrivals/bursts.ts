import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { DueBuffer } from './due-buffer.ts'
import { drawPoisson } from './poisson.ts'
import { requireAtLeast } from './require-number.ts'
import type { WeekArrivals } from './spec.ts'

/** Bounds the work of a minute to some sixty thousand changes of state. */
const SHORTEST_SOJOURN_MS = 1

/**
 * A two-state Markov-modulated Poisson process: exponential sojourns with the given means, and within them
 * Poisson arrivals at `onFactor` or `offFactor` times the mean rate.
 */
export interface BurstModel {
  readonly onMs: number
  readonly offMs: number
  /** Long-run share of the time spent on. */
  readonly onShare: number
  readonly onFactor: number
  /** (1 − onShare · onFactor) / (1 − onShare), so that the mean rate stands. */
  readonly offFactor: number
}

/**
 * @throws RangeError when `factor` is not finite and ≥ 0, a sojourn is not finite and ≥ 1 ms, or `factor` is
 *   so high that the rate while off would have to be negative
 */
export function burstModel({ factor, onMs, offMs }: WeekArrivals['bursts']): BurstModel {
  requireAtLeast('bursts.factor', factor, 0)
  requireAtLeast('bursts.onMs', onMs, SHORTEST_SOJOURN_MS)
  requireAtLeast('bursts.offMs', offMs, SHORTEST_SOJOURN_MS)
  const onShare = onMs / (onMs + offMs)
  if (onShare * factor > 1) {
    throw new RangeError(
      `bursts.factor must be <= ${1 / onShare} with ${onMs} ms on and ${offMs} ms off, got ${factor}: ` +
        'the rate while off would be negative',
    )
  }
  return { onMs, offMs, onShare, onFactor: factor, offFactor: (1 - onShare * factor) / (1 - onShare) }
}

/**
 * Appends the arrivals of one stretch [fromMs, toMs) of mean rate `ratePerSecond`. The state at its start is
 * drawn from the stationary law, so stretches are independent and the expected rate is the mean throughout.
 *
 * @param index tells the stretches of a schedule apart
 */
export function drawBursts(
  model: BurstModel,
  ratePerSecond: number,
  stretch: { readonly seed: number; readonly index: number; readonly fromMs: number; readonly toMs: number },
  into: DueBuffer,
): void {
  const states = new RandomStream(stretch.seed, 'arrivals bursts', stretch.index)
  const arrivals = new RandomStream(stretch.seed, 'arrivals', stretch.index)
  let on = states.float() < model.onShare
  let startMs = stretch.fromMs
  while (startMs < stretch.toMs) {
    const endMs = Math.min(startMs + exponential(states, on ? model.onMs : model.offMs), stretch.toMs)
    // What is left of a gap when the state changes is again exponential: each sojourn draws a fresh one.
    drawPoisson(arrivals, ratePerSecond * (on ? model.onFactor : model.offFactor), startMs, endMs, into)
    startMs = endMs
    on = !on
  }
}

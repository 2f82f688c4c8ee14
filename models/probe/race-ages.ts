import type { IdleTimeSpread } from './estimate-idle-timeout.ts'

/** Beyond what round trip and lag explain, on either side: what timers of a millisecond add. */
const TIMER_MS = 2
/** And what two stretches of the same length differ by, each timed by another clock. */
const DRIFT_SHARE = 1e-4

/**
 * Idle times, evenly spaced, at which requests should meet the server's close. A request fails when it is under way
 * while the close is: when it is sent up to a round trip before the close is seen, or later but before the client's
 * event loop has turned to it. The times go from two round trips and the lag (with which it may have been seen) before
 * the shortest time at which a close was seen, to the lag after the longest, and a little further on both sides.
 *
 * @param closes as they were seen; their shortest and longest time span the edge
 * @param roundTripMs @param loopLagMs ≥ 0
 * @param count ≥ 2
 * @returns ascending, ≥ 0
 */
export function raceAges(options: {
  readonly closes: Pick<IdleTimeSpread, 'shortestMs' | 'longestMs'>
  readonly roundTripMs: number
  readonly loopLagMs: number
  readonly count: number
}): number[] {
  const { closes, roundTripMs, loopLagMs, count } = options
  const guardMs = TIMER_MS + DRIFT_SHARE * closes.longestMs + loopLagMs
  const fromMs = Math.max(0, closes.shortestMs - 2 * roundTripMs - guardMs)
  const toMs = closes.longestMs + guardMs
  return Array.from({ length: count }, (_, i) => fromMs + ((toMs - fromMs) * i) / (count - 1))
}

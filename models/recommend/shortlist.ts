import type { SurfaceCell } from '../simulate/response-surface.ts'

/** Settings that the surface finds worth simulating in full. */
export interface ShortlistedPair {
  readonly idleTimeoutMs: number
  readonly maxIdle: number
}

/** How much worse than the best attainable P99 a setting may be. */
export const TOLERATED_P99 = 1.02

const MOST_TIMEOUTS = 12

const AROUND = [0.5, 0.75, 1, 1.25, 1.5, 2]

/**
 * Pairs of idle timeout and idle cap around the cheapest that the surface finds good enough: its P99 within 2 % of
 * the best, at the least idle time. The surface is a bound for most clients, so both sides of it are simulated.
 *
 * @param cells of the whole grid
 * @param safeIdleTimeoutMs longest idle timeout that may be recommended
 * @param capSettable whether the client has an idle cap at all; without one only the idle timeout is chosen
 * @returns different pairs, at least one
 * @throws RangeError when no cell has a safe idle timeout
 */
export function shortlist(
  cells: readonly SurfaceCell[],
  safeIdleTimeoutMs: number,
  capSettable: boolean,
): ShortlistedPair[] {
  const safe = cells.filter((cell) => cell.idleTimeoutMs <= safeIdleTimeoutMs)
  if (safe.length === 0) throw new RangeError(`no idle timeout of the grid is within ${safeIdleTimeoutMs} ms`)
  if (!capSettable) {
    const timeouts = [...new Set(safe.map((cell) => cell.idleTimeoutMs))]
    return timeouts.slice(-MOST_TIMEOUTS).map((idleTimeoutMs) => ({ idleTimeoutMs, maxIdle: Infinity }))
  }
  const bestP99Ms = Math.min(...safe.map((cell) => cell.p99Ms))
  const good = safe.filter((cell) => cell.p99Ms <= TOLERATED_P99 * bestP99Ms)
  const cheapest = good.reduce((a, b) => (b.idleSeconds < a.idleSeconds ? b : a))
  const longestMs = Math.max(...safe.map((cell) => cell.idleTimeoutMs))
  const leanest = good
    .filter((cell) => cell.idleTimeoutMs === longestMs)
    .reduce((a, b) => (b.maxIdle < a.maxIdle ? b : a), cheapest)
  const pairs = [...around(cheapest.idleTimeoutMs, cheapest.maxIdle), ...around(longestMs, leanest.maxIdle)]
  const distinct = new Map(pairs.map((pair) => [`${pair.idleTimeoutMs}/${pair.maxIdle}`, pair]))
  return [...distinct.values()]
}

function around(idleTimeoutMs: number, maxIdle: number): ShortlistedPair[] {
  return AROUND.map((factor) => ({ idleTimeoutMs, maxIdle: Math.max(1, Math.round(factor * maxIdle)) }))
}

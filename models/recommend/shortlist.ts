import type { PoolSettings } from '../pool/settings.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import type { CanSet } from './can-set.ts'

/** Settings that the surface finds worth simulating in full. */
export interface ShortlistedPair {
  readonly idleTimeoutMs: number
  readonly maxIdle: number
}

export interface ShortlistOptions {
  /** Of the whole grid. */
  readonly cells: readonly SurfaceCell[]
  /** Longest idle timeout that may be recommended. */
  readonly safeIdleTimeoutMs: number
  /** When the server closes an idle connection. */
  readonly serverIdleMs: number
  /** What a setting that the client does not have is left at. */
  readonly today: Pick<PoolSettings, 'idleTimeoutMs' | 'maxIdlePerHost'>
  readonly can: Pick<CanSet, 'idleTimeout' | 'maxIdle'>
  /** ≥ 1: how many times the idle cap of each pair is to be on the list as well. */
  readonly spare: number
}

/** How much worse than the best attainable P99 a setting may be. */
export const TOLERATED_P99 = 1.02

const MOST_TIMEOUTS = 12

const AROUND = [0.5, 0.75, 1, 1.25, 1.5, 2]

/**
 * Pairs of idle timeout and idle cap around the cheapest that the surface finds good enough: its P99 within 2 % of
 * the best, at the least idle time. The surface is a bound for most clients, so both sides of it are simulated. Only
 * what the client can set is varied.
 *
 * @returns different pairs, at least one
 * @throws RangeError when no cell has a safe idle timeout though one is to be chosen
 */
export function shortlist(options: ShortlistOptions): ShortlistedPair[] {
  const { today, can } = options
  if (!can.maxIdle) {
    const timeouts = can.idleTimeout ? safeTimeouts(options) : [today.idleTimeoutMs]
    return timeouts.map((idleTimeoutMs) => ({ idleTimeoutMs, maxIdle: today.maxIdlePerHost }))
  }
  const pairs = withSpare(can.idleTimeout ? bothVaried(options) : capVaried(options), options.spare)
  const distinct = new Map(pairs.map((pair) => [`${pair.idleTimeoutMs}/${pair.maxIdle}`, pair]))
  return [...distinct.values()]
}

function safeTimeouts(options: ShortlistOptions): number[] {
  return [...new Set(safeCells(options).map((cell) => cell.idleTimeoutMs))].slice(-MOST_TIMEOUTS)
}

function bothVaried(options: ShortlistOptions): ShortlistedPair[] {
  const safe = safeCells(options)
  const good = goodOf(safe)
  const cheapest = good.reduce((a, b) => (b.idleSeconds < a.idleSeconds ? b : a))
  const longestMs = Math.max(...safe.map((cell) => cell.idleTimeoutMs))
  const leanest = leastCap([cheapest, ...good.filter((cell) => cell.idleTimeoutMs === longestMs)])
  return [...around(cheapest.idleTimeoutMs, cheapest.maxIdle), ...around(longestMs, leanest)]
}

/** The idle timeout stays as it is; the grid's row for it is the one that ends when the client or the server closes. */
function capVaried({ cells, today, serverIdleMs }: ShortlistOptions): ShortlistedPair[] {
  const heldMs = Math.min(today.idleTimeoutMs, serverIdleMs)
  const timeouts = cells.map((cell) => cell.idleTimeoutMs)
  const rowMs = Math.max(Math.min(...timeouts), ...timeouts.filter((ms) => ms <= heldMs))
  const good = goodOf(cells.filter((cell) => cell.idleTimeoutMs === rowMs))
  return around(today.idleTimeoutMs, leastCap(good))
}

function safeCells({ cells, safeIdleTimeoutMs }: ShortlistOptions): SurfaceCell[] {
  const safe = cells.filter((cell) => cell.idleTimeoutMs <= safeIdleTimeoutMs)
  if (safe.length === 0) throw new RangeError(`no idle timeout of the grid is within ${safeIdleTimeoutMs} ms`)
  return safe
}

function goodOf(cells: readonly SurfaceCell[]): SurfaceCell[] {
  const bestP99Ms = Math.min(...cells.map((cell) => cell.p99Ms))
  return cells.filter((cell) => cell.p99Ms <= TOLERATED_P99 * bestP99Ms)
}

function leastCap(cells: readonly SurfaceCell[]): number {
  return Math.min(...cells.map((cell) => cell.maxIdle))
}

function around(idleTimeoutMs: number, maxIdle: number): ShortlistedPair[] {
  return AROUND.map((factor) => ({ idleTimeoutMs, maxIdle: Math.max(1, Math.round(factor * maxIdle)) }))
}

/** Whichever pair turns out to be the smallest that is good, one with as much more is there too. */
function withSpare(pairs: readonly ShortlistedPair[], spare: number): ShortlistedPair[] {
  return [...pairs, ...pairs.map((pair) => ({ ...pair, maxIdle: Math.ceil(spare * pair.maxIdle) }))]
}

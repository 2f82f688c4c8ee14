import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

/**
 * How the dials of a client's pool are found for every pair of idle timeout and idle cap, and what they are to those of
 * the pool itself, given which requests are under way when:
 *
 * - `one pass, exact`: LIFO that evicts the oldest.
 * - `one pass per idle timeout, exact`: LIFO that closes the connection returned.
 * - `one pass, bound`: the client never dials less. A LIFO pool that closes connections at these times or sooner
 *   holds none that is fresher than what LIFO with evict-oldest holds, place by place in order of return.
 * - `one pass, estimate`: neither. A pool that hands out the connection returned first, for one, keeps more of them
 *   from expiring.
 */
export type SurfaceMethod =
  'one pass, exact' | 'one pass per idle timeout, exact' | 'one pass, bound' | 'one pass, estimate'

/**
 * The method that fits a client's pool. Exact are those that close a connection for nothing else than the idle cap and
 * the idle timeout, at once, as long as no request has to wait for room.
 *
 * @param peakUnderWay most requests under way at once, in all pools together
 */
export function surfaceMethod(
  { pick, overflow, idleCapCounts, expiry, allHosts }: PoolPolicy,
  settings: PoolSettings,
  peakUnderWay: number,
): SurfaceMethod {
  const cap = Math.min(settings.maxConnsPerHost, allHosts.maxConns)
  const staysPut = expiry.kind === 'swept' || expiry.kind === 'halved'
  if (pick !== 'lifo' || idleCapCounts !== 'idle' || staysPut || peakUnderWay > cap) {
    return 'one pass, estimate'
  }
  const retires = settings.maxLifetimeMs < Infinity || settings.maxRequestsPerConn < Infinity
  if (retires || expiry.kind !== 'timer' || expiry.grainMs > 0) return 'one pass, bound'
  if (overflow === 'evict-oldest') return 'one pass, exact'
  return overflow === 'close-returned' ? 'one pass per idle timeout, exact' : 'one pass, bound'
}

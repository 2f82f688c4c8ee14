import { CloseReturnedSurface } from '../../models/pool/close-returned-surface.ts'
import { ReuseSurface } from '../../models/pool/reuse-surface.ts'

/** The surface of one pool: dials and idle time for every pair of idle timeout and idle cap. */
export interface PoolSurface {
  /** A request gets a connection. */
  up(atMs: number): void
  /** A request gives its connection back. */
  down(atMs: number): void
  /** @param timeoutIndex of the idle timeout @param maxIdle from 1 */
  dials(timeoutIndex: number, maxIdle: number): number
  /** In ms, of connections that are idle no longer. */
  idleMs(timeoutIndex: number, maxIdle: number): number
}

/** LIFO and evict-oldest: one pass. */
export function evictOldestSurface(timeoutsMs: readonly number[], maxIdle: number): PoolSurface {
  return new ReuseSurface(timeoutsMs, maxIdle)
}

/** LIFO and close-returned: a pass for each idle timeout, side by side. */
export function closeReturnedSurface(timeoutsMs: readonly number[], maxIdle: number): PoolSurface {
  const passes = timeoutsMs.map((timeoutMs) => new CloseReturnedSurface(timeoutMs, maxIdle))
  const passOf = (timeoutIndex: number) => passes[timeoutIndex] as CloseReturnedSurface
  return {
    up(atMs) {
      for (const pass of passes) pass.up(atMs)
    },
    down(atMs) {
      for (const pass of passes) pass.down(atMs)
    },
    dials: (timeoutIndex, cap) => passOf(timeoutIndex).dials(cap),
    idleMs: (timeoutIndex, cap) => passOf(timeoutIndex).idleMs(cap),
  }
}

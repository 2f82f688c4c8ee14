import type { PoolPolicy } from '../pool/policy.ts'

/**
 * How many times its idle timeout a connection may have been idle when it is still handed out. Where expiry is found
 * by a timer, or looked at when a connection is taken, 1; where a sweep alone finds it, until the next sweep.
 *
 * @returns ≥ 1; `null` for a pool that has no idle timeout to speak of
 */
export function expirySlack({ expiry }: PoolPolicy): number | null {
  if (expiry.kind === 'halved') return null
  return expiry.kind === 'swept' ? 1 + expiry.sweep.timeoutShare : 1
}

/**
 * The longest idle timeout with which no connection is handed out that has been idle for more than `longestMs`: that
 * divided by the slack, and less where sweeps have a shortest period. A pool without an idle timeout is taken as exact.
 *
 * @param longestMs ≥ 0
 * @returns in ms; ≤ 0 where there is none
 */
export function idleTimeoutWithin(longestMs: number, policy: PoolPolicy): number {
  const { expiry } = policy
  if (expiry.kind !== 'swept') return longestMs
  const { minMs, grainMs } = expiry.sweep
  const beforeRoundingMs = longestMs - grainMs
  return Math.min(beforeRoundingMs / (expirySlack(policy) ?? 1), beforeRoundingMs - minMs)
}

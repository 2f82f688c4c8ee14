import type { PoolPolicy } from '../pool/policy.ts'
import { checkedHintMs, idleLimitMs } from '../pool/idle-limit.ts'

/**
 * For how long a connection may have been idle when a client hands it out, the server's hint and late sweeps included.
 *
 * @param ownMs the client's own idle timeout
 * @param hintMs `timeout` of the server's `Keep-Alive` header, or `null`
 * @returns in ms; 0 where the client closes after every response, Infinity where nothing ends it
 */
export function longestIdleMs(policy: PoolPolicy, ownMs: number, hintMs: number | null): number {
  const limitMs = idleLimitMs(policy.serverHint, hintMs, ownMs)
  if (limitMs <= 0) return 0
  return Math.min(beyondSweep(policy, limitMs), checkedHintMs(policy.serverHint, hintMs))
}

function beyondSweep({ expiry }: PoolPolicy, limitMs: number): number {
  if (expiry.kind === 'halved') return Infinity
  if (expiry.kind !== 'swept' || limitMs === Infinity) return limitMs
  const { minMs, timeoutShare, grainMs } = expiry.sweep
  const periodMs = Math.max(minMs, timeoutShare * limitMs)
  return limitMs + (grainMs === 0 ? periodMs : Math.ceil(periodMs / grainMs) * grainMs)
}

import type { NativeSetting } from '../clients/client.ts'
import { durationText } from '../clients/dialect/duration-text.ts'
import type { PoolPolicy } from '../pool/policy.ts'

/** An idle timeout as a client has it. */
export interface NativeTime {
  readonly name: string
  /** As it is written there: `64s`, or a bare number in the setting's own unit. */
  readonly text: string
  /** What that amounts to: the time asked for, or less where the client's clock is coarser. */
  readonly ms: number
}

/**
 * An idle timeout in a client's own name and unit, rounded down to what its clock can tell apart.
 *
 * @param idleMs > 0, finite
 * @returns `null` where nothing is left of it
 */
export function nativeTime(setting: NativeSetting, policy: PoolPolicy, idleMs: number): NativeTime | null {
  const grainMs = policy.expiry.kind === 'timer' ? Math.max(1, policy.expiry.grainMs) : 1
  const ms = Math.floor(idleMs / grainMs) * grainMs
  if (ms <= 0) return null
  return { name: setting.name, text: written(setting.unit, ms), ms }
}

function written(unit: NativeSetting['unit'], ms: number): string {
  if (unit === 'duration') return durationText(ms, Infinity)
  return String(unit === 's' ? ms / 1000 : ms)
}

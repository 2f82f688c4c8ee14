import type { IdleTimeoutEstimate } from './estimate-idle-timeout.ts'

/**
 * What a server says of its idle timeout beside what it does.
 *
 * - `absent`: it says nothing.
 * - `equal`, `longer`, `shorter`: it keeps idle connections for as long as it says, for longer, or (which makes clients
 *   fail that believe it) for less long. `byMs` is how much, > 0; for a bracket, the least that it can be.
 * - `kept-so-far`: connections were open for as long as they were watched, `byMs` longer than it says.
 * - `not-reached`: they were watched for less long than it says, and open.
 */
export interface HintComparison {
  readonly kind: 'absent' | 'equal' | 'longer' | 'shorter' | 'kept-so-far' | 'not-reached'
  readonly byMs: number
}

/**
 * @param hintMs `timeout` of the server's `Keep-Alive` header
 * @param toleranceMs differences up to this are none
 */
export function compareWithHint(
  { openMs, closedMs }: Pick<IdleTimeoutEstimate, 'openMs' | 'closedMs'>,
  hintMs: number | null,
  toleranceMs: number,
): HintComparison {
  if (hintMs === null) return { kind: 'absent', byMs: 0 }
  if (closedMs === null) {
    const beyondMs = openMs - hintMs
    return beyondMs < -toleranceMs
      ? { kind: 'not-reached', byMs: -beyondMs }
      : { kind: 'kept-so-far', byMs: Math.max(0, beyondMs) }
  }
  if (closedMs < hintMs - toleranceMs) return { kind: 'shorter', byMs: hintMs - closedMs }
  const leastMs = Math.min(openMs, closedMs)
  return leastMs > hintMs + toleranceMs
    ? { kind: 'longer', byMs: leastMs - hintMs }
    : { kind: 'equal', byMs: 0 }
}

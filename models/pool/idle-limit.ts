import type { ServerHintRule } from './policy.ts'

/**
 * How long a connection may be idle after a response, in ms; ≤ 0 when it must not be reused.
 *
 * @param hintMs `timeout` of the response's `Keep-Alive` header, or `null`
 * @param ownMs the pool's own idle timeout
 */
export function idleLimitMs(rule: ServerHintRule, hintMs: number | null, ownMs: number): number {
  if (hintMs === null || rule.kind === 'ignore' || rule.kind === 'check') return ownMs
  const leftMs = hintMs - rule.marginMs
  if (rule.kind === 'replace') return Math.min(leftMs, rule.ceilingMs)
  if (rule.kind === 'refuse-short') return leftMs <= 0 ? 0 : ownMs
  if (rule.kind === 'shorten-if-set' && ownMs === Infinity) return leftMs === 0 ? 0 : ownMs
  return Math.min(ownMs, leftMs)
}

/** What a hint leaves where it is only looked at when the connection would be handed out; else Infinity. */
export function checkedHintMs(rule: ServerHintRule, hintMs: number | null): number {
  return rule.kind === 'check' && hintMs !== null ? Math.max(0, hintMs - rule.marginMs) : Infinity
}

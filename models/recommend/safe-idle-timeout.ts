import type { PoolPolicy } from '../pool/policy.ts'
import { expirySlack, idleTimeoutWithin } from './expiry-slack.ts'

/** The longest idle timeout with which the client closes a connection before the server does. */
export interface SafeIdleTimeout {
  /** In ms; 0 when the server does not keep connections at all. */
  readonly limitMs: number
  /** When the server closes an idle connection, or the longest that one was seen to stay open. */
  readonly serverIdleMs: number
  /** By how much the client closes before the server. */
  readonly marginMs: number
  /** Whether the server said it, was seen to do it, or was seen not to do it yet. */
  readonly source: 'hint' | 'closed' | 'still-open' | 'no-reuse'
  /**
   * How many times the idle timeout a connection may be idle and still be handed out, which `limitMs` allows for;
   * `null` where the client has no idle timeout to speak of. Runs of earlier versions did not look.
   */
  readonly expirySlack?: number | null
}

/** An idle connection that was left alone to see when the server closes it. */
export interface IdleWatch {
  /** `null` while it is open. */
  readonly closedAfterMs: number | null
  /** How long it was seen to stay open. */
  readonly openForMs: number
}

/**
 * The race between client and server (RFC 9112 §9.5): a request that is on its way when the server closes its idle
 * connection fails. The client must close first, by a margin that covers a round trip in each direction and the
 * delay of its own event loop, and at least one second, as Node and .NET keep; half the server's timeout at most. A client that hands out connections past
 * their idle timeout needs a shorter one.
 *
 * @param reuses whether the server answered a second request on one connection
 * @param roundTripP99Ms @param loopLagP99Ms in ms
 */
export function safeIdleTimeout(options: {
  readonly reuses: boolean
  readonly hintMs: number | null
  readonly watch: IdleWatch
  readonly roundTripP99Ms: number
  readonly loopLagP99Ms: number
  readonly policy: PoolPolicy
}): SafeIdleTimeout {
  const { reuses, hintMs, watch, policy } = options
  const slack = expirySlack(policy)
  if (!reuses) return { limitMs: 0, serverIdleMs: 0, marginMs: 0, source: 'no-reuse', expirySlack: slack }
  const closedMs = watch.closedAfterMs ?? Infinity
  const serverIdleMs = Math.min(closedMs, hintMs ?? Infinity, hintMs === null ? watch.openForMs : Infinity)
  const source = serverIdleMs === closedMs ? 'closed' : serverIdleMs === hintMs ? 'hint' : 'still-open'
  const wantedMs = Math.max(1000, 2 * options.roundTripP99Ms + options.loopLagP99Ms)
  const marginMs = Math.min(wantedMs, serverIdleMs / 2)
  const limitMs = roundDown(idleTimeoutWithin(serverIdleMs - marginMs, policy))
  return { limitMs, serverIdleMs, marginMs, source, expirySlack: slack }
}

/** Down to a figure that people would write: whole seconds from 2 s on, tenths below. */
export function roundDown(ms: number): number {
  const step = ms >= 2000 ? 1000 : 100
  return Math.max(1, ms < step ? Math.floor(ms) : Math.floor(ms / step) * step)
}

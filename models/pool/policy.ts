/**
 * How a particular client pools connections, as data that the pool machine interprets. Settings are what the
 * user may change; the policy is what the client's authors decided.
 */
export interface PoolPolicy {
  readonly pick: PickRule
  /**
   * What happens when a connection is returned and the idle cap is reached: the one returned is closed, the one
   * idle longest, or the idle one that was created first.
   */
  readonly overflow: 'close-returned' | 'evict-oldest' | 'close-first-created'
  /**
   * Which connections the idle cap counts: the idle ones, or all that are open (httpcore closes idle ones while
   * more are open than it may keep). Where it counts open ones it is enforced whenever a request comes or ends.
   */
  readonly idleCapCounts: 'idle' | 'open'
  /** Whether `maxIdlePerHost` holds for each host, or once for all hosts of the process together. */
  readonly idleCapScope: 'host' | 'all-hosts'
  /** Which connections `maxConnsPerHost` counts: all that are open, or those busy and dialing only. */
  readonly connCapCounts: 'open' | 'acquired'
  /** Whether `maxConnsPerHost` holds for each host, all hosts of a process, or all its workers as well. */
  readonly connCapScope: 'host' | 'all-hosts' | 'all-workers'
  /** Limits on all hosts of the process together, beside those of each host. */
  readonly allHosts: AllHostsLimits
  readonly expiry: ExpiryRule
  readonly lifetime: LifetimeRule
  /**
   * When `maxRequestsPerConn` takes effect: the connection is closed when it has served that many (`returned`),
   * or it is handed out once more and closed after that request (`last-request`).
   */
  readonly requestCap: 'returned' | 'last-request'
  readonly lateBinding: LateBinding
  /** What a server's `Keep-Alive: timeout=` does to the idle timeout of the connection it arrived on. */
  readonly serverHint: ServerHintRule
  /**
   * Whether the pool learns that the server has closed an idle connection as soon as it hears of it, or only when a
   * request has been written to it and fails (Hertz, fasthttp, OkHttp).
   */
  readonly seesClose: 'at-once' | 'when-used'
  readonly staleRetry: StaleRetryRule
}

/**
 * Which idle connection a request gets.
 *
 * - `lifo`: the one returned last.
 * - `fifo`: the one returned first.
 * - `first-created`: the oldest one by creation.
 * - `first-slot`: the one in the lowest slot. Slots are given out lowest first and come free on close.
 * - `first-slot-live-or-not`: the lowest slot that is not busy, whose connection is dialed anew if it was closed
 *   (undici: a later slot's live connection is passed over).
 */
export type PickRule = 'lifo' | 'fifo' | 'first-created' | 'first-slot' | 'first-slot-live-or-not'

/** Limits over all hosts of a process; Infinity for none. */
export interface AllHostsLimits {
  /** Idle connections; the one idle longest, of any host, is closed when there is one more. */
  readonly maxIdle: number
  /** Open connections. */
  readonly maxConns: number
  /** Whether an idle connection of another host is closed when `maxConns` stands in the way of a dial. */
  readonly makesRoom: boolean
}

export const NO_ALL_HOSTS_LIMITS: AllHostsLimits = { maxIdle: Infinity, maxConns: Infinity, makesRoom: false }

/**
 * How an idle connection is found to be idle for too long.
 *
 * - `timer`: closed at the moment itself. With `grainMs` > 0 the moment is rounded down to a multiple of it
 *   (the JDK's whole seconds).
 * - `checked`: looked at when a request would take it (`taken`), or all of them whenever any request comes or
 *   ends (`any-request`); until then it stays open and counts as idle. A sweep may close it earlier.
 * - `swept`: closed by a sweep only, and handed out until then however old (.NET).
 * - `halved`: no idle timeout. Every `periodMs`, while any are idle, about half of those beyond the need are
 *   closed, oldest first, and a returned connection is kept only up to the need (HAProxy).
 */
export type ExpiryRule =
  | { readonly kind: 'timer'; readonly grainMs: number }
  | { readonly kind: 'checked'; readonly when: 'taken' | 'any-request'; readonly sweep: SweepRule | null }
  | { readonly kind: 'swept'; readonly sweep: SweepRule }
  | { readonly kind: 'halved'; readonly periodMs: number; readonly spareConns: number }

/** A sweep closes every idle connection that is past its time. Its period follows from the idle timeout. */
export interface SweepRule {
  /** Period = max(`minMs`, `timeoutShare` × idle timeout), rounded up to a multiple of `grainMs` if that is > 0. */
  readonly timeoutShare: number
  readonly minMs: number
  readonly grainMs: number
  /** Period where there is no idle timeout; lifetimes and hints may still end. */
  readonly unlimitedMs: number
  /** The period runs from when the pool was created, from its first idle connection, or while any are idle. */
  readonly runs: 'from-creation' | 'from-first-idle' | 'while-idle'
}

/**
 * What `maxLifetimeMs` does to a connection past it.
 *
 * - `timer`: closed at that moment if idle, else when it is returned.
 * - `checked`: closed when it is returned, when a request would take it, and by sweeps.
 * - `returned`: closed when it is returned; an idle one is still handed out (nginx).
 * - `last-request`: handed out once more, and closed after that request (Hertz, fasthttp).
 */
export type LifetimeRule = 'timer' | 'checked' | 'returned' | 'last-request'

/**
 * Whether a connection that comes free may go to a request whose own dial is still under way.
 *
 * - `none`: a dialed connection belongs to the request that it was dialed for (Node).
 * - `dial-each`: it may, and every request without an idle connection starts a dial (Go, hyper).
 * - `dial-shortfall`: it may, and a request starts a dial only when more requests wait than dials are under way
 *   (.NET, Envoy).
 *
 * `surplus` says what becomes of a dial whose request was served otherwise.
 */
export type LateBinding =
  | { readonly kind: 'none' }
  | { readonly kind: 'dial-each' | 'dial-shortfall'; readonly surplus: 'idle' | 'closed' }

/**
 * - `ignore`: the hint has no effect.
 * - `shorten`: the idle timeout becomes min(setting, hint − marginMs); ≤ 0 closes the connection.
 * - `shorten-if-set`: as `shorten`, but only where the user set a finite idle timeout (Node's http.Agent).
 * - `replace`: the idle timeout becomes min(hint − marginMs, ceilingMs), even where that is longer.
 * - `refuse-short`: hint ≤ marginMs closes the connection; any other has no effect (agentkeepalive).
 * - `check`: hint − marginMs is looked at when a request would take the connection and by sweeps (.NET).
 */
export type ServerHintRule =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'shorten'; readonly marginMs: number }
  | { readonly kind: 'shorten-if-set'; readonly marginMs: number }
  | { readonly kind: 'replace'; readonly marginMs: number; readonly ceilingMs: number }
  | { readonly kind: 'refuse-short'; readonly marginMs: number }
  | { readonly kind: 'check'; readonly marginMs: number }

/** When a request that failed on a reused connection, before any byte of a response, is sent again. */
export interface StaleRetryRule {
  readonly requests: 'none' | 'idempotent' | 'all'
  /** How often one request is sent again; Infinity until a fresh connection is reached. */
  readonly times: number
  /** Pause before it is sent again. */
  readonly delayMs: number
}

export const NO_RETRY: StaleRetryRule = { requests: 'none', times: 0, delayMs: 0 }

/** The commonest choices, which clients' policies start from: LIFO, exact timers, limits for each host. */
export const PLAIN_POLICY: PoolPolicy = {
  pick: 'lifo',
  overflow: 'close-returned',
  idleCapCounts: 'idle',
  idleCapScope: 'host',
  connCapCounts: 'open',
  connCapScope: 'host',
  allHosts: NO_ALL_HOSTS_LIMITS,
  expiry: { kind: 'timer', grainMs: 0 },
  lifetime: 'timer',
  requestCap: 'returned',
  lateBinding: { kind: 'none' },
  serverHint: { kind: 'ignore' },
  seesClose: 'at-once',
  staleRetry: NO_RETRY,
}

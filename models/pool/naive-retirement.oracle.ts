import type { CloseReason } from './close-reason.ts'
import type { Returned } from './pool-effects.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

/** Which limits a connection has reached. */
export interface LimitsReached {
  /** It has served `maxRequestsPerConn`. */
  readonly requests: boolean
  /** It is older than `maxLifetimeMs`. */
  readonly lifetime: boolean
}

/** Why a connection that is returned is closed, whatever waits for it. */
export class NaiveRetirement {
  readonly #settings: PoolSettings
  readonly #policy: PoolPolicy

  constructor(settings: PoolSettings, policy: PoolPolicy) {
    this.#settings = settings
    this.#policy = policy
  }

  limitsReached(
    { served, openedAtMs }: { readonly served: number; readonly openedAtMs: number },
    nowMs: number,
  ): LimitsReached {
    const { maxRequestsPerConn, maxLifetimeMs } = this.#settings
    return { requests: served >= maxRequestsPerConn, lifetime: nowMs - openedAtMs > maxLifetimeMs }
  }

  /** @param connection with the request counted that has ended */
  reason(
    connection: { readonly served: number; readonly openedAtMs: number; readonly atHandOut: LimitsReached },
    { reusable }: Returned,
    idleLimitMs: number,
    nowMs: number,
  ): CloseReason | null {
    const { requestCap, lifetime, serverHint } = this.#policy
    const onReturn = this.limitsReached(connection, nowMs)
    const { atHandOut } = connection
    if (!reusable) return 'server-asked'
    const refuses = serverHint.kind === 'replace' || serverHint.kind === 'shorten'
    if (idleLimitMs <= 0 && refuses) return 'server-asked'
    if (requestCap === 'last-request' ? atHandOut.requests : onReturn.requests) return 'max-requests'
    if (lifetime === 'last-request' ? atHandOut.lifetime : onReturn.lifetime) return 'lifetime'
    return this.#settings.maxIdlePerHost === 0 ? 'overflow' : null
  }
}

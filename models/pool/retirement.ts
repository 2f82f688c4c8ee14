import type { CloseReason } from './close-reason.ts'
import type { ConnectionTable } from './connection-table.ts'
import type { Returned } from './pool-effects.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

const STAYS = 0
const BY_REQUESTS = 1
const BY_AGE = 2

/** Which connections are closed when they are returned instead of being kept, and why. */
export class Retirement {
  readonly #table: ConnectionTable
  readonly #maxRequests: number
  readonly #maxLifetimeMs: number
  readonly #requestCap: PoolPolicy['requestCap']
  readonly #lifetime: PoolPolicy['lifetime']
  readonly #neverReuses: boolean
  readonly #refusesByHint: boolean
  readonly #marks: boolean

  constructor(settings: PoolSettings, policy: PoolPolicy, table: ConnectionTable) {
    this.#table = table
    this.#maxRequests = settings.maxRequestsPerConn
    this.#maxLifetimeMs = settings.maxLifetimeMs
    this.#requestCap = policy.requestCap
    this.#lifetime = policy.lifetime
    this.#neverReuses = settings.maxIdlePerHost === 0
    this.#refusesByHint = policy.serverHint.kind === 'replace' || policy.serverHint.kind === 'shorten'
    this.#marks = policy.requestCap === 'last-request' || policy.lifetime === 'last-request'
  }

  /** Notes, when a connection is handed out, whether that is for the last time. */
  handedOut(slot: number, nowMs: number): void {
    if (this.#marks) this.#table.retires[slot] = this.#markFor(slot, nowMs)
  }

  /**
   * @param served requests that the connection has served, this one too
   * @param limitMs its idle timeout after hints
   */
  reason(
    slot: number,
    returned: Returned,
    served: number,
    limitMs: number,
    nowMs: number,
  ): CloseReason | null {
    if (!returned.reusable || (limitMs <= 0 && this.#refusesByHint)) return 'server-asked'
    const mark = this.#table.retires[slot]
    if (mark === BY_REQUESTS) return 'max-requests'
    if (this.#requestCap === 'returned' && served >= this.#maxRequests) return 'max-requests'
    if (mark === BY_AGE) return 'lifetime'
    if (this.#lifetime !== 'last-request' && this.#isPastItsAge(slot, nowMs)) return 'lifetime'
    return this.#neverReuses ? 'overflow' : null
  }

  #markFor(slot: number, nowMs: number): number {
    const served = this.#table.served[slot] as number
    if (this.#requestCap === 'last-request' && served >= this.#maxRequests) return BY_REQUESTS
    return this.#lifetime === 'last-request' && this.#isPastItsAge(slot, nowMs) ? BY_AGE : STAYS
  }

  #isPastItsAge(slot: number, nowMs: number): boolean {
    return nowMs - (this.#table.openedAtMs[slot] as number) > this.#maxLifetimeMs
  }
}

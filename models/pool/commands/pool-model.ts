import type { Decision } from '../decision.oracle.ts'
import { NaivePool } from '../naive-pool.oracle.ts'
import type { PoolPolicy } from '../policy.ts'
import type { PoolSettings } from '../settings.ts'

/** What commands know without looking at the machine: the naive pool, the time, and who carries what. */
export class PoolModel {
  readonly naive: NaivePool
  /** Those that the pool began with. */
  readonly firstSettings: PoolSettings
  settings: PoolSettings
  readonly policy: PoolPolicy
  readonly createdAtMs: number
  nowMs: number
  /** By connection of the naive pool: the request that it carries. */
  readonly carries = new Map<number, number>()
  #requests = 0
  readonly #freeNumbers: number[] = []

  constructor(settings: PoolSettings, policy: PoolPolicy, createdAtMs: number) {
    this.firstSettings = settings
    this.settings = settings
    this.policy = policy
    this.createdAtMs = createdAtMs
    this.nowMs = createdAtMs
    this.naive = new NaivePool(settings, policy, createdAtMs)
  }

  /** A number for a new request; numbers of requests that have ended come back. */
  takeNumber(): number {
    return this.#freeNumbers.pop() ?? this.#requests++
  }

  /** Keeps account of a decision that the naive pool has taken. */
  note(decision: Decision): void {
    if (decision.what === 'assign') this.carries.set(decision.connection, decision.request)
    else if (decision.what === 'close') this.carries.delete(decision.connection)
    else if (decision.what === 'reject') this.freeNumber(decision.request)
  }

  freeNumber(request: number): void {
    this.#freeNumbers.push(request)
  }
}

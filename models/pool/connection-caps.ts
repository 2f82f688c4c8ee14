import type { ConnectionTable } from './connection-table.ts'
import type { IdleSet } from './idle-set.ts'
import type { PoolConnections } from './pool-connections.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'
import { SharedLimits, type SharedLimitsMember } from './shared-limits.ts'
import { surplusOrder } from './surplus-order.ts'

/** How many connections a pool may have, and keep idle: its own two caps, and those it shares with other pools. */
export class ConnectionCaps {
  /** Whether `maxConnsPerHost` counts those busy and dialing only. */
  readonly #countsAcquired: boolean
  /** Whether the idle cap counts all that are open. */
  readonly #countsOpen: boolean
  readonly #policy: PoolPolicy
  readonly #table: ConnectionTable
  readonly #idle: IdleSet
  readonly #connections: PoolConnections
  readonly #shared: SharedLimits | null
  #maxConns: number
  #maxIdle: number
  /** Whether there may be more than `#maxConns`, which was lowered. */
  #mayExceed = false

  constructor(
    settings: PoolSettings,
    policy: PoolPolicy,
    table: ConnectionTable,
    idle: IdleSet,
    connections: PoolConnections,
    shared: SharedLimits | null,
  ) {
    this.#countsAcquired = policy.connCapCounts === 'acquired'
    this.#countsOpen = policy.idleCapCounts === 'open'
    this.#policy = policy
    this.#table = table
    this.#idle = idle
    this.#connections = connections
    this.#shared = shared
    this.#maxConns = settings.maxConnsPerHost
    this.#maxIdle = this.#ownMaxIdle(settings)
  }

  /** @throws RangeError when limits that pools share would have to change, or to come about, for these settings */
  expectReconfigurable(settings: PoolSettings): void {
    if (this.#shared !== null) this.#shared.expectUnchanged(settings)
    else if (SharedLimits.areNeeded(settings, this.#policy, 1)) {
      throw new RangeError('these settings need limits over all hosts, and the pool was made without them')
    }
  }

  reconfigure(settings: PoolSettings): void {
    this.#maxConns = settings.maxConnsPerHost
    this.#maxIdle = this.#ownMaxIdle(settings)
    this.#mayExceed = true
  }

  /** Whether `maxConnsPerHost` allows one more connection. */
  get hasRoom(): boolean {
    return this.#counted < this.#maxConns
  }

  /** Whether a connection that comes back is one too many since `maxConnsPerHost` was lowered. */
  get isExceeded(): boolean {
    return this.#mayExceed && (this.#mayExceed = !this.hasRoom)
  }

  /** Whether the pool may dial one more connection; may close an idle one of another pool for it. */
  makeRoom(member: SharedLimitsMember, nowMs: number): boolean {
    return this.hasRoom && (this.#shared === null || this.#shared.makeRoom(member, nowMs))
  }

  /**
   * Makes room for a connection that is neither busy nor idle now.
   *
   * @returns whether it may become idle
   */
  admitIdle(slot: number, nowMs: number): boolean {
    if (this.isExceeded && !this.#countsAcquired) return false
    while (this.#countsOpen ? this.#connections.open + 1 > this.#maxIdle : this.#idle.size >= this.#maxIdle) {
      const { overflow } = this.#policy
      if (overflow === 'close-returned' || this.#idle.size === 0) return false
      if (overflow === 'close-first-created') {
        const first = this.#table.created[this.#idle.firstCreated] as number
        if ((this.#table.created[slot] as number) < first) return false
      }
      this.#evict(nowMs)
    }
    return this.#shared === null || this.#shared.admitIdle(nowMs)
  }

  /** Whether there is room for an idle connection that comes from elsewhere. */
  get mayAdopt(): boolean {
    return this.#idle.size < this.#maxIdle && (this.#countsAcquired || this.hasRoom)
  }

  /** Closes idle connections while more are open than may be idle, where those are counted. */
  evictOpen(nowMs: number): void {
    while (this.#countsOpen && this.#connections.open > this.#maxIdle && this.#idle.size > 0) {
      this.#evict(nowMs)
    }
  }

  /** Closes idle connections in `surplusOrder` until the caps are kept, or none is left. */
  closeSurplus(nowMs: number): void {
    const order = surplusOrder(this.#idle.slots(), this.#table.created, this.#policy)
    const reason = this.#policy.overflow === 'close-returned' ? 'overflow' : 'evicted'
    for (const slot of order) {
      const { open } = this.#connections
      const idleExceeds = (this.#countsOpen ? open : this.#idle.size) > this.#maxIdle
      if (!idleExceeds && (this.#countsAcquired || open <= this.#maxConns)) return
      this.#connections.drop(slot, reason, nowMs)
    }
  }

  #evict(nowMs: number): void {
    const firstCreated = this.#policy.overflow === 'close-first-created'
    this.#connections.drop(firstCreated ? this.#idle.firstCreated : this.#idle.oldest, 'evicted', nowMs)
  }

  get #counted(): number {
    return this.#countsAcquired ? this.#connections.acquired : this.#connections.open
  }

  #ownMaxIdle({ maxIdlePerHost }: PoolSettings): number {
    return this.#shared !== null && this.#policy.idleCapScope !== 'host' ? Infinity : maxIdlePerHost
  }
}

import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

/** What a pool tells and lets be done to it by the limits that it shares with other pools. */
export interface SharedLimitsMember {
  readonly open: number
  readonly dialing: number
  readonly busy: number
  readonly idle: number
  /** Since when its longest idle connection is idle, or Infinity. */
  readonly oldestIdleSinceMs: number
  advanceAlone(nowMs: number): void
  evictOldest(nowMs: number): void
  serveWaiting(nowMs: number): void
}

/**
 * Limits that hold for several pools together: those of one process to different hosts, or those of a proxy's
 * workers. Which there are follows from the policy: `idleCapScope`, `connCapScope` and `allHosts`. Over several
 * hosts the connection idle longest is evicted, whatever `overflow` prefers, and what is checked when a request
 * comes or ends is checked in the pool to its own host.
 */
export class SharedLimits {
  readonly #members: SharedLimitsMember[] = []
  readonly #settings: PoolSettings
  readonly #policy: PoolPolicy
  readonly #maxConns: number
  readonly #maxIdle: number
  readonly #countsAcquired: boolean
  readonly #countsOpen: boolean
  readonly #makesRoom: boolean
  readonly #closesReturned: boolean
  readonly #maxIdleEvicting: number
  readonly #ofWorkers: boolean

  constructor(settings: PoolSettings, policy: PoolPolicy) {
    this.#settings = settings
    this.#policy = policy
    const ownConns = policy.connCapScope === 'host' ? Infinity : settings.maxConnsPerHost
    this.#maxConns = Math.min(ownConns, policy.allHosts.maxConns)
    this.#maxIdle = policy.idleCapScope === 'host' ? Infinity : settings.maxIdlePerHost
    this.#maxIdleEvicting = policy.allHosts.maxIdle
    this.#countsAcquired = policy.connCapCounts === 'acquired'
    this.#countsOpen = policy.idleCapCounts === 'open'
    this.#makesRoom = policy.allHosts.makesRoom
    this.#ofWorkers = policy.connCapScope === 'all-workers'
    this.#closesReturned = policy.overflow === 'close-returned'
  }

  /** Whether a process with pools to this many hosts has limits that a single pool does not keep by itself. */
  static areNeeded(settings: PoolSettings, policy: PoolPolicy, hosts: number): boolean {
    const { allHosts, idleCapScope, connCapScope } = policy
    const several = hosts > 1 && (idleCapScope !== 'host' || connCapScope !== 'host')
    if (several || (hosts > 1 && (allHosts.maxIdle < Infinity || allHosts.maxConns < Infinity))) return true
    return allHosts.maxIdle < settings.maxIdlePerHost || allHosts.maxConns < settings.maxConnsPerHost
  }

  /** @throws RangeError when settings of a member differ in a limit that its pools share */
  expectUnchanged(settings: PoolSettings): void {
    const { idleCapScope, connCapScope } = this.#policy
    const shared = [
      idleCapScope === 'host' ? [] : (['maxIdlePerHost'] as const),
      connCapScope === 'host' ? [] : (['maxConnsPerHost'] as const),
    ].flat()
    for (const name of shared) {
      if (settings[name] === this.#settings[name]) continue
      throw new RangeError(`${name} is shared by several pools and cannot be changed in one of them`)
    }
  }

  join(member: SharedLimitsMember): void {
    this.#members.push(member)
  }

  /** Does in every pool what is due by now, and gives what has come free to those that wait for it. */
  advance(nowMs: number): void {
    for (const member of this.#members) member.advanceAlone(nowMs)
    this.serveWaiting(nowMs)
  }

  /**
   * Whether the pool may dial one more connection; may close an idle one of another pool for it. A worker that has
   * none may always dial one, or it could wait for ever for what others keep (Envoy).
   */
  makeRoom(member: SharedLimitsMember, nowMs: number): boolean {
    if (this.#counted < this.#maxConns || (this.#ofWorkers && member.open === 0)) return true
    if (!this.#makesRoom || this.#countsAcquired || !this.#evictOldest(nowMs)) return false
    return this.#counted < this.#maxConns
  }

  /**
   * Makes room for a returned connection, which is counted as open but not as idle yet.
   *
   * @returns whether it may become idle
   */
  admitIdle(nowMs: number): boolean {
    while (this.#held > this.#maxIdle) {
      if (this.#closesReturned || !this.#evictOldest(nowMs)) return false
    }
    while (this.#total((member) => member.idle) >= this.#maxIdleEvicting) {
      if (!this.#evictOldest(nowMs)) return false
    }
    return true
  }

  serveWaiting(nowMs: number): void {
    for (const member of this.#members) member.serveWaiting(nowMs)
  }

  /** What the idle cap counts, with the connection that is being returned. */
  get #held(): number {
    return 1 + this.#total((member) => (this.#countsOpen ? member.open : member.idle))
  }

  get #counted(): number {
    return this.#total((member) => (this.#countsAcquired ? member.busy + member.dialing : member.open))
  }

  #total(of: (member: SharedLimitsMember) => number): number {
    return this.#members.reduce((sum, member) => sum + of(member), 0)
  }

  /** Closes the connection idle longest, whosever it is. @returns whether there was one */
  #evictOldest(nowMs: number): boolean {
    let oldest: SharedLimitsMember | null = null
    for (const member of this.#members) {
      if (member.idle === 0) continue
      if (oldest === null || member.oldestIdleSinceMs < oldest.oldestIdleSinceMs) oldest = member
    }
    oldest?.evictOldest(nowMs)
    return oldest !== null
  }
}

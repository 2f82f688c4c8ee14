import type { CloseReason } from './close-reason.ts'
import { BUSY, ConnectionTable, DIALING, IDLE } from './connection-table.ts'
import { idleLimitMs, checkedHintMs } from './idle-limit.ts'
import type { IdleConnection } from './idle-connection.ts'
import { IdleSet } from './idle-set.ts'
import { NeedEstimate } from './need-estimate.ts'
import { PoolCounters } from './pool-counters.ts'
import type { PoolEffects, Returned } from './pool-effects.ts'
import type { PoolPolicy } from './policy.ts'
import { RequestLine } from './request-line.ts'
import { Retirement } from './retirement.ts'
import type { PoolSettings } from './settings.ts'
import type { SharedLimits, SharedLimitsMember } from './shared-limits.ts'

const NONE = -1

/**
 * The connection pool of one client process to one host: time and events go in, decisions come out. It reads
 * no clock and opens no socket, so the live pool and the simulator drive the same code.
 *
 * Times are ms on any clock that does not go back; requests and connections are small non-negative integers,
 * and nothing is allocated once their numbers have been seen. After every call: dialing + busy + idle = open ≤
 * maxConnsPerHost, idle ≤ maxIdlePerHost, and no request waits while a connection is idle (where
 * `connCapCounts` is `acquired`: dialing + busy ≤ maxConnsPerHost, and a request waits only at that limit).
 */
export class PoolMachine implements SharedLimitsMember {
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  readonly createdAtMs: number
  readonly counters = new PoolCounters()
  readonly #effects: PoolEffects
  readonly #shared: SharedLimits | null
  readonly #table: ConnectionTable
  readonly #idle: IdleSet
  readonly #line: RequestLine
  readonly #retirement: Retirement
  readonly #need: NeedEstimate | null
  readonly #maxIdle: number
  readonly #countsAcquired: boolean
  readonly #lateBinding: boolean
  /** Whether a lower slot, whose connection was closed, is dialed anew though another is idle. */
  readonly #redialsLowest: boolean
  readonly #dialsShortfall: boolean
  readonly #countsOpen: boolean
  readonly #checksAll: boolean
  #dialing = 0
  #busy = 0

  /**
   * @param createdAtMs when the pool was made: where sweeps may count their periods from
   * @param shared limits that this pool has together with others
   */
  constructor(
    settings: PoolSettings,
    policy: PoolPolicy,
    effects: PoolEffects,
    createdAtMs = 0,
    shared: SharedLimits | null = null,
  ) {
    this.settings = settings
    this.policy = policy
    this.createdAtMs = createdAtMs
    this.#effects = effects
    this.#shared = shared
    shared?.join(this)
    const { expiry, pick, idleCapCounts, idleCapScope, connCapCounts, lateBinding } = policy
    this.#table = new ConnectionTable(pick === 'first-slot' || pick === 'first-slot-live-or-not')
    this.#line = new RequestLine(this.#table)
    this.#idle = new IdleSet(settings, policy, this.#table, createdAtMs)
    this.#retirement = new Retirement(settings, policy, this.#table)
    this.#need = expiry.kind === 'halved' ? new NeedEstimate(expiry.periodMs, expiry.spareConns) : null
    this.#maxIdle = shared !== null && idleCapScope !== 'host' ? Infinity : settings.maxIdlePerHost
    this.#countsAcquired = connCapCounts === 'acquired'
    this.#lateBinding = lateBinding.kind !== 'none'
    this.#redialsLowest = pick === 'first-slot-live-or-not'
    this.#dialsShortfall = lateBinding.kind === 'dial-shortfall'
    this.#countsOpen = idleCapCounts === 'open'
    this.#checksAll = expiry.kind === 'checked' && expiry.when === 'any-request'
  }

  get dialing(): number {
    return this.#dialing
  }

  get busy(): number {
    return this.#busy
  }

  get idle(): number {
    return this.#idle.size
  }

  get open(): number {
    return this.#dialing + this.#busy + this.#idle.size
  }

  get waiting(): number {
    return this.#line.waiting
  }

  get oldestIdleSinceMs(): number {
    return this.#idle.oldestSinceMs
  }

  /** When `advance` has something to do next, in ms, or Infinity. */
  get nextDeadlineMs(): number {
    const dueMs = Math.min(this.#idle.closesAtMs, this.#line.earliestMs)
    return this.#idle.size > 0 ? Math.min(dueMs, this.#need?.purgeAtMs ?? Infinity) : dueMs
  }

  /** Asks for a connection. Answered by `assign` or `reject`, at once or later. */
  acquire(request: number, nowMs: number): void {
    this.#catchUp(nowMs)
    if (this.#countsOpen || this.#checksAll) this.#enforce(nowMs)
    const slot = this.#mayHandOutIdle(nowMs) ? this.#takeIdle(nowMs) : NONE
    if (slot >= 0) {
      this.#assign(request, slot, nowMs)
      return
    }
    if (this.#dialsShortfall && this.#line.adoptDial(request)) return
    if (this.#makeRoom(nowMs)) {
      if (this.#lateBinding) this.#line.joinDialed(request)
      this.#dial(request)
    } else {
      const refused = this.#line.waitForRoom(request, this.settings, nowMs)
      if (refused !== null) this.#effects.reject(request, refused)
    }
  }

  /** The connection asked for by `dial` is open. */
  dialed(connection: number, nowMs: number): void {
    this.#catchUp(nowMs)
    this.#table.expect(connection, DIALING)
    this.#dialing--
    this.#table.openedAtMs[connection] = nowMs
    const bound = this.#line.unbind(connection)
    if (!this.#lateBinding && bound !== NONE) this.#assign(bound, connection, nowMs)
    else if (this.#line.waiting > 0) this.#assign(this.#line.takeFirst(bound), connection, nowMs)
    else {
      const { lateBinding } = this.policy
      if ('surplus' in lateBinding && lateBinding.surplus === 'closed') this.#close(connection, 'surplus')
      else this.#enterIdle(connection, nowMs, this.settings.idleTimeoutMs, Infinity)
      this.#placeCameFree(nowMs)
    }
  }

  /** The connection asked for by `dial` could not be opened: the request that it was for is rejected. */
  dialFailed(connection: number, nowMs: number): void {
    this.#catchUp(nowMs)
    this.#table.expect(connection, DIALING)
    this.#dialing--
    const request = this.#line.unbind(connection)
    this.#release(connection, 'dial-failed')
    if (request !== NONE) {
      this.#line.leave(request)
      this.#effects.reject(request, 'dial-failed')
    }
    this.#placeCameFree(nowMs)
  }

  /** A response has been read to its end and its connection is free again. */
  release(connection: number, returned: Returned, nowMs: number): void {
    this.#catchUp(nowMs)
    this.#table.expect(connection, BUSY)
    this.#busy--
    const served = (this.#table.served[connection] as number) + 1
    this.#table.served[connection] = served
    const limitMs = idleLimitMs(this.policy.serverHint, returned.hintMs, this.settings.idleTimeoutMs)
    const reason = this.#retirement.reason(connection, returned, served, limitMs, nowMs)
    if (reason !== null) this.#close(connection, reason)
    else if (this.#line.waiting > 0) {
      this.#assign(this.#line.takeFirst(NONE), connection, nowMs)
      return
    } else if (limitMs <= 0) this.#close(connection, 'server-asked')
    else this.#enterIdle(connection, nowMs, limitMs, checkedHintMs(this.policy.serverHint, returned.hintMs))
    if (this.#countsOpen || this.#checksAll) this.#enforce(nowMs)
    this.#placeCameFree(nowMs)
  }

  /** A busy or idle connection is gone: the server closed it, or a request on it failed. */
  lost(connection: number, reason: 'peer-closed' | 'failed', nowMs: number): void {
    this.#catchUp(nowMs)
    const state = this.#table.state[connection]
    if (state !== BUSY && state !== IDLE) return
    if (state === BUSY) this.#busy--
    else this.#leaveIdle(connection, nowMs)
    this.#close(connection, reason)
    this.#placeCameFree(nowMs)
  }

  /** A request that has no connection yet is given up by its caller. */
  cancel(request: number, nowMs: number): void {
    this.#catchUp(nowMs)
    this.#line.giveUp(request)
  }

  /** Does what is due by now: closes idle connections and rejects requests that have waited too long. */
  advance(nowMs: number): void {
    if (this.#shared === null) this.advanceAlone(nowMs)
    else this.#shared.advance(nowMs)
  }

  /** As `advance`, without a look at those that wait in other pools. */
  advanceAlone(nowMs: number): void {
    for (;;) {
      const closesAtMs = this.#idle.closesAtMs
      const expiresAtMs = this.#line.earliestMs
      const purgesAtMs = this.#need?.purgeAtMs ?? Infinity
      const dueMs = Math.min(closesAtMs, purgesAtMs, expiresAtMs)
      if (dueMs >= nowMs) return
      if (closesAtMs === dueMs) this.#closeDue(this.#idle.closesNext, dueMs)
      else if (purgesAtMs === dueMs) this.#purge(dueMs)
      else {
        const request = this.#line.earliest
        this.#line.giveUp(request)
        this.#effects.reject(request, 'wait-timeout')
      }
    }
  }

  /** Closes every idle connection; busy ones are closed as they are returned or lost. */
  closeIdle(nowMs: number): void {
    this.#catchUp(nowMs)
    while (this.#idle.size > 0) this.#drop(this.#idle.oldest, 'shutdown', nowMs)
    this.#placeCameFree(nowMs)
  }

  /** Closes the connection idle longest, for another pool's sake. Call only when one is idle. */
  evictOldest(nowMs: number): void {
    this.#drop(this.#idle.oldest, 'evicted', nowMs)
  }

  /** Gives what has come free to those that wait for it. */
  serveWaiting(nowMs: number): void {
    while (this.#line.undialed > 0) {
      const request = this.#line.firstUndialed
      const slot = this.#countsAcquired && this.#mayHandOutIdle(nowMs) ? this.#takeIdle(nowMs) : NONE
      if (slot >= 0) {
        this.#line.leave(request)
        this.#assign(request, slot, nowMs)
      } else if (this.#makeRoom(nowMs)) {
        if (this.#lateBinding) this.#line.leaveUndialed(request)
        else this.#line.leave(request)
        this.#dial(request)
      } else return
    }
  }

  /** The idle connections, the one returned first first. */
  idleConnections(): IdleConnection[] {
    return this.#idle.connections()
  }

  /**
   * Takes over a connection that is open and idle already, as if this pool had kept it itself. Adopt in the
   * order of `idleSinceMs`. It is not counted as dialed.
   *
   * @returns the connection's number
   * @throws RangeError when the settings leave no room for another idle connection
   */
  adopt(connection: IdleConnection): number {
    const full = !this.#countsAcquired && this.open >= this.settings.maxConnsPerHost
    if (this.#idle.size >= this.#maxIdle || full) {
      throw new RangeError('the pool has no room for another idle connection')
    }
    const slot = this.#table.create(IDLE)
    this.#table.openedAtMs[slot] = connection.openedAtMs
    this.#table.served[slot] = connection.requestsServed
    this.#becomeIdle(slot, connection.idleSinceMs, this.settings.idleTimeoutMs, Infinity)
    return slot
  }

  #catchUp(nowMs: number): void {
    const isDue = this.#idle.closesAtMs < nowMs || this.#line.earliestMs < nowMs || this.#need !== null
    if (this.#shared !== null || isDue) this.advance(nowMs)
  }

  #closeDue(slot: number, atMs: number): void {
    const idleSinceMs = this.#table.idleSinceMs[slot] as number
    this.#drop(slot, this.#idle.closingReason(slot), Math.max(atMs, idleSinceMs))
  }

  #purge(atMs: number): void {
    const used = this.#busy + this.#dialing
    for (let left = this.#need?.purge(used, this.#idle.size) ?? 0; left > 0; left--) {
      this.#drop(this.#idle.oldest, 'purged', atMs)
    }
  }

  /** At a limit on acquired connections an idle one does not help. */
  #mayHandOutIdle(nowMs: number): boolean {
    return this.#idle.size > 0 && (!this.#countsAcquired || this.#makeRoom(nowMs))
  }

  #takeIdle(nowMs: number): number {
    for (;;) {
      const slot = this.#idle.next
      if (slot < 0 || (this.#redialsLowest && this.#table.hasFreeBelow(slot))) return NONE
      this.#leaveIdle(slot, nowMs)
      if (this.#idle.isUsable(slot, nowMs)) return slot
      this.#close(slot, this.#idle.refusalReason(slot, nowMs))
    }
  }

  /** What is looked at whenever a request comes or ends: idle times, and the cap on open connections. */
  #enforce(nowMs: number): void {
    for (let slot; this.#checksAll && (slot = this.#idle.firstUnusable(nowMs)) >= 0;) {
      this.#drop(slot, this.#idle.refusalReason(slot, nowMs), nowMs)
    }
    while (this.#countsOpen && this.open > this.#maxIdle && this.#idle.size > 0) this.#evict(nowMs)
  }

  #evict(nowMs: number): void {
    const slot = this.policy.overflow === 'close-first-created' ? this.#idle.firstCreated : this.#idle.oldest
    this.#drop(slot, 'evicted', nowMs)
  }

  #makeRoom(nowMs: number): boolean {
    const counted = this.#countsAcquired ? this.#dialing + this.#busy : this.open
    return (
      counted < this.settings.maxConnsPerHost && (this.#shared === null || this.#shared.makeRoom(this, nowMs))
    )
  }

  #assign(request: number, slot: number, nowMs: number): void {
    this.#table.state[slot] = BUSY
    this.#busy++
    if (this.#busy > this.counters.peakBusy) this.counters.peakBusy = this.#busy
    if (this.#need !== null) this.#need.observe(this.#busy + this.#dialing)
    const served = this.#table.served[slot] as number
    if (served > 0) this.counters.reused++
    this.#retirement.handedOut(slot, nowMs)
    this.#effects.assign(request, slot, served > 0)
  }

  #dial(request: number): void {
    const slot = this.#table.create(DIALING)
    this.#line.bind(slot, request)
    this.#dialing++
    if (this.#need !== null) this.#need.observe(this.#busy + this.#dialing)
    this.counters.dialed++
    this.counters.observe(this.open, this.#idle.size)
    this.#effects.dial(slot)
  }

  #enterIdle(slot: number, nowMs: number, idleMs: number, hintMs: number): void {
    if (this.#need !== null && !this.#need.keepsReturned(this.#busy + this.#dialing, this.#idle.size)) {
      this.#close(slot, 'overflow')
    } else if (this.#admit(slot, nowMs)) {
      this.#becomeIdle(slot, nowMs, idleMs, hintMs)
    } else this.#close(slot, 'overflow')
  }

  /** Makes room under the idle cap for a connection that is neither busy nor idle now. */
  #admit(slot: number, nowMs: number): boolean {
    const { overflow } = this.policy
    while (this.#countsOpen ? this.open + 1 > this.#maxIdle : this.#idle.size >= this.#maxIdle) {
      if (overflow === 'close-returned' || this.#idle.size === 0) return false
      if (overflow === 'close-first-created') {
        const first = this.#table.created[this.#idle.firstCreated] as number
        if ((this.#table.created[slot] as number) < first) return false
      }
      this.#evict(nowMs)
    }
    return this.#shared === null || this.#shared.admitIdle(nowMs)
  }

  #becomeIdle(slot: number, sinceMs: number, idleMs: number, hintMs: number): void {
    this.#table.state[slot] = IDLE
    this.#idle.enter(slot, sinceMs, idleMs, hintMs)
    if (this.#need !== null) this.#need.idleSince(sinceMs)
    this.counters.observe(this.open, this.#idle.size)
  }

  #leaveIdle(slot: number, nowMs: number): void {
    this.#idle.leave(slot, nowMs)
    this.counters.idleMs += nowMs - (this.#table.idleSinceMs[slot] as number)
  }

  #placeCameFree(nowMs: number): void {
    if (this.#line.undialed > 0) this.serveWaiting(nowMs)
    if (this.#shared !== null) this.#shared.serveWaiting(nowMs)
  }

  #drop(slot: number, reason: CloseReason, nowMs: number): void {
    this.#leaveIdle(slot, nowMs)
    this.#close(slot, reason)
  }

  #close(slot: number, reason: CloseReason): void {
    this.#release(slot, reason)
    this.#effects.close(slot, reason)
  }

  #release(slot: number, reason: CloseReason): void {
    this.#table.free(slot)
    this.counters.closed[reason]++
  }
}

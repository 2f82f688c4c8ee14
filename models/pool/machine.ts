import { ConnectionCaps } from './connection-caps.ts'
import { BUSY, ConnectionTable, DIALING, IDLE } from './connection-table.ts'
import { closeOverdue } from './close-overdue.ts'
import { idleLimitMs } from './idle-limit.ts'
import type { IdleConnection } from './idle-connection.ts'
import { IdleSet } from './idle-set.ts'
import { NeedEstimate } from './need-estimate.ts'
import { PoolConnections } from './pool-connections.ts'
import type { PoolCounters } from './pool-counters.ts'
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
 * `connCapCounts` is `acquired`: dialing + busy ≤ maxConnsPerHost, and a request waits only at that limit). When
 * `reconfigure` has lowered maxConnsPerHost, what it counts may be more, but never more than after the call before.
 */
export class PoolMachine implements SharedLimitsMember {
  readonly policy: PoolPolicy
  readonly createdAtMs: number
  #settings: PoolSettings
  readonly #effects: PoolEffects
  readonly #shared: SharedLimits | null
  readonly #table: ConnectionTable
  readonly #idle: IdleSet
  readonly #connections: PoolConnections
  readonly #caps: ConnectionCaps
  readonly #line: RequestLine
  #retirement: Retirement
  readonly #need: NeedEstimate | null
  readonly #lateBinding: boolean
  /** Whether a lower slot, whose connection was closed, is dialed anew though another is idle. */
  readonly #redialsLowest: boolean
  readonly #dialsShortfall: boolean
  readonly #countsAcquired: boolean
  readonly #countsOpen: boolean
  readonly #checksAll: boolean

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
    this.#settings = settings
    this.policy = policy
    this.createdAtMs = createdAtMs
    this.#effects = effects
    this.#shared = shared
    shared?.join(this)
    const { expiry, pick, idleCapCounts, connCapCounts, lateBinding } = policy
    this.#table = new ConnectionTable(pick === 'first-slot' || pick === 'first-slot-live-or-not')
    this.#line = new RequestLine(settings, this.#table)
    this.#idle = new IdleSet(settings, policy, this.#table, createdAtMs)
    this.#retirement = new Retirement(settings, policy, this.#table)
    this.#need = expiry.kind === 'halved' ? new NeedEstimate(expiry.periodMs, expiry.spareConns) : null
    this.#connections = new PoolConnections(this.#table, this.#idle, this.#need, effects)
    this.#caps = new ConnectionCaps(settings, policy, this.#table, this.#idle, this.#connections, shared)
    this.#lateBinding = lateBinding.kind !== 'none'
    this.#redialsLowest = pick === 'first-slot-live-or-not'
    this.#dialsShortfall = lateBinding.kind === 'dial-shortfall'
    this.#countsAcquired = connCapCounts === 'acquired'
    this.#countsOpen = idleCapCounts === 'open'
    this.#checksAll = expiry.kind === 'checked' && expiry.when === 'any-request'
  }

  /** Those in force now. */
  get settings(): PoolSettings {
    return this.#settings
  }

  get counters(): PoolCounters {
    return this.#connections.counters
  }

  get dialing(): number {
    return this.#connections.dialing
  }

  get busy(): number {
    return this.#connections.busy
  }

  get idle(): number {
    return this.#idle.size
  }

  get open(): number {
    return this.#connections.open
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
    if (this.#caps.makeRoom(this, nowMs)) {
      if (this.#lateBinding) this.#line.joinDialed(request)
      this.#dial(request)
    } else {
      const refused = this.#line.waitForRoom(request, nowMs)
      if (refused !== null) this.#effects.reject(request, refused)
    }
  }

  /** The connection asked for by `dial` is open. */
  dialed(connection: number, nowMs: number): void {
    this.#catchUp(nowMs)
    this.#table.expect(connection, DIALING)
    this.#connections.dialing--
    this.#table.openedAtMs[connection] = nowMs
    const bound = this.#line.unbind(connection)
    if (!this.#lateBinding && bound !== NONE) this.#assign(bound, connection, nowMs)
    else if (this.#line.waiting > 0) this.#assign(this.#line.takeFirst(bound), connection, nowMs)
    else {
      const { lateBinding } = this.policy
      if ('surplus' in lateBinding && lateBinding.surplus === 'closed')
        this.#connections.close(connection, 'surplus')
      else this.#enterIdle(connection, nowMs, this.#settings.idleTimeoutMs, null)
      this.#placeCameFree(nowMs)
    }
  }

  /** The connection asked for by `dial` could not be opened: the request that it was for is rejected. */
  dialFailed(connection: number, nowMs: number): void {
    this.#catchUp(nowMs)
    this.#table.expect(connection, DIALING)
    this.#connections.dialing--
    const request = this.#line.unbind(connection)
    this.#connections.release(connection, 'dial-failed')
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
    this.#connections.busy--
    const served = (this.#table.served[connection] as number) + 1
    this.#table.served[connection] = served
    const limitMs = idleLimitMs(this.policy.serverHint, returned.hintMs, this.#settings.idleTimeoutMs)
    const reason = this.#retirement.reason(connection, returned, served, limitMs, nowMs)
    if (reason !== null) this.#connections.close(connection, reason)
    else if (this.#line.waiting > 0 && !this.#caps.isExceeded) {
      this.#assign(this.#line.takeFirst(NONE), connection, nowMs)
      return
    } else if (limitMs <= 0) this.#connections.close(connection, 'server-asked')
    else this.#enterIdle(connection, nowMs, limitMs, returned.hintMs)
    if (this.#countsOpen || this.#checksAll) this.#enforce(nowMs)
    this.#placeCameFree(nowMs)
  }

  /** A busy or idle connection is gone: the server closed it, or a request on it failed. */
  lost(connection: number, reason: 'peer-closed' | 'failed', nowMs: number): void {
    this.#catchUp(nowMs)
    const state = this.#table.state[connection]
    if (state !== BUSY && state !== IDLE) return
    if (state === BUSY) this.#connections.busy--
    else this.#connections.leaveIdle(connection, nowMs)
    this.#connections.close(connection, reason)
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
      if (closesAtMs === dueMs) this.#connections.closeDue(dueMs)
      else if (purgesAtMs === dueMs) this.#connections.purge(dueMs)
      else this.#giveUpFirst()
    }
  }

  /**
   * Other settings hold from now on, for what is there already as well. No request that has a connection, or a dial
   * under way for it, loses it.
   *
   * - `idleTimeoutMs`, `maxLifetimeMs`, `maxRequestsPerConn`: an idle connection ends when it would, had they held
   *   when it became idle, with its hint and the sweeps of the policy (the period of a sweep under way may change,
   *   its beginning does not). One that would be closed by now, then or since, is closed at once, for that reason.
   *   Where the policy looks at all connections whenever a request comes or ends, it looks now; where it looks at
   *   one only when it is taken, it waits for that. Busy ones are judged when they are returned; what was
   *   decided when one was handed out, that this is its last request, stands.
   * - `maxIdlePerHost`: idle connections beyond it are closed at once, as `surplusOrder` says: as evicted where
   *   the overflow rule evicts, else as overflow, those first that would be handed out last. Their chance to be
   *   reused before they expire is the smallest, so the fewest dials are lost. 0 closes all of them, as overflow.
   * - `maxConnsPerHost`: where it counts open connections, idle ones are closed in the same order until it is kept.
   *   Dials go on and busy connections stay; each that comes back while too many are there is closed as overflow,
   *   or, where only acquired ones count, becomes idle, whoever waits. Until it is kept nothing is dialed for lack
   *   of it, and what it counts never grows. Raised, it serves those that wait at once, in order.
   * - `waitTimeoutMs`: holds from when each began to wait. Those that have waited longer, and got nothing from a
   *   raised cap, are rejected; with 0, all. Those for which a dial is under way wait on for it.
   * - `maxWaiting`: none that waits already is rejected; newcomers are until fewer wait.
   *
   * @throws RangeError, before anything has changed, when the pool shares limits with others and the settings change
   *   what is shared, or when it shares none and these settings on this policy need that (`SharedLimits.areNeeded`)
   */
  reconfigure(settings: PoolSettings, nowMs: number): void {
    this.#caps.expectReconfigurable(settings)
    this.#catchUp(nowMs)
    this.#settings = settings
    this.#caps.reconfigure(settings)
    this.#retirement = new Retirement(settings, this.policy, this.#table)
    this.#line.reconfigure(settings)
    this.#idle.reconfigure(settings, nowMs)
    closeOverdue(this.#idle, this.#table, this.#retirement, this.#connections, nowMs)
    if (this.#checksAll) this.#connections.closeUnusable(nowMs)
    this.#caps.closeSurplus(nowMs)
    this.#placeCameFree(nowMs)
    while (this.#line.isOverdue(nowMs)) this.#giveUpFirst()
  }

  /** Closes every idle connection; busy ones are closed as they are returned or lost. */
  closeIdle(nowMs: number): void {
    this.#catchUp(nowMs)
    while (this.#idle.size > 0) this.#connections.drop(this.#idle.oldest, 'shutdown', nowMs)
    this.#placeCameFree(nowMs)
  }

  /** Closes the connection idle longest, for another pool's sake. Call only when one is idle. */
  evictOldest(nowMs: number): void {
    this.#connections.drop(this.#idle.oldest, 'evicted', nowMs)
  }

  /** Gives what has come free to those that wait for it. */
  serveWaiting(nowMs: number): void {
    while (this.#line.waiting > 0) {
      const slot = this.#countsAcquired && this.#mayHandOutIdle(nowMs) ? this.#takeIdle(nowMs) : NONE
      if (slot >= 0) this.#assign(this.#line.takeFirst(NONE), slot, nowMs)
      else if (this.#line.undialed > 0 && this.#caps.makeRoom(this, nowMs)) {
        const request = this.#line.firstUndialed
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
    if (!this.#caps.mayAdopt) throw new RangeError('the pool has no room for another idle connection')
    const slot = this.#connections.adopt(connection.openedAtMs, connection.requestsServed)
    this.#connections.becomeIdle(slot, connection.idleSinceMs, this.#settings.idleTimeoutMs, null)
    return slot
  }

  #catchUp(nowMs: number): void {
    const isDue = this.#idle.closesAtMs < nowMs || this.#line.earliestMs < nowMs || this.#need !== null
    if (this.#shared !== null || isDue) this.advance(nowMs)
  }

  /** At a limit on acquired connections an idle one does not help. */
  #mayHandOutIdle(nowMs: number): boolean {
    return this.#idle.size > 0 && (!this.#countsAcquired || this.#caps.makeRoom(this, nowMs))
  }

  #takeIdle(nowMs: number): number {
    for (;;) {
      const slot = this.#idle.next
      if (slot < 0 || (this.#redialsLowest && this.#table.hasFreeBelow(slot) && this.#caps.hasRoom))
        return NONE
      this.#connections.leaveIdle(slot, nowMs)
      if (this.#idle.isUsable(slot, nowMs)) return slot
      this.#connections.close(slot, this.#idle.refusalReason(slot, nowMs))
    }
  }

  /** What is looked at whenever a request comes or ends: idle times, and the cap on open connections. */
  #enforce(nowMs: number): void {
    if (this.#checksAll) this.#connections.closeUnusable(nowMs)
    if (this.#countsOpen) this.#caps.evictOpen(nowMs)
  }

  #assign(request: number, slot: number, nowMs: number): void {
    this.#retirement.handedOut(slot, nowMs)
    this.#connections.assign(request, slot)
  }

  #dial(request: number): void {
    const slot = this.#connections.create()
    this.#line.bind(slot, request)
    this.#effects.dial(slot)
  }

  #enterIdle(slot: number, nowMs: number, limitMs: number, hintMs: number | null): void {
    const needed =
      this.#need === null || this.#need.keepsReturned(this.#connections.acquired, this.#idle.size)
    if (needed && this.#caps.admitIdle(slot, nowMs))
      this.#connections.becomeIdle(slot, nowMs, limitMs, hintMs)
    else this.#connections.close(slot, 'overflow')
  }

  #placeCameFree(nowMs: number): void {
    if (this.#line.waiting > 0) this.serveWaiting(nowMs)
    if (this.#shared !== null) this.#shared.serveWaiting(nowMs)
  }

  #giveUpFirst(): void {
    const request = this.#line.firstUndialed
    this.#line.giveUp(request)
    this.#effects.reject(request, 'wait-timeout')
  }
}

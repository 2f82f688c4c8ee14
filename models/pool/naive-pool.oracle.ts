import { type CloseReason, closeReasons } from './close-reason.ts'
import type { Decision } from './decision.oracle.ts'
import type { IdleConnection } from './idle-connection.ts'
import {
  byCreation,
  lowestNotIn,
  type NaiveConnection,
  newConnection,
  pickFrom,
} from './naive-connection.oracle.ts'
import { NaiveExpiry } from './naive-expiry.oracle.ts'
import { NaiveNeed } from './naive-need.oracle.ts'
import { NaiveRetirement } from './naive-retirement.oracle.ts'
import { NaiveTicks } from './naive-ticks.oracle.ts'
import type { Returned } from './pool-effects.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

interface Waiter {
  readonly request: number
  readonly deadlineMs: number
}

/**
 * The slow, obvious pool that tests hold the pool machine against: lists that are searched from end to end, and
 * every rule written out once. Each method answers with the decisions it takes, in order.
 */
export class NaivePool {
  /** Every connection that there ever was, in order of creation. */
  readonly connections: NaiveConnection[] = []
  /** The idle connections, the one returned first first. */
  idle: NaiveConnection[] = []
  /** Requests in line, the one that asked first first. */
  waiting: Waiter[] = []
  dialed = 0
  reused = 0
  idleMs = 0
  peakOpen = 0
  peakIdle = 0
  peakBusy = 0
  readonly closed: Record<CloseReason, number>
  readonly #settings: PoolSettings
  readonly #policy: PoolPolicy
  readonly #expiry: NaiveExpiry
  readonly #ticks: NaiveTicks
  readonly #retirement: NaiveRetirement
  readonly #need = new NaiveNeed()
  #decisions: Decision[] = []

  constructor(settings: PoolSettings, policy: PoolPolicy, createdAtMs = 0) {
    this.#settings = settings
    this.#policy = policy
    this.#expiry = new NaiveExpiry(settings, policy)
    this.#retirement = new NaiveRetirement(settings, policy)
    this.#ticks = new NaiveTicks(policy.expiry, settings.idleTimeoutMs, createdAtMs)
    this.closed = Object.fromEntries(closeReasons.map((reason) => [reason, 0])) as Record<CloseReason, number>
  }

  in(...states: Array<NaiveConnection['state']>): NaiveConnection[] {
    return this.connections.filter(({ state }) => states.includes(state))
  }

  get open(): number {
    return this.connections.length - this.in('closed').length
  }

  /** Requests that have asked and been neither assigned, rejected nor cancelled. */
  get unanswered(): number[] {
    return [...new Set([...this.waiting.map(({ request }) => request), ...this.#dialedFor])]
  }

  get nextDeadlineMs(): number {
    const { idle } = this
    const sweptAfterMs = Math.min(...idle.map((connection) => this.#expiry.sweptAfterMs(connection)))
    const purges = this.#policy.expiry.kind === 'halved' && idle.length > 0
    return Math.min(
      ...idle.map((connection) => this.#expiry.timerMs(connection)),
      ...this.waiting.map(({ deadlineMs }) => deadlineMs),
      purges ? this.#ticks.nextMs : this.#ticks.firstAfterMs(sweptAfterMs),
    )
  }

  acquire(request: number, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      this.#tidy(nowMs)
      const mayTake = this.#policy.connCapCounts === 'open' || this.#hasRoom()
      const picked = mayTake ? this.#takeUsable(nowMs) : undefined
      const spareDial = this.#spareDial()
      if (picked !== undefined) this.#assign(request, picked, nowMs)
      else if (spareDial !== undefined) {
        spareDial.dialFor = request
        this.waiting.push({ request, deadlineMs: Infinity })
      } else if (this.#hasRoom()) {
        if (this.#bindsLate) this.waiting.push({ request, deadlineMs: Infinity })
        this.#dial(request)
      } else this.#waitOrReject(request, nowMs)
    })
  }

  dialDone(connection: NaiveConnection, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      const { lateBinding } = this.#policy
      connection.openedAtMs = nowMs
      const owner = connection.dialFor
      connection.dialFor = null
      if (lateBinding.kind === 'none' && owner !== null) this.#assign(owner, connection, nowMs)
      else if (this.waiting.length > 0) {
        const first = this.waiting[0]!.request
        // Two dials were under way for two requests, and one of each is left: they belong together now.
        this.#leaveLine(first, first === owner ? null : owner)
        this.#assign(first, connection, nowMs)
      } else {
        if (lateBinding.kind !== 'none' && lateBinding.surplus === 'closed')
          this.#close(connection, 'surplus')
        else this.#keep(connection, nowMs, null)
        this.#serveWaiting(nowMs)
      }
    })
  }

  dialFailed(connection: NaiveConnection, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      connection.state = 'closed'
      this.closed['dial-failed']++
      const request = connection.dialFor
      if (request !== null) {
        this.#leaveLine(request, null)
        this.#decisions.push({ what: 'reject', request, reason: 'dial-failed' })
      }
      this.#serveWaiting(nowMs)
    })
  }

  release(connection: NaiveConnection, returned: Returned, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      connection.served++
      const limitMs = this.#expiry.idleLimitMs(returned.hintMs)
      const reason = this.#retirement.reason(connection, returned, limitMs, nowMs)
      const first = this.waiting[0]?.request
      if (reason === null && first !== undefined) {
        this.#leaveLine(first, null)
        this.#assign(first, connection, nowMs)
        return
      }
      if (reason !== null) this.#close(connection, reason)
      else if (limitMs <= 0) this.#close(connection, 'server-asked')
      else this.#keep(connection, nowMs, returned.hintMs)
      this.#tidy(nowMs)
      this.#serveWaiting(nowMs)
    })
  }

  lost(connection: NaiveConnection, reason: 'peer-closed' | 'failed', nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      if (connection.state !== 'busy' && connection.state !== 'idle') return
      if (connection.state === 'idle') this.#leaveIdle(connection, nowMs)
      this.#close(connection, reason)
      this.#serveWaiting(nowMs)
    })
  }

  cancel(request: number, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => this.#leaveLine(request, null))
  }

  closeIdle(nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      for (const connection of this.idle) this.#closeIdle(connection, 'shutdown', nowMs)
      this.#serveWaiting(nowMs)
    })
  }

  advance(nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {})
  }

  /** Takes over an idle connection of another pool, for which there must be room. */
  adopt({ openedAtMs, idleSinceMs, requestsServed }: IdleConnection): NaiveConnection {
    const connection = this.#create(null)
    connection.openedAtMs = openedAtMs
    connection.served = requestsServed
    this.#becomeIdle(connection, idleSinceMs, null)
    return connection
  }

  /** What is overdue comes before what happens now. */
  #decide(nowMs: number, act: () => void): Decision[] {
    this.#decisions = []
    while (this.#doFirstDue(nowMs)) continue
    act()
    return this.#decisions
  }

  /** Does the earliest of what is due before now, and says whether there was any such thing. */
  #doFirstDue(nowMs: number): boolean {
    const timerMs = Math.min(...this.idle.map((connection) => this.#expiry.timerMs(connection)))
    const tickMs = this.#ticks.nextMs
    const deadlineMs = Math.min(...this.waiting.map((waiter) => waiter.deadlineMs))
    const firstMs = Math.min(timerMs, tickMs, deadlineMs)
    if (firstMs >= nowMs) return false
    if (timerMs === firstMs) this.#closeAtTimer(timerMs)
    else if (tickMs === firstMs) this.#tick(tickMs)
    else {
      const { request } = this.waiting.find((waiter) => waiter.deadlineMs === deadlineMs) as Waiter
      this.#leaveLine(request, null)
      this.#decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
    }
    return true
  }

  #closeAtTimer(timerMs: number): void {
    for (const connection of this.idle) {
      if (this.#expiry.timerMs(connection) !== timerMs) continue
      connection.closedAtMs = timerMs
      const leftMs = Math.max(timerMs, connection.idleSinceMs)
      this.#closeIdle(connection, this.#expiry.timerReason(connection), leftMs)
    }
  }

  #tick(tickMs: number): void {
    if (this.#policy.expiry.kind === 'halved') {
      const surplus = this.#need.purge(this.in('busy', 'dialing').length, this.idle.length)
      for (const connection of this.idle.slice(0, surplus)) this.#closeIdle(connection, 'purged', tickMs)
    } else {
      for (const connection of this.idle) {
        if (tickMs <= this.#expiry.sweptAfterMs(connection)) continue
        connection.closedAtMs = tickMs
        this.#closeIdle(connection, this.#expiry.reasonAt(connection, tickMs), tickMs)
      }
    }
    this.#ticks.pass(this.idle.length > 0)
  }

  get #bindsLate(): boolean {
    return this.#policy.lateBinding.kind !== 'none'
  }

  get #dialedFor(): number[] {
    return this.in('dialing').flatMap(({ dialFor }) => (dialFor === null ? [] : [dialFor]))
  }

  /** Requests in line without a dial of their own. */
  get #undialed(): number[] {
    const dialedFor = this.#dialedFor
    return this.waiting.map(({ request }) => request).filter((request) => !dialedFor.includes(request))
  }

  /** A dial under way for nobody, which a request takes over instead of starting its own. */
  #spareDial(): NaiveConnection | undefined {
    if (this.#policy.lateBinding.kind !== 'dial-shortfall' || this.#undialed.length > 0) return undefined
    return this.in('dialing').find(({ dialFor }) => dialFor === null)
  }

  #hasRoom(): boolean {
    const counted = this.#policy.connCapCounts === 'open' ? this.open : this.in('busy', 'dialing').length
    return counted < this.#settings.maxConnsPerHost
  }

  #waitOrReject(request: number, nowMs: number): void {
    const { waitTimeoutMs, maxWaiting } = this.#settings
    if (waitTimeoutMs <= 0) this.#decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
    else if (this.#undialed.length >= maxWaiting) {
      this.#decisions.push({ what: 'reject', request, reason: 'line-full' })
    } else this.waiting.push({ request, deadlineMs: nowMs + waitTimeoutMs })
  }

  /** What some clients do whenever a request comes or ends. */
  #tidy(nowMs: number): void {
    const { expiry, idleCapCounts, overflow } = this.#policy
    if (expiry.kind === 'checked' && expiry.when === 'any-request') {
      for (const connection of byCreation(this.idle)) this.#refuseIfLate(connection, nowMs)
    }
    if (idleCapCounts === 'idle') return
    while (this.open > this.#settings.maxIdlePerHost && this.idle.length > 0) {
      const order = overflow === 'close-first-created' ? byCreation(this.idle) : this.idle
      this.#closeIdle(order[0]!, 'evicted', nowMs)
    }
  }

  #refuseIfLate(connection: NaiveConnection, nowMs: number): boolean {
    if (nowMs <= this.#expiry.refusedAfterMs(connection)) return false
    this.#closeIdle(connection, this.#expiry.reasonAt(connection, nowMs), nowMs)
    return true
  }

  /** The connection that a request gets, idle no longer; those that it may not have are closed on the way. */
  #takeUsable(nowMs: number): NaiveConnection | undefined {
    for (;;) {
      const candidate = pickFrom(this.idle, this.in('busy', 'dialing'), this.#policy.pick)
      if (candidate === undefined) return undefined
      if (this.#refuseIfLate(candidate, nowMs)) continue
      this.#leaveIdle(candidate, nowMs)
      return candidate
    }
  }

  #assign(request: number, connection: NaiveConnection, nowMs: number): void {
    connection.state = 'busy'
    connection.atHandOut = this.#retirement.limitsReached(connection, nowMs)
    const reused = connection.served > 0
    if (reused) this.reused++
    this.#observe()
    this.#decisions.push({ what: 'assign', request, connection: connection.connection, reused })
  }

  #dial(request: number): void {
    const { connection } = this.#create(request)
    this.dialed++
    this.#observe()
    this.#decisions.push({ what: 'dial', connection })
  }

  #create(dialFor: number | null): NaiveConnection {
    const slot = lowestNotIn(this.in('dialing', 'busy', 'idle').map((taken) => taken.slot))
    const created = newConnection(this.connections.length, slot, dialFor)
    this.connections.push(created)
    return created
  }

  /** Places have come free: requests without a dial get an idle connection, where one can be left, or a dial. */
  #serveWaiting(nowMs: number): void {
    for (;;) {
      const request = this.#undialed[0]
      if (request === undefined || !this.#hasRoom()) return
      const picked = this.#policy.connCapCounts === 'acquired' ? this.#takeUsable(nowMs) : undefined
      if (picked !== undefined || !this.#bindsLate) this.#leaveLine(request, null)
      if (picked === undefined) {
        this.waiting = this.waiting.map((waiter) =>
          waiter.request === request ? { request, deadlineMs: Infinity } : waiter,
        )
        this.#dial(request)
      } else this.#assign(request, picked, nowMs)
    }
  }

  /** The request waits no longer; a dial under way for it is from now on for `heir`. */
  #leaveLine(request: number, heir: number | null): void {
    this.waiting = this.waiting.filter((waiter) => waiter.request !== request)
    for (const connection of this.in('dialing')) {
      if (connection.dialFor === request) connection.dialFor = heir
    }
  }

  /** Keeps a connection for later requests, or closes it if enough are kept already. */
  #keep(connection: NaiveConnection, nowMs: number, hintMs: number | null): void {
    const { expiry, overflow, idleCapCounts } = this.#policy
    const { maxIdlePerHost } = this.#settings
    const used = this.in('busy', 'dialing').filter((other) => other !== connection).length
    if (expiry.kind === 'halved' && !this.#need.mayKeepOneMore(used, this.idle.length, expiry.spareConns)) {
      this.#close(connection, 'overflow')
      return
    }
    while (idleCapCounts === 'idle' ? this.idle.length >= maxIdlePerHost : this.open > maxIdlePerHost) {
      const victim = {
        'close-returned': connection,
        'evict-oldest': this.idle[0] ?? connection,
        'close-first-created': byCreation([...this.idle, connection])[0]!,
      }[overflow]
      if (victim === connection) {
        this.#close(connection, 'overflow')
        return
      }
      this.#closeIdle(victim, 'evicted', nowMs)
    }
    this.#becomeIdle(connection, nowMs, hintMs)
  }

  #becomeIdle(connection: NaiveConnection, nowMs: number, hintMs: number | null): void {
    connection.state = 'idle'
    connection.idleSinceMs = nowMs
    connection.idleLimitMs = this.#expiry.idleLimitMs(hintMs)
    connection.hintMs = hintMs
    this.idle.push(connection)
    this.#ticks.becameIdle(nowMs)
    this.#observe()
  }

  #closeIdle(connection: NaiveConnection, reason: CloseReason, atMs: number): void {
    this.#leaveIdle(connection, atMs)
    this.#close(connection, reason)
  }

  #leaveIdle(connection: NaiveConnection, atMs: number): void {
    this.idle = this.idle.filter((other) => other !== connection)
    this.idleMs += atMs - connection.idleSinceMs
  }

  #close(connection: NaiveConnection, reason: CloseReason): void {
    connection.state = 'closed'
    this.closed[reason]++
    this.#decisions.push({ what: 'close', connection: connection.connection, reason })
  }

  #observe(): void {
    this.peakOpen = Math.max(this.peakOpen, this.open)
    this.peakIdle = Math.max(this.peakIdle, this.idle.length)
    this.peakBusy = Math.max(this.peakBusy, this.in('busy').length)
    this.#need.observe(this.in('busy', 'dialing').length)
  }
}

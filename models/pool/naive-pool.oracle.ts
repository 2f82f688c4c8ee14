import type { CloseReason } from './close-reason.ts'
import type { Decision } from './decision.oracle.ts'
import type { IdleConnection } from './idle-connection.ts'
import { byCreation, type NaiveConnection, pickFrom, takenLast } from './naive-connection.oracle.ts'
import { NaiveExpiry } from './naive-expiry.oracle.ts'
import { NaiveRetirement } from './naive-retirement.oracle.ts'
import { NaiveRoster, type Waiter } from './naive-roster.oracle.ts'
import { NaiveTicks } from './naive-ticks.oracle.ts'
import type { Returned } from './pool-effects.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

/**
 * The slow, obvious pool that tests hold the pool machine against: lists that are searched from end to end, and
 * every rule written out once. Each method answers with the decisions it takes, in order.
 */
export class NaivePool extends NaiveRoster {
  #settings: PoolSettings
  readonly #policy: PoolPolicy
  #expiry: NaiveExpiry
  readonly #ticks: NaiveTicks
  #retirement: NaiveRetirement

  constructor(settings: PoolSettings, policy: PoolPolicy, createdAtMs = 0) {
    super()
    this.#settings = settings
    this.#policy = policy
    this.#expiry = new NaiveExpiry(settings, policy)
    this.#retirement = new NaiveRetirement(settings, policy)
    this.#ticks = new NaiveTicks(policy.expiry, settings.idleTimeoutMs, createdAtMs)
  }

  get nextDeadlineMs(): number {
    const { idle } = this
    const sweptAfterMs = Math.min(...idle.map((connection) => this.#expiry.sweptAfterMs(connection)))
    const purges = this.#policy.expiry.kind === 'halved' && idle.length > 0
    return Math.min(
      ...idle.map((connection) => this.#expiry.timerMs(connection)),
      ...this.waiting.map((waiter) => this.#deadlineMs(waiter)),
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
        this.waiting.push({ request, sinceMs: null })
      } else if (this.#hasRoom()) {
        if (this.#bindsLate) this.waiting.push({ request, sinceMs: null })
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
        this.leaveLine(first, first === owner ? null : owner)
        this.#assign(first, connection, nowMs)
      } else {
        if (lateBinding.kind !== 'none' && lateBinding.surplus === 'closed') this.close(connection, 'surplus')
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
        this.leaveLine(request, null)
        this.decisions.push({ what: 'reject', request, reason: 'dial-failed' })
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
      if (reason === null && first !== undefined && !this.#isOneTooMany()) {
        this.leaveLine(first, null)
        this.#assign(first, connection, nowMs)
        return
      }
      if (reason !== null) this.close(connection, reason)
      else if (limitMs <= 0) this.close(connection, 'server-asked')
      else this.#keep(connection, nowMs, returned.hintMs)
      this.#tidy(nowMs)
      this.#serveWaiting(nowMs)
    })
  }

  lost(connection: NaiveConnection, reason: 'peer-closed' | 'failed', nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      if (connection.state !== 'busy' && connection.state !== 'idle') return
      if (connection.state === 'idle') this.leaveIdle(connection, nowMs)
      this.close(connection, reason)
      this.#serveWaiting(nowMs)
    })
  }

  cancel(request: number, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => this.leaveLine(request, null))
  }

  closeIdle(nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      for (const connection of this.idle) this.closeOneIdle(connection, 'shutdown', nowMs)
      this.#serveWaiting(nowMs)
    })
  }

  advance(nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {})
  }

  reconfigure(settings: PoolSettings, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      this.#settings = settings
      this.#expiry = new NaiveExpiry(settings, this.#policy)
      this.#retirement = new NaiveRetirement(settings, this.#policy)
      this.#ticks.changePeriod(settings.idleTimeoutMs, nowMs)
      for (const connection of this.idle) {
        connection.idleLimitMs = this.#expiry.idleLimitMs(connection.hintMs)
        const reason = this.#reasonInHindsight(connection, nowMs)
        if (reason !== null) this.closeOneIdle(connection, reason, nowMs)
      }
      this.#lookAtAll(nowMs)
      while (this.idle.length > 0 && this.#exceedsCaps()) this.#closeLeastWanted(nowMs)
      this.#serveWaiting(nowMs)
      for (const waiter of this.waiting) {
        const { request, sinceMs } = waiter
        if (sinceMs === null || (settings.waitTimeoutMs > 0 && this.#deadlineMs(waiter) >= nowMs)) continue
        this.leaveLine(request, null)
        this.decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
      }
    })
  }

  /** Takes over an idle connection of another pool, for which there must be room. */
  adopt({ openedAtMs, idleSinceMs, requestsServed }: IdleConnection): NaiveConnection {
    const connection = this.create(null)
    connection.openedAtMs = openedAtMs
    connection.served = requestsServed
    this.#becomeIdle(connection, idleSinceMs, null)
    return connection
  }

  /** What is overdue comes before what happens now. */
  #decide(nowMs: number, act: () => void): Decision[] {
    this.decisions = []
    while (this.#doFirstDue(nowMs)) continue
    act()
    return this.decisions
  }

  /** Does the earliest of what is due before now, and says whether there was any such thing. */
  #doFirstDue(nowMs: number): boolean {
    const timerMs = Math.min(...this.idle.map((connection) => this.#expiry.timerMs(connection)))
    const tickMs = this.#ticks.nextMs
    const deadlineMs = Math.min(...this.waiting.map((waiter) => this.#deadlineMs(waiter)))
    const firstMs = Math.min(timerMs, tickMs, deadlineMs)
    if (firstMs >= nowMs) return false
    if (timerMs === firstMs) this.#closeAtTimer(timerMs)
    else if (tickMs === firstMs) this.#tick(tickMs)
    else {
      const { request } = this.waiting.find((waiter) => this.#deadlineMs(waiter) === deadlineMs) as Waiter
      this.leaveLine(request, null)
      this.decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
    }
    return true
  }

  #closeAtTimer(timerMs: number): void {
    for (const connection of this.idle) {
      if (this.#expiry.timerMs(connection) !== timerMs) continue
      connection.closedAtMs = timerMs
      const leftMs = Math.max(timerMs, connection.idleSinceMs)
      this.closeOneIdle(connection, this.#expiry.timerReason(connection), leftMs)
    }
  }

  #tick(tickMs: number): void {
    if (this.#policy.expiry.kind === 'halved') {
      const surplus = this.need.purge(this.in('busy', 'dialing').length, this.idle.length)
      for (const connection of this.idle.slice(0, surplus)) this.closeOneIdle(connection, 'purged', tickMs)
    } else {
      for (const connection of this.idle) {
        if (tickMs <= this.#expiry.sweptAfterMs(connection)) continue
        connection.closedAtMs = tickMs
        this.closeOneIdle(connection, this.#expiry.reasonAt(connection, tickMs), tickMs)
      }
    }
    this.#ticks.pass(this.idle.length > 0)
  }

  /** Why an idle connection would be closed by now, had the settings always been these. */
  #reasonInHindsight(connection: NaiveConnection, nowMs: number): CloseReason | null {
    const { idleLimitMs, idleSinceMs } = connection
    const returned = { reusable: true, hintMs: connection.hintMs }
    const onReturn = this.#retirement.reason(connection, returned, idleLimitMs, idleSinceMs)
    if (onReturn !== null) return onReturn
    if (idleLimitMs <= 0) return 'server-asked'
    const timerMs = this.#expiry.timerMs(connection)
    const sweptMs = this.#ticks.firstEverAfterMs(this.#expiry.sweptAfterMs(connection), idleSinceMs)
    if (Math.min(timerMs, sweptMs) >= nowMs) return null
    return timerMs <= sweptMs
      ? this.#expiry.timerReason(connection)
      : this.#expiry.reasonAt(connection, sweptMs)
  }

  #exceedsCaps(): boolean {
    const { idleCapCounts, connCapCounts } = this.#policy
    const kept = idleCapCounts === 'idle' ? this.idle.length : this.open
    const tooManyOpen = connCapCounts === 'open' && this.open > this.#settings.maxConnsPerHost
    return kept > this.#settings.maxIdlePerHost || tooManyOpen
  }

  #closeLeastWanted(nowMs: number): void {
    const { overflow, pick } = this.#policy
    const [oldest, firstCreated] = [this.idle[0]!, byCreation(this.idle)[0]!]
    if (overflow === 'close-returned') this.closeOneIdle(takenLast(this.idle, pick), 'overflow', nowMs)
    else this.closeOneIdle(overflow === 'evict-oldest' ? oldest : firstCreated, 'evicted', nowMs)
  }

  get #bindsLate(): boolean {
    return this.#policy.lateBinding.kind !== 'none'
  }

  /** A dial under way for nobody, which a request takes over instead of starting its own. */
  #spareDial(): NaiveConnection | undefined {
    if (this.#policy.lateBinding.kind !== 'dial-shortfall' || this.undialed.length > 0) return undefined
    return this.in('dialing').find(({ dialFor }) => dialFor === null)
  }

  #deadlineMs({ sinceMs }: Waiter): number {
    return sinceMs === null ? Infinity : sinceMs + this.#settings.waitTimeoutMs
  }

  get #counted(): number {
    return this.#policy.connCapCounts === 'open' ? this.open : this.in('busy', 'dialing').length
  }

  #hasRoom(): boolean {
    return this.#counted < this.#settings.maxConnsPerHost
  }

  /** Whether more are there than the cap allows, with the connection that is coming back. */
  #isOneTooMany(): boolean {
    return this.#counted > this.#settings.maxConnsPerHost
  }

  #waitOrReject(request: number, nowMs: number): void {
    const { waitTimeoutMs, maxWaiting } = this.#settings
    if (waitTimeoutMs <= 0) this.decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
    else if (this.undialed.length >= maxWaiting) {
      this.decisions.push({ what: 'reject', request, reason: 'line-full' })
    } else this.waiting.push({ request, sinceMs: nowMs })
  }

  /** What some clients do whenever a request comes or ends. */
  #tidy(nowMs: number): void {
    const { idleCapCounts, overflow } = this.#policy
    this.#lookAtAll(nowMs)
    if (idleCapCounts === 'idle') return
    while (this.open > this.#settings.maxIdlePerHost && this.idle.length > 0) {
      const order = overflow === 'close-first-created' ? byCreation(this.idle) : this.idle
      this.closeOneIdle(order[0]!, 'evicted', nowMs)
    }
  }

  #lookAtAll(nowMs: number): void {
    const { expiry } = this.#policy
    if (expiry.kind !== 'checked' || expiry.when !== 'any-request') return
    for (const connection of byCreation(this.idle)) this.#refuseIfLate(connection, nowMs)
  }

  #refuseIfLate(connection: NaiveConnection, nowMs: number): boolean {
    if (nowMs <= this.#expiry.refusedAfterMs(connection)) return false
    this.closeOneIdle(connection, this.#expiry.reasonAt(connection, nowMs), nowMs)
    return true
  }

  /** The connection that a request gets, idle no longer; those that it may not have are closed on the way. */
  #takeUsable(nowMs: number): NaiveConnection | undefined {
    // Where nothing may be dialed, no connection is passed over for a dial.
    const { pick } = this.#policy
    for (;;) {
      const rule = pick === 'first-slot-live-or-not' && !this.#hasRoom() ? 'first-slot' : pick
      const candidate = pickFrom(this.idle, this.in('busy', 'dialing'), rule)
      if (candidate === undefined) return undefined
      if (this.#refuseIfLate(candidate, nowMs)) continue
      this.leaveIdle(candidate, nowMs)
      return candidate
    }
  }

  #assign(request: number, connection: NaiveConnection, nowMs: number): void {
    connection.state = 'busy'
    connection.atHandOut = this.#retirement.limitsReached(connection, nowMs)
    const reused = connection.served > 0
    if (reused) this.reused++
    this.observe()
    this.decisions.push({ what: 'assign', request, connection: connection.connection, reused })
  }

  #dial(request: number): void {
    const { connection } = this.create(request)
    this.dialed++
    this.observe()
    this.decisions.push({ what: 'dial', connection })
  }

  /** Places have come free: whoever waits gets an idle connection, where one can be left, or else a dial. */
  #serveWaiting(nowMs: number): void {
    while (this.waiting.length > 0 && this.#hasRoom()) {
      const picked = this.#policy.connCapCounts === 'acquired' ? this.#takeUsable(nowMs) : undefined
      if (picked !== undefined) {
        const { request } = this.waiting[0]!
        this.leaveLine(request, null)
        this.#assign(request, picked, nowMs)
        continue
      }
      const request = this.undialed[0]
      if (request === undefined) return
      if (this.#bindsLate) {
        this.waiting = this.waiting.map((waiter) =>
          waiter.request === request ? { request, sinceMs: null } : waiter,
        )
      } else this.leaveLine(request, null)
      this.#dial(request)
    }
  }

  /** Keeps a connection for later requests, or closes it if enough are kept already. */
  #keep(connection: NaiveConnection, nowMs: number, hintMs: number | null): void {
    const { expiry, overflow, idleCapCounts } = this.#policy
    const { maxIdlePerHost } = this.#settings
    const used = this.in('busy', 'dialing').filter((other) => other !== connection).length
    if (this.#policy.connCapCounts === 'open' && this.#isOneTooMany()) {
      this.close(connection, 'overflow')
      return
    }
    if (expiry.kind === 'halved' && !this.need.mayKeepOneMore(used, this.idle.length, expiry.spareConns)) {
      this.close(connection, 'overflow')
      return
    }
    while (idleCapCounts === 'idle' ? this.idle.length >= maxIdlePerHost : this.open > maxIdlePerHost) {
      const victim = {
        'close-returned': connection,
        'evict-oldest': this.idle[0] ?? connection,
        'close-first-created': byCreation([...this.idle, connection])[0]!,
      }[overflow]
      if (victim === connection) {
        this.close(connection, 'overflow')
        return
      }
      this.closeOneIdle(victim, 'evicted', nowMs)
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
    this.observe()
  }
}

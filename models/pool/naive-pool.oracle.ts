import { type CloseReason, closeReasons } from './close-reason.ts'
import type { RejectReason, Returned } from './machine.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

/** One decision of a pool, as its effects report it. */
export type Decision =
  | {
      readonly what: 'assign'
      readonly request: number
      readonly connection: number
      readonly reused: boolean
    }
  | { readonly what: 'dial'; readonly connection: number }
  | { readonly what: 'close'; readonly connection: number; readonly reason: CloseReason }
  | { readonly what: 'reject'; readonly request: number; readonly reason: RejectReason }

export interface NaiveConnection {
  /** In order of dialing from 0; never given twice. */
  readonly connection: number
  /** Lowest slot that was not taken when it was dialed. */
  readonly slot: number
  state: 'dialing' | 'busy' | 'idle' | 'closed'
  /** The request that this dial was made for and that still has none. */
  dialFor: number | null
  served: number
  openedAtMs: number
  idleSinceMs: number
  expiresAtMs: number
}

interface Waiter {
  readonly request: number
  readonly deadlineMs: number
}

/**
 * The slow, obvious pool that tests hold the pool machine against: lists that are searched from end to end, and
 * every rule written out once. Each method answers with the decisions it takes, in order.
 */
export class NaivePool {
  /** Every connection that there ever was, in order of dialing. */
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
  readonly closed: Record<CloseReason, number>
  readonly #settings: PoolSettings
  readonly #policy: PoolPolicy
  #decisions: Decision[] = []

  constructor(settings: PoolSettings, policy: PoolPolicy) {
    this.#settings = settings
    this.#policy = policy
    this.closed = Object.fromEntries(closeReasons.map((reason) => [reason, 0])) as Record<CloseReason, number>
  }

  in(state: NaiveConnection['state']): NaiveConnection[] {
    return this.connections.filter((connection) => connection.state === state)
  }

  get open(): number {
    return this.connections.length - this.in('closed').length
  }

  /** Requests that have asked and been neither assigned, rejected nor cancelled. */
  get unanswered(): number[] {
    const dialedFor = this.in('dialing').flatMap(({ dialFor }) => (dialFor === null ? [] : [dialFor]))
    return [...new Set([...this.waiting.map(({ request }) => request), ...dialedFor])]
  }

  get nextDeadlineMs(): number {
    return Math.min(
      ...this.idle.map(({ expiresAtMs }) => expiresAtMs),
      ...this.waiting.map(({ deadlineMs }) => deadlineMs),
    )
  }

  acquire(request: number, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      const picked = this.#pick()
      if (picked !== undefined) {
        this.#leaveIdle(picked, nowMs)
        this.#assign(request, picked)
      } else if (this.#hasRoom()) {
        if (this.#policy.lateBinding) this.waiting.push({ request, deadlineMs: Infinity })
        this.#dial(request)
      } else if (this.#settings.waitTimeoutMs === 0) {
        this.#decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
      } else {
        this.waiting.push({ request, deadlineMs: nowMs + this.#settings.waitTimeoutMs })
      }
    })
  }

  dialDone(connection: NaiveConnection, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      connection.openedAtMs = nowMs
      const owner = connection.dialFor
      connection.dialFor = null
      if (!this.#policy.lateBinding && owner !== null) this.#assign(owner, connection)
      else if (this.waiting.length > 0) {
        const first = this.waiting[0]!.request
        // Two dials were under way for two requests, and one of each is left: they belong together now.
        this.#leaveLine(first, first === owner ? null : owner)
        this.#assign(first, connection)
      } else this.#becomeIdle(connection, nowMs, this.#settings.idleTimeoutMs)
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
      this.#dialForWaiting()
    })
  }

  release(connection: NaiveConnection, returned: Returned, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      connection.served++
      const limitMs = this.#idleLimitMs(returned.hintMs)
      const reason = this.#whyNotReused(connection, returned, limitMs, nowMs)
      if (reason !== null) this.#close(connection, reason)
      else if (this.waiting.length > 0) {
        const first = this.waiting[0]!.request
        this.#leaveLine(first, null)
        this.#assign(first, connection)
      } else if (limitMs <= 0) this.#close(connection, 'server-asked')
      else this.#becomeIdle(connection, nowMs, limitMs)
      this.#dialForWaiting()
    })
  }

  lost(connection: NaiveConnection, reason: 'peer-closed' | 'failed', nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      if (connection.state !== 'busy' && connection.state !== 'idle') return
      if (connection.state === 'idle') this.#leaveIdle(connection, nowMs)
      this.#close(connection, reason)
      this.#dialForWaiting()
    })
  }

  cancel(request: number, nowMs: number): Decision[] {
    return this.#decide(nowMs, () => this.#leaveLine(request, null))
  }

  closeIdle(nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {
      for (const connection of this.idle) {
        this.#leaveIdle(connection, nowMs)
        this.#close(connection, 'shutdown')
      }
    })
  }

  advance(nowMs: number): Decision[] {
    return this.#decide(nowMs, () => {})
  }

  /** What is overdue comes before what happens now. */
  #decide(nowMs: number, act: () => void): Decision[] {
    this.#decisions = []
    const expired = this.idle.filter(({ expiresAtMs }) => expiresAtMs < nowMs)
    for (const connection of expired.sort((a, b) => a.expiresAtMs - b.expiresAtMs)) {
      const { openedAtMs, expiresAtMs } = connection
      this.#leaveIdle(connection, expiresAtMs)
      const aged = expiresAtMs === openedAtMs + this.#settings.maxLifetimeMs
      this.#close(connection, aged ? 'lifetime' : 'idle-expired')
    }
    const late = this.waiting.filter(({ deadlineMs }) => deadlineMs < nowMs)
    for (const { request } of late.sort((a, b) => a.deadlineMs - b.deadlineMs)) {
      this.#leaveLine(request, null)
      this.#decisions.push({ what: 'reject', request, reason: 'wait-timeout' })
    }
    act()
    return this.#decisions
  }

  #hasRoom(): boolean {
    return this.open < this.#settings.maxConnsPerHost
  }

  #pick(): NaiveConnection | undefined {
    if (this.#policy.pick === 'lifo') return this.idle.at(-1)
    if (this.#policy.pick === 'fifo') return this.idle[0]
    return this.idle.toSorted((a, b) => a.slot - b.slot)[0]
  }

  #assign(request: number, connection: NaiveConnection): void {
    connection.state = 'busy'
    const reused = connection.served > 0
    if (reused) this.reused++
    this.#decisions.push({ what: 'assign', request, connection: connection.connection, reused })
  }

  #dial(request: number): void {
    const taken = this.connections.filter(({ state }) => state !== 'closed').map(({ slot }) => slot)
    let slot = 0
    while (taken.includes(slot)) slot++
    const connection = this.connections.length
    const notYet = { served: 0, openedAtMs: NaN, idleSinceMs: NaN, expiresAtMs: NaN }
    this.connections.push({ connection, slot, state: 'dialing', dialFor: request, ...notYet })
    this.dialed++
    this.#observe()
    this.#decisions.push({ what: 'dial', connection })
  }

  #dialForWaiting(): void {
    while (this.#hasRoom()) {
      const dialedFor = this.in('dialing').map(({ dialFor }) => dialFor)
      const next = this.waiting.find(({ request }) => !dialedFor.includes(request))
      if (next === undefined) return
      if (!this.#policy.lateBinding) this.#leaveLine(next.request, null)
      this.#dial(next.request)
    }
  }

  /** The request waits no longer; a dial under way for it is from now on for `heir`. */
  #leaveLine(request: number, heir: number | null): void {
    this.waiting = this.waiting.filter((waiter) => waiter.request !== request)
    for (const connection of this.in('dialing')) {
      if (connection.dialFor === request) connection.dialFor = heir
    }
  }

  #idleLimitMs(hintMs: number | null): number {
    const { idleTimeoutMs } = this.#settings
    const rule = this.#policy.serverHint
    if (hintMs === null || rule.kind === 'ignore') return idleTimeoutMs
    const usableMs = hintMs - rule.marginMs
    if (rule.kind === 'replace') return Math.min(usableMs, rule.ceilingMs)
    if (rule.kind === 'shorten') return Math.min(idleTimeoutMs, usableMs)
    // Without a timeout of its own, Node's agent looks at the hint only to see whether nothing is left of it.
    if (idleTimeoutMs === Infinity) return usableMs === 0 ? 0 : Infinity
    return Math.min(idleTimeoutMs, usableMs)
  }

  #whyNotReused(
    { served, openedAtMs }: NaiveConnection,
    { reusable }: Returned,
    limitMs: number,
    nowMs: number,
  ): CloseReason | null {
    if (!reusable) return 'server-asked'
    if (limitMs <= 0 && this.#policy.serverHint.kind === 'replace') return 'server-asked'
    if (served >= this.#settings.maxRequestsPerConn) return 'max-requests'
    return nowMs - openedAtMs > this.#settings.maxLifetimeMs ? 'lifetime' : null
  }

  #becomeIdle(connection: NaiveConnection, nowMs: number, limitMs: number): void {
    const { maxIdlePerHost, maxLifetimeMs } = this.#settings
    const oldest = this.idle[0]
    const full = this.idle.length >= maxIdlePerHost
    if (full && (oldest === undefined || this.#policy.overflow === 'close-returned')) {
      this.#close(connection, 'overflow')
      return
    }
    if (full && oldest !== undefined) {
      this.#leaveIdle(oldest, nowMs)
      this.#close(oldest, 'evicted')
    }
    connection.state = 'idle'
    connection.idleSinceMs = nowMs
    connection.expiresAtMs = Math.min(nowMs + limitMs, connection.openedAtMs + maxLifetimeMs)
    this.idle.push(connection)
    this.#observe()
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
  }
}

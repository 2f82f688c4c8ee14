import { type CloseReason, closeReasons } from './close-reason.ts'
import type { Decision } from './decision.oracle.ts'
import { lowestNotIn, type NaiveConnection, newConnection } from './naive-connection.oracle.ts'
import { NaiveNeed } from './naive-need.oracle.ts'

export interface Waiter {
  readonly request: number
  /** Since when it has waited for a place to come free; `null` when a dial is under way for it. */
  readonly sinceMs: number | null
}

/** Every connection that the naive pool ever had, the requests in line, and the counts. */
export class NaiveRoster {
  /** In order of creation. */
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
  protected readonly need = new NaiveNeed()
  protected decisions: Decision[] = []

  constructor() {
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
    return [...new Set([...this.waiting.map(({ request }) => request), ...this.dialedFor])]
  }

  protected get dialedFor(): number[] {
    return this.in('dialing').flatMap(({ dialFor }) => (dialFor === null ? [] : [dialFor]))
  }

  /** Requests in line without a dial of their own. */
  protected get undialed(): number[] {
    const dialedFor = this.dialedFor
    return this.waiting.map(({ request }) => request).filter((request) => !dialedFor.includes(request))
  }

  protected create(dialFor: number | null): NaiveConnection {
    const slot = lowestNotIn(this.in('dialing', 'busy', 'idle').map((taken) => taken.slot))
    const created = newConnection(this.connections.length, slot, dialFor)
    this.connections.push(created)
    return created
  }

  protected closeOneIdle(connection: NaiveConnection, reason: CloseReason, atMs: number): void {
    this.leaveIdle(connection, atMs)
    this.close(connection, reason)
  }

  protected leaveIdle(connection: NaiveConnection, atMs: number): void {
    this.idle = this.idle.filter((other) => other !== connection)
    this.idleMs += atMs - connection.idleSinceMs
  }

  protected close(connection: NaiveConnection, reason: CloseReason): void {
    connection.state = 'closed'
    this.closed[reason]++
    this.decisions.push({ what: 'close', connection: connection.connection, reason })
  }

  protected observe(): void {
    this.peakOpen = Math.max(this.peakOpen, this.open)
    this.peakIdle = Math.max(this.peakIdle, this.idle.length)
    this.peakBusy = Math.max(this.peakBusy, this.in('busy').length)
    this.need.observe(this.in('busy', 'dialing').length)
  }

  /** The request waits no longer; a dial under way for it is from now on for `heir`. */
  protected leaveLine(request: number, heir: number | null): void {
    this.waiting = this.waiting.filter((waiter) => waiter.request !== request)
    for (const connection of this.in('dialing')) {
      if (connection.dialFor === request) connection.dialFor = heir
    }
  }
}

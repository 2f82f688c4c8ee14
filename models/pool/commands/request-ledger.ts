import { expect } from 'vitest'
import type { Decision } from '../decision.oracle.ts'
import type { IdleConnection } from '../idle-connection.ts'
import { sweepPeriodMs } from '../naive-ticks.oracle.ts'
import type { PoolPolicy } from '../policy.ts'
import type { PoolModel } from './pool-model.ts'

/** Keeps account of what becomes of each request and each connection, from decisions alone. */
export class RequestLedger {
  /** Requests that have asked and got no answer, the one that asked first first. */
  #unanswered: number[] = []
  /** By open connection: the request that it carries, or `null`. */
  readonly #open = new Map<number, number | null>()
  readonly #dialing = new Set<number>()
  readonly #idleSinceMs = new Map<number, number>()
  readonly #openedAtMs = new Map<number, number>()
  readonly #everClosed = new Set<number>()

  get open(): number {
    return this.#open.size
  }

  get busy(): number {
    return [...this.#open.values()].filter((request) => request !== null).length
  }

  get unanswered(): readonly number[] {
    return this.#unanswered
  }

  asks(request: number): void {
    expect(this.#unanswered).not.toContain(request)
    this.#unanswered.push(request)
  }

  cancelled(request: number): void {
    this.#unanswered = this.#unanswered.filter((other) => other !== request)
  }

  adopted(connection: number, { openedAtMs, idleSinceMs }: IdleConnection): void {
    this.#open.set(connection, null)
    this.#openedAtMs.set(connection, openedAtMs)
    this.#idleSinceMs.set(connection, idleSinceMs)
  }

  dialed(connection: number, nowMs: number): void {
    this.#dialing.delete(connection)
    this.#openedAtMs.set(connection, nowMs)
    this.#idleSinceMs.set(connection, nowMs)
  }

  dialFailed(connection: number): void {
    this.#dialing.delete(connection)
    this.#close(connection)
  }

  /** The response on this connection has ended. */
  returned(connection: number, nowMs: number): void {
    this.#open.set(connection, null)
    this.#idleSinceMs.set(connection, nowMs)
  }

  note(model: PoolModel, decision: Decision): void {
    if (decision.what === 'assign') this.#assign(model, decision.request, decision.connection)
    else if (decision.what === 'reject') this.#answer(decision.request)
    else if (decision.what === 'close') this.#close(decision.connection)
    else {
      expect(this.#open.has(decision.connection)).toBe(false)
      this.#open.set(decision.connection, null)
      this.#dialing.add(decision.connection)
    }
  }

  #assign(model: PoolModel, request: number, connection: number): void {
    const { settings, policy, nowMs } = model
    expect(this.#dialing.has(connection)).toBe(false)
    // Neither busy (a request) nor closed (undefined).
    expect(this.#open.get(connection)).toBe(null)
    const idleSinceMs = this.#idleSinceMs.get(connection) as number
    const ageMs = nowMs - (this.#openedAtMs.get(connection) as number)
    expect(nowMs).toBeLessThanOrEqual(keptUntilMs(model, idleSinceMs))
    if (policy.lifetime === 'timer' || policy.lifetime === 'checked') {
      expect(ageMs).toBeLessThanOrEqual(settings.maxLifetimeMs)
    }
    if (answersInOrder(policy)) expect(request).toBe(this.#unanswered[0])
    this.#answer(request)
    this.#open.set(connection, request)
  }

  #answer(request: number): void {
    expect(this.#unanswered).toContain(request)
    this.#unanswered = this.#unanswered.filter((other) => other !== request)
  }

  #close(connection: number): void {
    expect(this.#open.has(connection)).toBe(true)
    expect(this.#everClosed.has(connection)).toBe(false)
    this.#everClosed.add(connection)
    this.#open.delete(connection)
  }
}

/** Until when at the latest a connection may be handed out that is idle since then. */
function keptUntilMs({ settings, policy, createdAtMs }: PoolModel, idleSinceMs: number): number {
  const { expiry, serverHint } = policy
  if (expiry.kind === 'halved') return Infinity
  const hintedMs = serverHint.kind === 'replace' ? serverHint.ceilingMs : 0
  const endMs = idleSinceMs + Math.max(settings.idleTimeoutMs, hintedMs)
  if (expiry.kind !== 'swept') return endMs
  return Math.max(endMs, createdAtMs) + sweepPeriodMs(expiry.sweep, settings.idleTimeoutMs)
}

/**
 * With late binding whoever asked first is answered first, unless a live connection may have to be left idle for
 * someone who asks later.
 */
function answersInOrder({ lateBinding, pick }: PoolPolicy): boolean {
  return lateBinding.kind !== 'none' && pick !== 'first-slot-live-or-not'
}

import type { CloseReason } from './close-reason.ts'
import { BUSY, type ConnectionTable, DIALING, IDLE } from './connection-table.ts'
import type { IdleSet } from './idle-set.ts'
import type { NeedEstimate } from './need-estimate.ts'
import { PoolCounters } from './pool-counters.ts'
import type { PoolEffects } from './pool-effects.ts'

/**
 * The connections of a pool on their way from dialing over busy and idle to closed. Decides nothing: it does what
 * the machine has decided, counts it, and has it done by the effects.
 */
export class PoolConnections {
  readonly counters = new PoolCounters()
  dialing = 0
  busy = 0
  readonly #table: ConnectionTable
  readonly #idle: IdleSet
  readonly #need: NeedEstimate | null
  readonly #effects: PoolEffects

  constructor(table: ConnectionTable, idle: IdleSet, need: NeedEstimate | null, effects: PoolEffects) {
    this.#table = table
    this.#idle = idle
    this.#need = need
    this.#effects = effects
  }

  get open(): number {
    return this.dialing + this.busy + this.#idle.size
  }

  /** Those dialing and busy. */
  get acquired(): number {
    return this.dialing + this.busy
  }

  /** Begins a dial, which is still to be asked for. @returns its slot */
  create(): number {
    const slot = this.#table.create(DIALING)
    this.dialing++
    if (this.#need !== null) this.#need.observe(this.acquired)
    this.counters.dialed++
    this.counters.observe(this.open, this.#idle.size)
    return slot
  }

  /** Takes over a connection that was opened elsewhere, for `becomeIdle`. @returns its slot */
  adopt(openedAtMs: number, requestsServed: number): number {
    const slot = this.#table.create(IDLE)
    this.#table.openedAtMs[slot] = openedAtMs
    this.#table.served[slot] = requestsServed
    return slot
  }

  /** The connection, neither idle nor dialing any more, carries this request from now on. */
  assign(request: number, slot: number): void {
    this.#table.state[slot] = BUSY
    this.busy++
    if (this.busy > this.counters.peakBusy) this.counters.peakBusy = this.busy
    if (this.#need !== null) this.#need.observe(this.acquired)
    const reused = (this.#table.served[slot] as number) > 0
    if (reused) this.counters.reused++
    this.#effects.assign(request, slot, reused)
  }

  /** @param limitMs idle timeout after the hint @param hintMs hint of the last response, or `null` */
  becomeIdle(slot: number, sinceMs: number, limitMs: number, hintMs: number | null): void {
    this.#table.state[slot] = IDLE
    this.#idle.enter(slot, sinceMs, limitMs, hintMs)
    if (this.#need !== null) this.#need.idleSince(sinceMs)
    this.counters.observe(this.open, this.#idle.size)
  }

  leaveIdle(slot: number, nowMs: number): void {
    this.#idle.leave(slot, nowMs)
    this.counters.idleMs += nowMs - (this.#table.idleSinceMs[slot] as number)
  }

  /** Closes an idle connection. */
  drop(slot: number, reason: CloseReason, nowMs: number): void {
    this.leaveIdle(slot, nowMs)
    this.close(slot, reason)
  }

  /** Closes the idle connection that closes next by itself, whose moment has come. */
  closeDue(atMs: number): void {
    const slot = this.#idle.closesNext
    const idleSinceMs = this.#table.idleSinceMs[slot] as number
    this.drop(slot, this.#idle.closingReason(slot), Math.max(atMs, idleSinceMs))
  }

  /** Closes the idle connections that would not be handed out any more. */
  closeUnusable(nowMs: number): void {
    for (let slot; (slot = this.#idle.firstUnusable(nowMs)) >= 0;) {
      this.drop(slot, this.#idle.refusalReason(slot, nowMs), nowMs)
    }
  }

  /** Closes about half of the idle connections beyond the need, where that is estimated. */
  purge(atMs: number): void {
    for (let left = this.#need?.purge(this.acquired, this.#idle.size) ?? 0; left > 0; left--) {
      this.drop(this.#idle.oldest, 'purged', atMs)
    }
  }

  /** Closes a connection that is neither busy nor idle nor dialing any more. */
  close(slot: number, reason: CloseReason): void {
    this.release(slot, reason)
    this.#effects.close(slot, reason)
  }

  /** As `close`, where there is nothing to close. */
  release(slot: number, reason: CloseReason): void {
    this.#table.free(slot)
    this.counters.closed[reason]++
  }
}

import type { CloseReason } from './close-reason.ts'
import { type ConnectionTable } from './connection-table.ts'
import { enlarge } from './enlarge.ts'
import type { IdleConnection } from './idle-connection.ts'
import { checkedHintMs, idleLimitMs } from './idle-limit.ts'
import type { PoolPolicy, SweepRule } from './policy.ts'
import type { PoolSettings } from './settings.ts'
import { SlotHeap } from './slot-heap.ts'
import { SlotList } from './slot-list.ts'
import { SweepClock, sweepPeriodMs } from './sweep-clock.ts'

/**
 * The idle connections of a pool: in which order they are handed out, until when, and when each closes. The
 * moment at which a timer or a sweep closes a connection is known when it becomes idle.
 */
export class IdleSet {
  readonly #table: ConnectionTable
  readonly #policy: PoolPolicy
  #idleTimeoutMs: number
  #maxLifetimeMs: number
  readonly #byReturn = new SlotList()
  /** By the moment at which they close. */
  readonly #closing = new SlotHeap()
  /** By creation or by slot, where that is the order in which they are handed out. */
  readonly #ranked: SlotHeap | null
  readonly #sweep: SweepRule | null
  #sweeps: SweepClock | null
  #closesAtAge = new Uint8Array(0)
  /** Idle past this moment, a connection is not handed out. */
  #usableUntilMs = new Float64Array(0)
  readonly #heedsHints: boolean
  /** Hint of the last response, or NaN, where hints are heeded. */
  #hintMs = new Float64Array(0)
  #emptySinceMs = -Infinity

  constructor(settings: PoolSettings, policy: PoolPolicy, table: ConnectionTable, createdAtMs: number) {
    this.#table = table
    this.#policy = policy
    this.#idleTimeoutMs = settings.idleTimeoutMs
    this.#maxLifetimeMs = settings.maxLifetimeMs
    this.#heedsHints = policy.serverHint.kind !== 'ignore'
    this.#ranked = policy.pick === 'lifo' || policy.pick === 'fifo' ? null : new SlotHeap()
    const { expiry } = policy
    const sweep = expiry.kind === 'checked' || expiry.kind === 'swept' ? expiry.sweep : null
    this.#sweep = sweep
    this.#sweeps =
      sweep === null
        ? null
        : new SweepClock(
            sweepPeriodMs(sweep, settings.idleTimeoutMs),
            sweep.runs === 'from-creation' ? createdAtMs : -Infinity,
          )
  }

  get size(): number {
    return this.#byReturn.size
  }

  /** The one idle longest, or −1. */
  get oldest(): number {
    return this.#byReturn.first
  }

  /** Since when the one idle longest is idle, in ms, or Infinity. */
  get oldestSinceMs(): number {
    return this.size === 0 ? Infinity : (this.#table.idleSinceMs[this.oldest] as number)
  }

  /** All of them, the one returned first first. */
  slots(): number[] {
    const slots: number[] = []
    for (let slot = this.oldest; slot >= 0; slot = this.#byReturn.after(slot)) slots.push(slot)
    return slots
  }

  /** All of them, the one returned first first. */
  connections(): IdleConnection[] {
    const { openedAtMs, idleSinceMs, served } = this.#table
    return this.slots().map((slot) => ({
      openedAtMs: openedAtMs[slot] as number,
      idleSinceMs: idleSinceMs[slot] as number,
      requestsServed: served[slot] as number,
    }))
  }

  /** When the next one closes by itself, in ms, or Infinity. */
  get closesAtMs(): number {
    return this.#closing.lowestKey
  }

  /** Whether it should have closed by itself before now, as can be only where settings have changed. */
  isOverdue(slot: number, nowMs: number): boolean {
    return this.#closing.keyOf(slot) < nowMs
  }

  /** The one that closes next by itself, or −1. */
  get closesNext(): number {
    return this.#closing.lowest
  }

  closingReason(slot: number): CloseReason {
    return this.#closesAtAge[slot] === 1 ? 'lifetime' : 'idle-expired'
  }

  /** The one that a request would be given, whether or not it is still usable, or −1. */
  get next(): number {
    if (this.#ranked !== null) return this.#ranked.lowest
    return this.#policy.pick === 'lifo' ? this.#byReturn.last : this.#byReturn.first
  }

  isUsable(slot: number, nowMs: number): boolean {
    return nowMs <= (this.#usableUntilMs[slot] as number)
  }

  /** Why one that is not usable is closed when it would be handed out. */
  refusalReason(slot: number, nowMs: number): CloseReason {
    const aged = nowMs > (this.#table.openedAtMs[slot] as number) + this.#maxLifetimeMs
    return this.#policy.lifetime === 'checked' && aged ? 'lifetime' : 'idle-expired'
  }

  /** The one created first, or −1. */
  get firstCreated(): number {
    return this.#firstCreated(() => true)
  }

  /** The one created first of those that would not be handed out any more, or −1. */
  firstUnusable(nowMs: number): number {
    return this.#firstCreated((slot) => !this.isUsable(slot, nowMs))
  }

  /** @param limitMs idle timeout after the hint @param hintMs hint of the last response, or `null` */
  enter(slot: number, sinceMs: number, limitMs: number, hintMs: number | null): void {
    if (slot >= this.#usableUntilMs.length) this.#grow(this.#table.capacity)
    this.#table.idleSinceMs[slot] = sinceMs
    if (this.#sweeps !== null && this.#byReturn.size === 0) this.#startSweeps(sinceMs)
    this.#byReturn.append(slot)
    if (this.#ranked !== null) {
      this.#ranked.add(
        slot,
        this.#policy.pick === 'first-created' ? (this.#table.created[slot] as number) : slot,
      )
    }
    if (this.#heedsHints) {
      this.#hintMs[slot] = hintMs ?? NaN
      this.#setMoments(slot, sinceMs, limitMs, sinceMs + checkedHintMs(this.#policy.serverHint, hintMs))
    } else this.#setMoments(slot, sinceMs, limitMs, Infinity)
  }

  /** How long it may be idle, in ms; ≤ 0 when it would not have been kept under the settings of now. */
  limitMs(slot: number): number {
    return idleLimitMs(this.#policy.serverHint, this.#hintOf(slot), this.#idleTimeoutMs)
  }

  /**
   * Other settings hold, as if they had when each connection became idle. Sweeps that are under way go on from where
   * they began, with the period of the new settings. Closes nothing: see `isOverdue` and `firstUnusable`.
   */
  reconfigure({ idleTimeoutMs, maxLifetimeMs }: PoolSettings, nowMs: number): void {
    this.#idleTimeoutMs = idleTimeoutMs
    this.#maxLifetimeMs = maxLifetimeMs
    if (this.#sweep !== null && this.#sweeps !== null) {
      if (this.size === 0) {
        if (this.#sweptEmpty(this.#sweeps, nowMs)) this.#sweeps.stop()
        this.#emptySinceMs = nowMs
      }
      this.#sweeps = this.#sweeps.withPeriod(sweepPeriodMs(this.#sweep, idleTimeoutMs))
    }
    for (const slot of this.slots()) {
      this.#closing.remove(slot)
      const sinceMs = this.#table.idleSinceMs[slot] as number
      const hintEndMs = sinceMs + checkedHintMs(this.#policy.serverHint, this.#hintOf(slot))
      this.#setMoments(slot, sinceMs, this.limitMs(slot), hintEndMs)
    }
  }

  leave(slot: number, nowMs: number): void {
    this.#byReturn.remove(slot)
    this.#closing.remove(slot)
    this.#ranked?.remove(slot)
    if (this.#byReturn.size === 0) this.#emptySinceMs = nowMs
  }

  #setMoments(slot: number, sinceMs: number, idleLimitMs: number, hintEndMs: number): void {
    const { expiry, lifetime } = this.#policy
    const ageEndMs = (this.#table.openedAtMs[slot] as number) + this.#maxLifetimeMs
    const idleEndMs = sinceMs + idleLimitMs
    const checkedAgeMs = lifetime === 'checked' ? ageEndMs : Infinity
    const timedAgeMs = lifetime === 'timer' ? ageEndMs : Infinity
    const checkedMs = Math.min(checkedAgeMs, hintEndMs)
    this.#usableUntilMs[slot] = expiry.kind === 'checked' ? Math.min(idleEndMs, checkedMs) : checkedMs
    let closesAtMs = timedAgeMs
    let atAge = true
    if (expiry.kind === 'timer') {
      const expiresAtMs = expiry.grainMs > 0 ? roundDown(idleEndMs, expiry.grainMs) : idleEndMs
      atAge = timedAgeMs <= expiresAtMs
      closesAtMs = atAge ? timedAgeMs : expiresAtMs
    } else if (this.#sweeps !== null) {
      const sweptAtMs = this.#sweeps.firstAfter(Math.min(idleEndMs, checkedMs), sinceMs)
      atAge = timedAgeMs <= sweptAtMs
      if (!atAge) {
        closesAtMs = sweptAtMs
        atAge = sweptAtMs > checkedAgeMs
      }
    }
    this.#closesAtAge[slot] = atAge ? 1 : 0
    this.#closing.add(slot, closesAtMs)
  }

  #grow(capacity: number): void {
    this.#byReturn.grow(capacity)
    this.#closing.grow(capacity)
    this.#ranked?.grow(capacity)
    this.#closesAtAge = enlarge(this.#closesAtAge, new Uint8Array(capacity))
    this.#usableUntilMs = enlarge(this.#usableUntilMs, new Float64Array(capacity))
    this.#hintMs = enlarge(this.#hintMs, new Float64Array(capacity))
  }

  #hintOf(slot: number): number | null {
    const hintMs = this.#hintMs[slot] as number
    return Number.isNaN(hintMs) ? null : hintMs
  }

  #firstCreated(matches: (slot: number) => boolean): number {
    const { created } = this.#table
    let first = -1
    for (let slot = this.oldest; slot >= 0; slot = this.#byReturn.after(slot)) {
      if (matches(slot) && (first < 0 || (created[slot] as number) < (created[first] as number))) first = slot
    }
    return first
  }

  /** Called when the first connection becomes idle after a time with none. */
  #startSweeps(nowMs: number): void {
    const sweeps = this.#sweeps as SweepClock
    if (!sweeps.started || this.#sweptEmpty(sweeps, nowMs)) sweeps.start(nowMs)
  }

  /** Whether a sweep has found nothing idle, and so was the last one. Call only while none is idle. */
  #sweptEmpty(sweeps: SweepClock, nowMs: number): boolean {
    if (this.#sweep?.runs !== 'while-idle' || !sweeps.started) return false
    return sweeps.firstAfter(-Infinity, this.#emptySinceMs) < nowMs
  }
}

function roundDown(ms: number, grainMs: number): number {
  return ms === Infinity ? Infinity : Math.floor(ms / grainMs) * grainMs
}

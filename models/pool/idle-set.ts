import type { CloseReason } from './close-reason.ts'
import { type ConnectionTable } from './connection-table.ts'
import { enlarge } from './enlarge.ts'
import type { IdleConnection } from './idle-connection.ts'
import type { PoolPolicy } from './policy.ts'
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
  readonly #maxLifetimeMs: number
  readonly #byReturn = new SlotList()
  /** By the moment at which they close. */
  readonly #closing = new SlotHeap()
  /** By creation or by slot, where that is the order in which they are handed out. */
  readonly #ranked: SlotHeap | null
  readonly #sweeps: SweepClock | null
  readonly #sweepsWhileIdle: boolean
  #closesAtAge = new Uint8Array(0)
  /** Idle past this moment, a connection is not handed out. */
  #usableUntilMs = new Float64Array(0)
  #emptySinceMs = -Infinity

  constructor(settings: PoolSettings, policy: PoolPolicy, table: ConnectionTable, createdAtMs: number) {
    this.#table = table
    this.#policy = policy
    this.#maxLifetimeMs = settings.maxLifetimeMs
    this.#ranked = policy.pick === 'lifo' || policy.pick === 'fifo' ? null : new SlotHeap()
    const { expiry } = policy
    const sweep = expiry.kind === 'checked' || expiry.kind === 'swept' ? expiry.sweep : null
    this.#sweepsWhileIdle = sweep?.runs === 'while-idle'
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
  connections(): IdleConnection[] {
    const { openedAtMs, idleSinceMs, served } = this.#table
    const connections: IdleConnection[] = []
    for (let slot = this.oldest; slot >= 0; slot = this.#byReturn.after(slot)) {
      connections.push({
        openedAtMs: openedAtMs[slot] as number,
        idleSinceMs: idleSinceMs[slot] as number,
        requestsServed: served[slot] as number,
      })
    }
    return connections
  }

  /** When the next one closes by itself, in ms, or Infinity. */
  get closesAtMs(): number {
    return this.#closing.lowestKey
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

  /** @param idleLimitMs idle timeout after hints @param hintMs what is left of a hint that is only checked */
  enter(slot: number, sinceMs: number, idleLimitMs: number, hintMs: number): void {
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
    this.#setMoments(slot, sinceMs, idleLimitMs, sinceMs + hintMs)
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
    const sweptEmpty =
      this.#sweepsWhileIdle && sweeps.started && sweeps.firstAfter(-Infinity, this.#emptySinceMs) < nowMs
    if (!sweeps.started || sweptEmpty) sweeps.start(nowMs)
  }
}

function roundDown(ms: number, grainMs: number): number {
  return ms === Infinity ? Infinity : Math.floor(ms / grainMs) * grainMs
}

import type { ExpiryRule, SweepRule } from './policy.ts'

/** When sweeps and purges come: a start, and one tick each period after it. */
export class NaiveTicks {
  readonly #expiry: ExpiryRule
  #periodMs: number
  readonly #runs: SweepRule['runs'] | 'never'
  #startMs: number | null = null
  /** Number of the next tick; the one at start + period is tick 1. */
  #next = 1

  constructor(expiry: ExpiryRule, idleTimeoutMs: number, createdAtMs: number) {
    this.#expiry = expiry
    const sweep = sweepOf(expiry)
    if (expiry.kind === 'halved') {
      this.#periodMs = expiry.periodMs
      this.#runs = 'while-idle'
    } else if (sweep !== null) {
      this.#periodMs = sweepPeriodMs(sweep, idleTimeoutMs)
      this.#runs = sweep.runs
    } else {
      this.#periodMs = Infinity
      this.#runs = 'never'
    }
    if (this.#runs === 'from-creation') this.#startMs = createdAtMs
  }

  /** The next tick, or Infinity. */
  get nextMs(): number {
    return this.#tickMs(this.#next)
  }

  /** The first tick to come that is later than this moment, or Infinity. */
  firstAfterMs(momentMs: number): number {
    if (momentMs === Infinity || this.#startMs === null) return Infinity
    let tick = this.#next
    while (this.#tickMs(tick) <= momentMs) tick++
    return this.#tickMs(tick)
  }

  /** The first tick after this moment and not before that one, whether or not it has been. */
  firstEverAfterMs(momentMs: number, notBeforeMs: number): number {
    if (momentMs === Infinity || this.#startMs === null) return Infinity
    let tick = 1
    while (this.#tickMs(tick) <= momentMs || this.#tickMs(tick) < notBeforeMs) tick++
    return this.#tickMs(tick)
  }

  /** The ticks to come have the period of another idle timeout, and the same start. */
  changePeriod(idleTimeoutMs: number, nowMs: number): void {
    const sweep = sweepOf(this.#expiry)
    if (sweep === null) return
    this.#periodMs = sweepPeriodMs(sweep, idleTimeoutMs)
    this.#next = 1
    while (this.nextMs < nowMs) this.#next++
  }

  /** A connection has become idle. */
  becameIdle(atMs: number): void {
    if (this.#startMs !== null || this.#runs === 'never') return
    this.#startMs = atMs
    this.#next = 1
  }

  /** The next tick has been. */
  pass(anyIdleLeft: boolean): void {
    this.#next++
    if (this.#runs === 'while-idle' && !anyIdleLeft) this.#startMs = null
  }

  #tickMs(tick: number): number {
    return this.#startMs === null ? Infinity : this.#startMs + tick * this.#periodMs
  }
}

function sweepOf(expiry: ExpiryRule): SweepRule | null {
  return expiry.kind === 'checked' || expiry.kind === 'swept' ? expiry.sweep : null
}

export function sweepPeriodMs(
  { timeoutShare, minMs, grainMs, unlimitedMs }: SweepRule,
  idleTimeoutMs: number,
): number {
  const periodMs = idleTimeoutMs === Infinity ? unlimitedMs : Math.max(minMs, timeoutShare * idleTimeoutMs)
  return grainMs > 0 ? Math.ceil(periodMs / grainMs) * grainMs : periodMs
}

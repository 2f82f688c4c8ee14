import type { SweepRule } from './policy.ts'

/** When a pool's sweeps take place: at start + k × period for k = 1, 2, … */
export class SweepClock {
  readonly periodMs: number
  #startMs: number

  /** @param startMs when the period began; −Infinity when it has not */
  constructor(periodMs: number, startMs: number) {
    this.periodMs = periodMs
    this.#startMs = startMs
  }

  get started(): boolean {
    return this.#startMs !== -Infinity
  }

  start(atMs: number): void {
    this.#startMs = atMs
  }

  stop(): void {
    this.#startMs = -Infinity
  }

  /** A clock with another period that began when this one did. */
  withPeriod(periodMs: number): SweepClock {
    return new SweepClock(periodMs, this.#startMs)
  }

  /** The first sweep at or after `fromMs` that is after `pastMs`. Call only when started. */
  firstAfter(pastMs: number, fromMs: number): number {
    if (pastMs === Infinity) return Infinity
    const later = pastMs > fromMs ? pastMs : fromMs
    let k = Math.max(1, Math.floor((later - this.#startMs) / this.periodMs))
    // The quotient may be off by its last bit in either direction.
    while (k > 1 && this.#allows(k - 1, pastMs, fromMs)) k--
    while (!this.#allows(k, pastMs, fromMs)) k++
    return this.#tickMs(k)
  }

  #allows(k: number, pastMs: number, fromMs: number): boolean {
    const tickMs = this.#tickMs(k)
    return tickMs > pastMs && tickMs >= fromMs
  }

  #tickMs(k: number): number {
    return this.#startMs + k * this.periodMs
  }
}

/** Time between two sweeps in ms. */
export function sweepPeriodMs(rule: SweepRule, idleTimeoutMs: number): number {
  const wantedMs =
    idleTimeoutMs === Infinity ? rule.unlimitedMs : Math.max(rule.minMs, rule.timeoutShare * idleTimeoutMs)
  return rule.grainMs > 0 ? Math.ceil(wantedMs / rule.grainMs) * rule.grainMs : wantedMs
}

import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'

/** What decides until when an idle connection is kept. */
export interface IdleTimes {
  readonly openedAtMs: number
  readonly idleSinceMs: number
  /** Idle timeout that holds for it, after hints. */
  readonly idleLimitMs: number
  /** Hint of the last response, or `null`. */
  readonly hintMs: number | null
}

/** The moments at which an idle connection ends, each rule written out once. */
export class NaiveExpiry {
  readonly #settings: PoolSettings
  readonly #policy: PoolPolicy

  constructor(settings: PoolSettings, policy: PoolPolicy) {
    this.#settings = settings
    this.#policy = policy
  }

  /** The idle timeout after a response with this hint; ≤ 0 when the connection must not be kept. */
  idleLimitMs(hintMs: number | null): number {
    const { idleTimeoutMs } = this.#settings
    const rule = this.#policy.serverHint
    if (hintMs === null || rule.kind === 'ignore' || rule.kind === 'check') return idleTimeoutMs
    const usableMs = hintMs - rule.marginMs
    if (rule.kind === 'refuse-short') return usableMs <= 0 ? 0 : idleTimeoutMs
    if (rule.kind === 'replace') return Math.min(usableMs, rule.ceilingMs)
    if (rule.kind === 'shorten') return Math.min(idleTimeoutMs, usableMs)
    // Without a timeout of its own, Node's agent looks at the hint only to see whether nothing is left of it.
    if (idleTimeoutMs === Infinity) return usableMs === 0 ? 0 : Infinity
    return Math.min(idleTimeoutMs, usableMs)
  }

  /** When a timer closes it, or Infinity. May lie before it became idle. */
  timerMs(connection: IdleTimes): number {
    return Math.min(
      this.#policy.expiry.kind === 'timer' ? this.#idleEndMs(connection) : Infinity,
      this.#policy.lifetime === 'timer' ? this.#ageEndMs(connection) : Infinity,
    )
  }

  timerReason(connection: IdleTimes): 'lifetime' | 'idle-expired' {
    const aged = this.timerMs(connection) === this.#ageEndMs(connection)
    return aged && this.#policy.lifetime === 'timer' ? 'lifetime' : 'idle-expired'
  }

  /** After this moment a request does not take it. */
  refusedAfterMs(connection: IdleTimes): number {
    return Math.min(
      this.#policy.expiry.kind === 'checked' ? this.#idleEndMs(connection) : Infinity,
      this.#policy.lifetime === 'checked' ? this.#ageEndMs(connection) : Infinity,
      this.#hintEndMs(connection),
    )
  }

  /** The first sweep after this moment closes it. */
  sweptAfterMs(connection: IdleTimes): number {
    const { expiry, lifetime } = this.#policy
    const sweeps = expiry.kind === 'swept' || (expiry.kind === 'checked' && expiry.sweep !== null)
    if (!sweeps) return Infinity
    return Math.min(
      this.#idleEndMs(connection),
      lifetime === 'checked' ? this.#ageEndMs(connection) : Infinity,
      this.#hintEndMs(connection),
    )
  }

  /** Why it was refused, or swept, at this moment. */
  reasonAt(connection: IdleTimes, atMs: number): 'lifetime' | 'idle-expired' {
    const aged = this.#policy.lifetime === 'checked' && atMs > this.#ageEndMs(connection)
    return aged ? 'lifetime' : 'idle-expired'
  }

  #idleEndMs({ idleSinceMs, idleLimitMs }: IdleTimes): number {
    const { expiry } = this.#policy
    if (expiry.kind === 'halved') return Infinity
    const endMs = idleSinceMs + idleLimitMs
    if (expiry.kind !== 'timer' || expiry.grainMs === 0 || endMs === Infinity) return endMs
    return Math.floor(endMs / expiry.grainMs) * expiry.grainMs
  }

  #ageEndMs({ openedAtMs }: IdleTimes): number {
    return openedAtMs + this.#settings.maxLifetimeMs
  }

  #hintEndMs({ idleSinceMs, hintMs }: IdleTimes): number {
    const rule = this.#policy.serverHint
    if (rule.kind !== 'check' || hintMs === null) return Infinity
    return idleSinceMs + Math.max(0, hintMs - rule.marginMs)
  }
}

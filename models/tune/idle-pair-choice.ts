import type { PoolSettings } from '../pool/settings.ts'
import type { GhostSurface } from './ghost-surface.ts'
import type { TuningBounds } from './tuning-bounds.ts'
import type { TuningCaution } from './tuning-caution.ts'
import { lastUpTo } from './tuning-grid.ts'

export type IdlePair = Pick<PoolSettings, 'idleTimeoutMs' | 'maxIdlePerHost'>

export interface IdlePairChoiceOptions {
  readonly surface: GhostSurface
  readonly settings: IdlePair
  readonly bounds: Pick<TuningBounds, 'idleTimeoutMs' | 'maxIdlePerHost'>
  readonly safeMs: number
  readonly caution: Pick<
    TuningCaution,
    'tolerance' | 'hysteresis' | 'negligibleDialsPerSecond' | 'leastDials' | 'leastSaving'
  >
}

/** Indices in the grid, both included. */
interface Range {
  readonly first: number
  readonly last: number
}

/** Which pair of idle timeout and idle cap a surface speaks for: the one with the least idle time that dials little. */
export class IdlePairChoice {
  readonly #options: IdlePairChoiceOptions
  readonly #timeouts: Range
  readonly #caps: Range
  readonly #timeout: number
  readonly #cap: number
  /** Dials of the widest pair allowed. */
  readonly #fewest: number
  readonly #acceptable: number

  constructor(options: IdlePairChoiceOptions) {
    this.#options = options
    const { surface, settings, bounds, safeMs, caution } = options
    const { idleTimeoutsMs, idleCaps } = surface.grid
    const { idleTimeoutMs, maxIdlePerHost } = bounds
    this.#timeouts = rangeOf(idleTimeoutsMs, idleTimeoutMs.least, Math.min(idleTimeoutMs.most, safeMs))
    this.#caps = rangeOf(idleCaps, maxIdlePerHost.least, maxIdlePerHost.most)
    this.#timeout = Math.max(0, lastUpTo(idleTimeoutsMs, settings.idleTimeoutMs))
    this.#cap = Math.max(0, lastUpTo(idleCaps, settings.maxIdlePerHost))
    this.#fewest = surface.dials(this.#timeouts.last, this.#caps.last)
    const negligible = (caution.negligibleDialsPerSecond * surface.observedMs) / 1000
    this.#acceptable = this.#fewest + Math.max(caution.tolerance * this.#fewest, negligible)
  }

  /** A pair that is as large or larger in both, when the one in force dials too much; else `null`. */
  wider(): IdlePair | null {
    const { surface, caution } = this.#options
    const dials = surface.dials(this.#timeout, this.#cap)
    const excess = dials - this.#acceptable
    if (excess < Math.max(caution.hysteresis * this.#fewest, caution.leastDials)) return null
    const best = this.#leastIdle(this.#timeouts, this.#caps)
    const timeout = Math.max(this.#timeout, best.timeout)
    const cap = Math.max(this.#cap, best.cap)
    return timeout === this.#timeout && cap === this.#cap ? null : this.#pair(timeout, cap)
  }

  /** A pair that is as small or smaller in both and dials little enough, when it saves enough idle time; else `null`. */
  narrower(): IdlePair | null {
    const { surface, caution } = this.#options
    if (surface.dials(this.#timeout, this.#cap) > this.#acceptable) return null
    const best = this.#leastIdle(
      { first: this.#timeouts.first, last: this.#timeout },
      { first: this.#caps.first, last: this.#cap },
    )
    const idleMs = surface.idleMs(this.#timeout, this.#cap)
    const savedMs = idleMs - surface.idleMs(best.timeout, best.cap)
    if (savedMs < caution.leastSaving * idleMs || savedMs < LEAST_SAVED_CONNECTIONS * surface.observedMs)
      return null
    return this.#pair(best.timeout, best.cap)
  }

  /** Of the pairs that dial little enough, the one with the least idle time; the largest when there is none. */
  #leastIdle(timeouts: Range, caps: Range): { timeout: number; cap: number } {
    const { surface } = this.#options
    let best = { timeout: timeouts.last, cap: caps.last }
    let leastMs = Infinity
    for (let cap = caps.first; cap <= caps.last; cap++) {
      for (let timeout = timeouts.first; timeout <= timeouts.last; timeout++) {
        if (surface.dials(timeout, cap) > this.#acceptable) continue
        const idleMs = surface.idleMs(timeout, cap)
        if (idleMs < leastMs) {
          leastMs = idleMs
          best = { timeout, cap }
        }
        // Any longer timeout with this cap holds as much idle or more.
        break
      }
    }
    return best
  }

  #pair(timeout: number, cap: number): IdlePair {
    const { idleTimeoutsMs, idleCaps } = this.#options.surface.grid
    return { idleTimeoutMs: idleTimeoutsMs[timeout] as number, maxIdlePerHost: idleCaps[cap] as number }
  }
}

function rangeOf(values: readonly number[], least: number, most: number): Range {
  const last = Math.max(0, lastUpTo(values, most))
  const first = values.findIndex((value) => value >= least)
  return { first: first < 0 ? last : Math.min(first, last), last }
}

/** Idle connections, on average: fewer are not worth a change. */
const LEAST_SAVED_CONNECTIONS = 0.05

import type { PoolSettings } from '../pool/settings.ts'
import { ConnectionCapTuner } from './connection-cap-tuner.ts'
import { explainChange } from './explain-change.ts'
import type { GhostSurface } from './ghost-surface.ts'
import { IdlePairChoice } from './idle-pair-choice.ts'
import { beyondKnee, KneeEstimate, type KneeReading } from './knee-estimate.ts'
import { ReuseGhost } from './reuse-ghost.ts'
import { RulesOfThumb } from './rules-of-thumb.ts'
import { stepDown, stepUp } from './smooth-step.ts'
import type { EpochFigures, Tuner, TuningChange } from './tuner.ts'
import { clampSettings, expectBounds, type TuningBounds } from './tuning-bounds.ts'
import { DEFAULT_CAUTION, type TuningCaution } from './tuning-caution.ts'
import { tuningGrid } from './tuning-grid.ts'

export interface AutoTunerOptions {
  /** To begin with. */
  readonly settings: PoolSettings
  readonly bounds: TuningBounds
  /** Longer idle timeouts are never set; Infinity when no limit is known. */
  readonly safeIdleTimeoutMs: number
  /** On the pool's clock. */
  readonly startMs: number
  readonly caution?: Partial<TuningCaution>
}

/**
 * Finds a pool's settings while it runs, from the reuse surface of its own traffic (`ReuseGhost`).
 *
 * At the end of each epoch it looks for the pair of idle timeout and idle cap with the least idle time among those
 * that would have dialed at most `tolerance` more than the widest pair allowed, over the time that it remembers. So it
 * follows what would have been best so far, and does so lazily:
 *
 * - **Up, at once**, fourfold at most in an epoch, when the pair in force would have dialed `hysteresis` more than
 *   that and `leastDials` at least.
 * - **Down, slowly**, by a quarter (or one figure of the grid), when that saves `leastSaving` of the idle time, every
 *   epoch of `patienceMs` has said so, and nothing was changed for `dwellMs`.
 * - **Never to and fro**: each time that a setting has to be raised after one was lowered, the patience doubles, up to
 *   `mostPatienceMs`. So directions change at most 2 · log₂(mostPatience / patience) times, and then twice in each
 *   `mostPatienceMs`, whatever the traffic.
 * - **Never out of bounds**, and never above the safe idle timeout: that is kept at once, without patience.
 *
 * Requests under way are taken as they are: what dials add to them under the settings in force does not feed back.
 * `maxConnsPerHost` is advised on by signals, and changed only where the bounds allow it (`ConnectionCapTuner`).
 */
export class AutoTuner implements Tuner {
  readonly #bounds: TuningBounds
  readonly #caution: TuningCaution
  readonly #ghost: ReuseGhost
  readonly #rules = new RulesOfThumb()
  readonly #knee = new KneeEstimate()
  readonly #connCap: ConnectionCapTuner | null
  #settings: PoolSettings
  #safeMs: number
  #changedAtMs: number
  /** Since when each epoch has wanted lower settings; Infinity when the last did not. */
  #wantsLessSinceMs = Infinity
  #patienceMs: number
  #loweredLast = false

  /** @throws RangeError when the bounds make no sense */
  constructor(options: AutoTunerOptions) {
    const { settings, bounds, safeIdleTimeoutMs, startMs } = options
    expectBounds(bounds)
    this.#bounds = bounds
    this.#caution = { ...DEFAULT_CAUTION, ...options.caution }
    this.#patienceMs = this.#caution.patienceMs
    this.#settings = settings
    this.#safeMs = safeIdleTimeoutMs
    this.#changedAtMs = startMs
    this.#connCap =
      bounds.maxConnsPerHost === null
        ? null
        : new ConnectionCapTuner(bounds.maxConnsPerHost, this.#caution, startMs)
    const { idleTimeoutMs, maxIdlePerHost } = bounds
    const grid = tuningGrid({
      idleTimeoutsMs: [settings.idleTimeoutMs, idleTimeoutMs.least, idleTimeoutMs.most, safeIdleTimeoutMs],
      idleCaps: [settings.maxIdlePerHost, maxIdlePerHost.least, maxIdlePerHost.most],
    })
    this.#ghost = new ReuseGhost(grid, startMs)
  }

  get settings(): PoolSettings {
    return this.#settings
  }

  /** Whatever is remembered, for every pair. */
  get surface(): GhostSurface {
    return this.#ghost.surface()
  }

  watch(underWay: number, atMs: number): void {
    this.#ghost.watch(underWay, atMs)
  }

  endEpoch(figures: EpochFigures): TuningChange | null {
    this.#ghost.age(figures.atMs, this.#caution.halfLifeMs)
    const knee = this.#knee.endEpoch(figures)
    const signals = [...this.#rules.signals(figures), ...beyond(knee)]
    const from = this.#settings
    const surface = this.#ghost.surface()
    const within = clampSettings(from, this.#bounds, this.#safeMs)
    const to = this.#withConnCap(this.#withIdlePair(within, surface, figures.atMs), figures, knee)
    if (sameTuned(from, to)) return null
    this.#settings = to
    this.#changedAtMs = figures.atMs
    const why = explainChange({ from, within, to, surface, bounds: this.#bounds, safeMs: this.#safeMs, knee })
    return { atMs: figures.atMs, from, to, why, signals }
  }

  adopt(settings: PoolSettings): void {
    this.#settings = settings
    this.#wantsLessSinceMs = Infinity
  }

  setSafeIdleTimeout(safeMs: number): void {
    this.#safeMs = safeMs
  }

  #withIdlePair(settings: PoolSettings, surface: GhostSurface, nowMs: number): PoolSettings {
    const choice = new IdlePairChoice({
      surface,
      settings,
      bounds: this.#bounds,
      safeMs: this.#safeMs,
      caution: this.#caution,
    })
    const wider = choice.wider()
    if (wider !== null) {
      this.#wantsLessSinceMs = Infinity
      if (this.#loweredLast) {
        this.#patienceMs = Math.min(2 * this.#patienceMs, this.#caution.mostPatienceMs)
        this.#loweredLast = false
      }
      return clampSettings(
        { ...settings, ...stepUp(settings, wider, surface.grid) },
        this.#bounds,
        this.#safeMs,
      )
    }
    const narrower = choice.narrower()
    if (narrower === null) {
      this.#wantsLessSinceMs = Infinity
      return settings
    }
    if (this.#wantsLessSinceMs === Infinity) this.#wantsLessSinceMs = nowMs
    const isPatient = nowMs - this.#wantsLessSinceMs >= this.#patienceMs
    if (!isPatient || nowMs - this.#changedAtMs < this.#caution.dwellMs) return settings
    this.#loweredLast = true
    return clampSettings(
      { ...settings, ...stepDown(settings, narrower, surface.grid) },
      this.#bounds,
      this.#safeMs,
    )
  }

  #withConnCap(settings: PoolSettings, figures: EpochFigures, knee: KneeReading | null): PoolSettings {
    if (this.#connCap === null) return settings
    const maxConnsPerHost = this.#connCap.next(settings.maxConnsPerHost, figures, knee)
    return { ...settings, maxConnsPerHost }
  }
}

function beyond(knee: KneeReading | null) {
  const signal = knee === null ? null : beyondKnee(knee)
  return signal === null ? [] : [signal]
}

function sameTuned(a: PoolSettings, b: PoolSettings): boolean {
  return (
    a.idleTimeoutMs === b.idleTimeoutMs &&
    a.maxIdlePerHost === b.maxIdlePerHost &&
    a.maxConnsPerHost === b.maxConnsPerHost
  )
}

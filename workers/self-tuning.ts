import type { PoolMachine } from '../models/pool/machine.ts'
import type { PoolPolicy } from '../models/pool/policy.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import { idleTimeoutWithin } from '../models/recommend/expiry-slack.ts'
import { AutoTuner } from '../models/tune/auto-tuner.ts'
import { PoolTuning, type TunedMachine } from '../models/tune/pool-tuning.ts'
import type { TuningChange } from '../models/tune/tuner.ts'
import type { TuningBounds } from '../models/tune/tuning-bounds.ts'

/** How a live pool tunes itself; plain data, which crosses between threads. */
export interface SelfTuningPlan {
  /** Whether changes are made, or only told. */
  readonly mode: 'apply' | 'shadow'
  readonly bounds: TuningBounds
  /**
   * No idle timeout is longer than this, in ms. `from-hint`: half a second, or half of it where that is less, below
   * what the server announces, and shorter still for a pool that hands out connections past their idle timeout; while
   * the server has announced nothing, what the pool was given.
   */
  readonly safeIdleTimeoutMs: number | 'from-hint'
  /** Length of an epoch. */
  readonly everyMs: number
}

/** What a tuner needs of a live pool. */
export interface TunedPool {
  readonly machine: TunedMachine & Pick<PoolMachine, 'policy'>
  readonly shortestHintMs: number | null
  onStep: ((nowMs: number) => void) | null
  reconfigure(settings: PoolSettings): void
}

/**
 * A live pool that tunes itself, or says how it would. Whoever has a timer calls `endEpoch`; settings that others
 * change meanwhile are taken over.
 */
export class SelfTuning {
  changes = 0
  readonly #pool: TunedPool
  readonly #plan: SelfTuningPlan
  readonly #tuning: PoolTuning
  readonly #onChange: (change: TuningChange) => void
  /** Settings of the pool that the tuner knows of. */
  #known: PoolSettings
  #hintMs: number | null = null

  /** @throws RangeError when the bounds make no sense */
  constructor(
    pool: TunedPool,
    plan: SelfTuningPlan,
    nowMs: number,
    onChange: (change: TuningChange) => void,
  ) {
    this.#pool = pool
    this.#plan = plan
    this.#onChange = onChange
    const { settings } = pool.machine
    this.#known = settings
    const { bounds, everyMs } = plan
    const tuner = new AutoTuner({
      settings,
      bounds,
      safeIdleTimeoutMs:
        plan.safeIdleTimeoutMs === 'from-hint' ? settings.idleTimeoutMs : plan.safeIdleTimeoutMs,
      startMs: nowMs,
      caution: { patienceMs: PATIENT_EPOCHS * everyMs, dwellMs: PATIENT_EPOCHS * everyMs },
    })
    this.#tuning = new PoolTuning(pool.machine, tuner, nowMs)
    pool.onStep = (atMs) => this.#tuning.look(atMs)
  }

  /** Looks at what has happened since the last time, and changes the settings if that pays. */
  endEpoch(nowMs: number): void {
    const { settings } = this.#pool.machine
    if (settings !== this.#known) this.#adopt(settings)
    this.#heedHint()
    const change = this.#tuning.endEpoch(nowMs)
    if (change === null) return
    this.changes++
    if (this.#plan.mode === 'apply') {
      this.#pool.reconfigure(change.to)
      this.#known = this.#pool.machine.settings
    }
    this.#onChange(change)
  }

  /** Somebody else has set these; where nothing else is known of what is safe, their idle timeout is. */
  #adopt(settings: PoolSettings): void {
    const { tuner } = this.#tuning
    tuner.adopt(settings)
    this.#known = settings
    const isUnknown = this.#plan.safeIdleTimeoutMs === 'from-hint' && this.#hintMs === null
    if (isUnknown) tuner.setSafeIdleTimeout(settings.idleTimeoutMs)
  }

  #heedHint(): void {
    const { shortestHintMs, machine } = this.#pool
    if (this.#plan.safeIdleTimeoutMs !== 'from-hint' || shortestHintMs === this.#hintMs) return
    this.#hintMs = shortestHintMs
    if (shortestHintMs !== null)
      this.#tuning.tuner.setSafeIdleTimeout(safeBelow(shortestHintMs, machine.policy))
  }
}

/** Servers announce whole seconds, so that a longer margin would leave nothing of the shortest. */
function safeBelow(hintMs: number, policy: PoolPolicy): number {
  return Math.max(LEAST_TIMEOUT_MS, idleTimeoutWithin(hintMs - Math.min(MARGIN_MS, hintMs / 2), policy))
}

const PATIENT_EPOCHS = 6
const MARGIN_MS = 500
/** Where a server announces that it keeps nothing, connections are closed whatever the idle timeout. */
const LEAST_TIMEOUT_MS = 1

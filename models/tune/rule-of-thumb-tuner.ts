import type { PoolSettings } from '../pool/settings.ts'
import { RulesOfThumb } from './rules-of-thumb.ts'
import type { EpochFigures, Tuner, TuningChange } from './tuner.ts'
import { clampSettings, expectBounds, type TuningBounds } from './tuning-bounds.ts'

/**
 * The bare rules of thumb, for comparison: half as much again of the idle cap when too many connections are dialed, a
 * fifth less when too many are idle, in each epoch, without memory. The idle timeout stays as it is.
 */
export class RuleOfThumbTuner implements Tuner {
  readonly #bounds: TuningBounds
  readonly #rules = new RulesOfThumb()
  #settings: PoolSettings
  #safeMs: number

  /** @param safeIdleTimeoutMs Infinity when no limit is known @throws RangeError when the bounds make no sense */
  constructor(options: {
    readonly settings: PoolSettings
    readonly bounds: TuningBounds
    readonly safeIdleTimeoutMs: number
  }) {
    expectBounds(options.bounds)
    this.#bounds = options.bounds
    this.#settings = options.settings
    this.#safeMs = options.safeIdleTimeoutMs
  }

  get settings(): PoolSettings {
    return this.#settings
  }

  watch(): void {}

  endEpoch(figures: EpochFigures): TuningChange | null {
    const signals = this.#rules.signals(figures)
    const from = this.#settings
    const wants = (name: string) => signals.some((signal) => signal.name === name)
    const { maxIdlePerHost } = from
    const maxIdle =
      wants('dials-outpace-idle') || wants('many-dials')
        ? Math.ceil(MORE * maxIdlePerHost)
        : wants('idle-unused')
          ? Math.floor(LESS * maxIdlePerHost)
          : maxIdlePerHost
    const to = clampSettings({ ...from, maxIdlePerHost: maxIdle }, this.#bounds, this.#safeMs)
    if (to.maxIdlePerHost === maxIdlePerHost && to.idleTimeoutMs === from.idleTimeoutMs) return null
    this.#settings = to
    return { atMs: figures.atMs, from, to, why: signals.map(({ says }) => says).join('; '), signals }
  }

  adopt(settings: PoolSettings): void {
    this.#settings = settings
  }

  setSafeIdleTimeout(safeMs: number): void {
    this.#safeMs = safeMs
  }
}

const MORE = 1.5
const LESS = 0.8

import { type Measurement, mergeStretches } from '../../models/measurement/measurement.ts'
import { findAbort } from '../../models/thresholds/evaluate-thresholds.ts'
import type { Threshold } from '../../models/thresholds/threshold.ts'

/**
 * Each thread tells once a second what it has measured, and four times a second it is looked at; the rest is for threads
 * that are late. What all threads together have counted is of so much less time than has passed, at most.
 */
const LAG_MS = 2000

/** Looks at what has been measured so far, and remembers the threshold that ends the run. */
export class ThresholdWatch {
  readonly #thresholds: readonly Threshold[]
  #whole: Measurement | null
  #endedBy: Threshold | null = null

  /** @param stretches that are over, such as blocks measured before an interruption */
  constructor(thresholds: readonly Threshold[], stretches: readonly Measurement[] = []) {
    this.#thresholds = thresholds
    this.#whole = stretches.length === 0 ? null : mergeStretches(stretches)
  }

  /** Whether any threshold may end the run: else there is nothing to look at while it goes on. */
  get isNeeded(): boolean {
    return this.#thresholds.some(({ abortOnFail }) => abortOnFail)
  }

  /** The first that was found; it stays. */
  get endedBy(): Threshold | null {
    return this.#endedBy
  }

  /** @param soFar of the stretch that goes on @returns whether the run is to end */
  look(soFar: Measurement): boolean {
    this.#endedBy ??= findAbort(this.#thresholds, this.#with(soFar), { lagMs: LAG_MS })
    return this.#endedBy !== null
  }

  /** A stretch is over: it counts from now on together with those before it. */
  add(stretch: Measurement): void {
    this.#whole = this.#with(stretch)
    this.#endedBy ??= findAbort(this.#thresholds, this.#whole)
  }

  #with(stretch: Measurement): Measurement {
    return this.#whole === null ? stretch : mergeStretches([this.#whole, stretch])
  }
}

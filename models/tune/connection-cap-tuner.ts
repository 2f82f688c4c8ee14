import type { KneeReading } from './knee-estimate.ts'
import type { EpochFigures } from './tuner.ts'
import { type Bounds, clamp } from './tuning-bounds.ts'

/**
 * `maxConnsPerHost` from the knee, where the operator lets it be set. It is the largest of three figures, so that it
 * keeps a crowd from the server and never anything that traffic needs:
 *
 * - the limit of gradient2;
 * - a + 4 · √a + 1, where a = λ · R is what Little's law says would be under way if nothing waited at the server:
 *   with random arrivals at a server without limits the number under way is Poisson distributed with mean and variance
 *   a, and four standard deviations are rarely exceeded;
 * - a quarter more than were ever under way in an epoch with response times as usual, fading by half in an hour of
 *   epochs.
 *
 * Twofold up in an epoch, at once; down by a quarter, after the patience and the dwell of the idle settings.
 */
export class ConnectionCapTuner {
  readonly #bounds: Bounds
  readonly #patienceMs: number
  readonly #dwellMs: number
  #changedAtMs: number
  #wantsLessSinceMs = Infinity
  #healthyPeak = 0

  constructor(
    bounds: Bounds,
    caution: { readonly patienceMs: number; readonly dwellMs: number },
    startMs: number,
  ) {
    this.#bounds = bounds
    this.#patienceMs = caution.patienceMs
    this.#dwellMs = caution.dwellMs
    this.#changedAtMs = startMs
  }

  /** @returns what `maxConnsPerHost` should be now, from what it is */
  next(current: number, { atMs, peakUnderWay, waiting }: EpochFigures, knee: KneeReading | null): number {
    if (knee === null) return current
    const isHealthy = knee.gradient === 1
    this.#healthyPeak *= FADES
    if (isHealthy) this.#healthyPeak = Math.max(this.#healthyPeak, peakUnderWay)
    const wanted = this.#wanted(knee, isHealthy && waiting > 0 ? 2 * current : 0)
    if (wanted > current) {
      this.#wantsLessSinceMs = Infinity
      return this.#change(Math.min(wanted, 2 * current), atMs)
    }
    if (!(wanted < DOWN * current)) {
      this.#wantsLessSinceMs = Infinity
      return current
    }
    if (this.#wantsLessSinceMs === Infinity) this.#wantsLessSinceMs = atMs
    const isPatient = atMs - this.#wantsLessSinceMs >= this.#patienceMs
    if (!isPatient || atMs - this.#changedAtMs < this.#dwellMs) return current
    // There is no quarter of what has no limit.
    const leastNext = current === Infinity ? wanted : Math.ceil(DOWN * current)
    return this.#change(Math.max(wanted, leastNext), atMs)
  }

  #wanted({ limit, needed }: KneeReading, atLeast: number): number {
    const traffic = needed + 4 * Math.sqrt(needed) + 1
    return clamp(Math.ceil(Math.max(limit, traffic, 1.25 * this.#healthyPeak, atLeast)), this.#bounds)
  }

  #change(to: number, atMs: number): number {
    this.#changedAtMs = atMs
    return to
  }
}

const DOWN = 0.75
/** 360 epochs, an hour of those of 10 s, leave half. */
const FADES = 0.998

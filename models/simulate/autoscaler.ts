/** When the number of pods changes, and how far. */
export interface AutoscalerSettings {
  /** ≥ 1 */
  readonly minPods: number
  /** ≥ `minPods` */
  readonly maxPods: number
  /** Arrivals per second that one pod is meant to take; > 0. */
  readonly targetRatePerPod: number
  /** Time from one decision to the next; > 0. */
  readonly everyMs: number
  /** For how long a higher number, once recommended, is held; ≥ 0. */
  readonly stabilizationMs: number
}

/** What Kubernetes does unless told: `--horizontal-pod-autoscaler-sync-period`, `…-downscale-stabilization`. */
export const KUBERNETES_TIMING = { everyMs: 15_000, stabilizationMs: 300_000 } as const

/** `--horizontal-pod-autoscaler-tolerance`: a load this close to the target changes nothing. */
const TOLERANCE = 0.1

/**
 * The Horizontal Pod Autoscaler of Kubernetes (documentation, "Horizontal Pod Autoscaling", algorithm details): the
 * number recommended is ⌈pods × rate per pod / target⌉, or the present one where that ratio is within 0.1 of 1; what
 * is done is the highest recommendation of the stabilization window, within the limits. A pod is there at once, and
 * limits on how fast pods are added (by default the larger of 4 and a doubling in 15 s) are not modelled.
 */
export class Autoscaler {
  readonly #settings: AutoscalerSettings
  /** Recommendations of the stabilization window, the latest last. */
  readonly #recommended: number[]
  readonly #remembered: number
  #pods: number

  /**
   * @param pods at the beginning
   * @throws RangeError when a setting is out of range, or `pods` outside the limits
   */
  constructor(settings: AutoscalerSettings, pods = settings.minPods) {
    requireSettings(settings)
    if (!(Number.isSafeInteger(pods) && pods >= settings.minPods && pods <= settings.maxPods)) {
      throw new RangeError(`pods must be a whole number from minPods to maxPods, got ${pods}`)
    }
    this.#settings = settings
    this.#remembered = 1 + Math.floor(settings.stabilizationMs / settings.everyMs)
    this.#recommended = [pods]
    this.#pods = pods
  }

  get pods(): number {
    return this.#pods
  }

  /**
   * Decides at the end of an interval.
   *
   * @param arrivals at all pods together within the interval; finite, ≥ 0
   * @returns the number of pods for the next interval
   * @throws RangeError when `arrivals` is out of range
   */
  next(arrivals: number): number {
    if (!(arrivals >= 0 && arrivals < Infinity)) {
      throw new RangeError(`arrivals must be finite and >= 0, got ${arrivals}`)
    }
    this.#recommended.push(this.#recommend(arrivals))
    if (this.#recommended.length > this.#remembered) this.#recommended.shift()
    const { minPods, maxPods } = this.#settings
    this.#pods = Math.min(maxPods, Math.max(minPods, ...this.#recommended))
    return this.#pods
  }

  #recommend(arrivals: number): number {
    const { targetRatePerPod, everyMs } = this.#settings
    const wanted = (1000 * arrivals) / everyMs / targetRatePerPod
    return Math.abs(wanted - this.#pods) <= TOLERANCE * this.#pods ? this.#pods : Math.ceil(wanted)
  }
}

function requireSettings(settings: AutoscalerSettings): void {
  const { minPods, maxPods, targetRatePerPod, everyMs, stabilizationMs } = settings
  if (!(Number.isSafeInteger(minPods) && minPods >= 1)) {
    throw new RangeError(`minPods must be a whole number >= 1, got ${minPods}`)
  }
  if (!(Number.isSafeInteger(maxPods) && maxPods >= minPods)) {
    throw new RangeError(`maxPods must be a whole number >= minPods, got ${maxPods}`)
  }
  for (const [name, value] of Object.entries({ targetRatePerPod, everyMs })) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be finite and > 0, got ${value}`)
  }
  if (!(stabilizationMs >= 0 && stabilizationMs < Infinity)) {
    throw new RangeError(`stabilizationMs must be finite and >= 0, got ${stabilizationMs}`)
  }
}

import { LatencyHistogram } from '../models/measurement/latency-histogram.ts'

/**
 * Watches how late timers fire in this thread, against an absolute schedule of one every 10 ms. It works alike
 * on every runtime, where event-loop utilisation and delay monitors do not.
 */
export class DriftSampler {
  readonly #drift = new LatencyHistogram()
  readonly #clock: () => number
  #timer: NodeJS.Timeout | null = null
  #dueMs = 0

  /** @param clock monotonic, in ms */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  get p99Ms(): number {
    return this.#drift.count === 0 ? 0 : this.#drift.quantileMs(0.99)
  }

  get maxMs(): number {
    return this.#drift.count === 0 ? 0 : this.#drift.maxMs
  }

  start(): void {
    this.#dueMs = this.#clock() + PERIOD_MS
    this.#arm()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #arm(): void {
    this.#timer = setTimeout(
      () => {
        const lateMs = this.#clock() - this.#dueMs
        this.#drift.record(lateMs)
        this.#dueMs += PERIOD_MS * Math.max(1, Math.ceil(lateMs / PERIOD_MS))
        this.#arm()
      },
      Math.max(0, this.#dueMs - this.#clock()),
    )
  }
}

const PERIOD_MS = 10

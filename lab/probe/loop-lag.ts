import { DriftSampler } from '../../workers/self-check.ts'

/** How late this process' own event loop turned while something else was measured. */
export class LoopLag {
  readonly #drift = new DriftSampler(() => performance.now())

  /** Begins to watch. */
  constructor() {
    this.#drift.start()
  }

  /** Its 99th percentile so far in ms, ≥ 0; 0 before the first turn. */
  p99Ms(): number {
    return this.#drift.p99Ms
  }

  stop(): void {
    this.#drift.stop()
  }
}

import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 10

/** How late this process' own event loop turned while something else was measured. */
export class LoopLag {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  /** Begins to watch. */
  constructor() {
    this.#histogram.enable()
  }

  /** Its 99th percentile so far in ms, ≥ 0; 0 before the first turn. */
  p99Ms(): number {
    if (!Number.isFinite(this.#histogram.mean)) return 0
    // Node records the time between turns of a timer, other runtimes only what is beyond its period.
    const includedMs = this.#histogram.min / 1e6 > RESOLUTION_MS / 2 ? RESOLUTION_MS : 0
    return Math.max(0, this.#histogram.percentile(99) / 1e6 - includedMs)
  }

  stop(): void {
    this.#histogram.disable()
  }
}

/** Where CPU time and wall time are read. */
export interface CpuClocks {
  /** User and system time of the process so far, in µs. */
  cpuUsage(): { readonly user: number; readonly system: number }
  /** Monotonic, in ms. */
  nowMs(): number
}

const processClocks: CpuClocks = {
  cpuUsage: () => process.cpuUsage(),
  nowMs: () => performance.now(),
}

/** CPU time of this process, all its threads together, from the moment at which this was made. */
export class CpuUse {
  readonly #clocks: CpuClocks
  readonly #startUs: number
  readonly #startMs: number

  constructor(clocks: CpuClocks = processClocks) {
    this.#clocks = clocks
    this.#startUs = totalUs(clocks)
    this.#startMs = clocks.nowMs()
  }

  /** CPU seconds so far. */
  seconds(): number {
    return (totalUs(this.#clocks) - this.#startUs) / 1e6
  }

  /**
   * CPU seconds / (wall time × threads). What other threads of the process used is in it, so that it may exceed 1.
   *
   * @param threads that share the work
   * @param polledMs CPU time spent in waiting for something to do, which is left out
   * @returns `null` when no time has passed, or the runtime does not know
   */
  share(threads: number, polledMs = 0): number | null {
    const wallMs = this.#clocks.nowMs() - this.#startMs
    const share = Math.max(0, 1000 * this.seconds() - polledMs) / (wallMs * threads)
    return wallMs > 0 && Number.isFinite(share) ? share : null
  }
}

function totalUs(clocks: CpuClocks): number {
  const { user, system } = clocks.cpuUsage()
  return user + system
}

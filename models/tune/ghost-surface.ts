import type { TuningGrid } from './tuning-grid.ts'

/** Dials and idle time of every pair of a grid, as a `ReuseGhost` had counted them at a moment. */
export class GhostSurface {
  readonly grid: TuningGrid
  /** Requests that took a connection, as far as they count still. */
  readonly requests: number
  /** Time that the counts stand for. */
  readonly observedMs: number
  readonly #dials: Float64Array
  readonly #idleMs: Float64Array

  /**
   * @param gaps by row of timeouts and column of caps, one more each: [count, sum in ms], where depths are filed under
   *   the smallest cap that spans them
   * @param evictions likewise, by cap
   */
  constructor(grid: TuningGrid, gaps: Float64Array, evictions: Float64Array, observedMs: number) {
    this.grid = grid
    this.observedMs = observedMs
    const { idleTimeoutsMs, idleCaps } = grid
    const rows = idleTimeoutsMs.length + 1
    const rowLength = idleCaps.length + 1
    let requests = 0
    for (let at = 0; at < gaps.length; at += 2) requests += gaps[at] as number
    this.requests = requests
    this.#dials = new Float64Array((rows - 1) * (rowLength - 1))
    this.#idleMs = new Float64Array(this.#dials.length)
    /** By row: what is filed under this cap or a smaller one. */
    const reuses = new Float64Array(rows)
    const reusedMs = new Float64Array(rows)
    for (let cap = 0; cap < idleCaps.length; cap++) {
      let idleTimes = 0
      for (let row = 0; row < rows; row++) {
        const at = 2 * (row * rowLength + cap)
        reuses[row]! += gaps[at] as number
        reusedMs[row]! += gaps[at + 1] as number
        idleTimes += (reuses[row] as number) + (evictions[at] as number)
      }
      let found = 0
      let endedMs = 0
      for (let row = 0; row < rows - 1; row++) {
        const at = 2 * (row * rowLength + cap)
        found += reuses[row] as number
        endedMs += (reusedMs[row] as number) + (evictions[at + 1] as number)
        idleTimes -= (reuses[row] as number) + (evictions[at] as number)
        const cell = row * idleCaps.length + cap
        this.#dials[cell] = requests - found
        const timeoutMs = idleTimeoutsMs[row] as number
        // Nothing is idle for longer than Infinity, and 0 × Infinity is not 0.
        this.#idleMs[cell] = timeoutMs === Infinity ? endedMs : endedMs + timeoutMs * idleTimes
      }
    }
  }

  /** New connections of a pool with this idle timeout and idle cap, both by index in the grid. */
  dials(timeout: number, cap: number): number {
    return this.#dials[timeout * this.grid.idleCaps.length + cap] as number
  }

  /** Idle connection-milliseconds of such a pool, of connections that are idle no longer. */
  idleMs(timeout: number, cap: number): number {
    return this.#idleMs[timeout * this.grid.idleCaps.length + cap] as number
  }

  /** Per second of the time that the counts stand for; 0 before any has passed. */
  dialsPerSecond(timeout: number, cap: number): number {
    return this.observedMs === 0 ? 0 : (1000 * this.dials(timeout, cap)) / this.observedMs
  }

  /** Connections that are idle on average: idle connection-seconds per second. */
  meanIdle(timeout: number, cap: number): number {
    return this.observedMs === 0 ? 0 : this.idleMs(timeout, cap) / this.observedMs
  }
}

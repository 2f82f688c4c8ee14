import { setImmediate as nextTurn } from 'node:timers/promises'
import { GCProfiler } from 'node:v8'
import type { GcPauses } from '../../models/measurement/target-sample.ts'

const COLLECT_MS = 1_000
const PROBE_ROUNDS = 32
const ARRAYS_PER_ROUND = 2_000
const MS_PER_MICROSECOND = 1e-3
const MS_PER_NANOSECOND = 1e-6

/**
 * Garbage collection pauses of this process, as a GCProfiler tells them. Every runtime accepts an observer of `gc`
 * entries as well, but some stay silent.
 */
export class GcPauseWatch {
  readonly #msPerUnit: number
  readonly #collecting: NodeJS.Timeout
  #profiler = startProfiler()
  #count = 0
  #totalMs = 0
  #maxMs = 0

  private constructor(msPerUnit: number) {
    this.#msPerUnit = msPerUnit
    // What the profiler has not told stays in its memory.
    this.#collecting = setInterval(() => this.#collect(), COLLECT_MS)
    this.#collecting.unref()
  }

  /**
   * Makes up to 32 MB of garbage to see whether pauses are told, and in which unit, and starts to watch. Pauses of this
   * probe are not counted.
   *
   * @returns null where pauses cannot be seen
   */
  static async start(): Promise<GcPauseWatch | null> {
    for (let round = 0; round < PROBE_ROUNDS; round++) {
      const profiler = startProfiler()
      const beganMs = performance.now()
      makeGarbage()
      await nextTurn()
      const elapsedMs = performance.now() - beganMs
      const costs = costsOf(profiler)
      if (costs.length > 0) return new GcPauseWatch(gcCostUnitMs(costs, elapsedMs))
    }
    return null
  }

  get pauses(): GcPauses {
    this.#collect()
    return { count: this.#count, totalMs: this.#totalMs, maxMs: this.#maxMs }
  }

  stop(): void {
    clearInterval(this.#collecting)
    this.#profiler.stop()
  }

  #collect(): void {
    const profiler = this.#profiler
    this.#profiler = startProfiler()
    for (const cost of costsOf(profiler)) {
      const pauseMs = cost * this.#msPerUnit
      this.#count++
      this.#totalMs += pauseMs
      this.#maxMs = Math.max(this.#maxMs, pauseMs)
    }
  }
}

/**
 * How many ms a unit of a profiler's costs is: microseconds, as Node documents them, or nanoseconds, where the pauses
 * would otherwise have taken longer than the time in which they were.
 *
 * @param costs of all pauses within `elapsedMs`
 */
export function gcCostUnitMs(costs: readonly number[], elapsedMs: number): number {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  return total * MS_PER_MICROSECOND > elapsedMs ? MS_PER_NANOSECOND : MS_PER_MICROSECOND
}

function startProfiler(): GCProfiler {
  const profiler = new GCProfiler()
  profiler.start()
  return profiler
}

function costsOf(profiler: GCProfiler): number[] {
  return profiler.stop().statistics.map(({ cost }) => cost)
}

function makeGarbage(): number {
  let kept: number[][] = []
  for (let i = 0; i < ARRAYS_PER_ROUND; i++) kept.push(Array.from({ length: 60 }, () => i + 0.5))
  const made = kept.length
  kept = []
  return made
}

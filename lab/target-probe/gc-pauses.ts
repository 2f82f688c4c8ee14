import { setImmediate as nextTurn } from 'node:timers/promises'
import { GCProfiler, getHeapStatistics } from 'node:v8'
import type { GcPauses } from '../../models/measurement/target-sample.ts'
import { RollingSecond } from './rolling-second.ts'

const COLLECT_MS = 1_000
const PROBE_ROUNDS = 32
const ARRAYS_PER_ROUND = 2_000
const MS_PER_MICROSECOND = 1e-3
const MS_PER_NANOSECOND = 1e-6

/** One collection, as a GCProfiler tells it; the heap's used bytes before and after. */
interface Collection {
  readonly cost: number
  readonly beforeBytes: number
  readonly afterBytes: number
}

/**
 * Garbage collections of this process, as a GCProfiler tells them: how long they paused it, and what had been allocated
 * between them. Every runtime accepts an observer of `gc` entries as well, but some stay silent.
 */
export class GcPauseWatch {
  readonly #msPerUnit: number
  readonly #collecting: NodeJS.Timeout
  readonly #lastSecond = new RollingSecond()
  #profiler = startProfiler()
  #count = 0
  #totalMs = 0
  #maxMs = 0
  #last: Collection | null = null
  #usedBytes = getHeapStatistics().used_heap_size
  #allocatedBytes = 0

  private constructor(msPerUnit: number) {
    this.#msPerUnit = msPerUnit
    // What the profiler has not told stays in its memory.
    this.#collecting = setInterval(() => this.#collect(), COLLECT_MS)
    this.#collecting.unref()
  }

  /**
   * Starts to watch. Node documents the unit of its pauses; elsewhere up to 32 MB of garbage are made to see whether they
   * are told, and in which unit. Pauses of this probe are not counted.
   *
   * @returns null where pauses cannot be seen
   */
  static async start(): Promise<GcPauseWatch | null> {
    if (isNode()) return new GcPauseWatch(MS_PER_MICROSECOND)
    for (let round = 0; round < PROBE_ROUNDS; round++) {
      const profiler = startProfiler()
      const beganMs = performance.now()
      makeGarbage()
      await nextTurn()
      const elapsedMs = performance.now() - beganMs
      const costs = collectionsOf(profiler).map(({ cost }) => cost)
      if (costs.length > 0) return new GcPauseWatch(gcCostUnitMs(costs, elapsedMs))
    }
    return null
  }

  get pauses(): GcPauses {
    this.#collect()
    const recentMaxMs = this.#lastSecond.read(performance.now()).max
    return { count: this.#count, totalMs: this.#totalMs, maxMs: this.#maxMs, recentMaxMs }
  }

  /**
   * Bytes allocated on the heap since this watch started, as the allocator counts them: what was used before each
   * collection, less what was used after the one before. Contents of buffers are not on the heap. Space that is left over
   * at the end of a page counts as used, which for objects from some 10 KB on may add up to 30 %.
   *
   * @returns null on Bun, which only estimates what is used, and may be wrong by half or by twice
   */
  get allocatedBytes(): number | null {
    if (process.versions.bun !== undefined) return null
    this.#collect()
    return this.#allocatedBytes + Math.max(0, getHeapStatistics().used_heap_size - this.#usedBytes)
  }

  stop(): void {
    clearInterval(this.#collecting)
    this.#profiler.stop()
  }

  #collect(): void {
    const profiler = this.#profiler
    this.#profiler = startProfiler()
    const nowMs = performance.now()
    for (const collection of collectionsOf(profiler)) {
      if (!isSame(collection, this.#last)) this.#add(collection, nowMs)
      this.#last = collection
    }
  }

  #add({ cost, beforeBytes, afterBytes }: Collection, nowMs: number): void {
    const pauseMs = cost * this.#msPerUnit
    this.#count++
    this.#totalMs += pauseMs
    this.#maxMs = Math.max(this.#maxMs, pauseMs)
    this.#lastSecond.add(pauseMs, nowMs)
    this.#allocatedBytes += Math.max(0, beforeBytes - this.#usedBytes)
    this.#usedBytes = afterBytes
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

function isNode(): boolean {
  return process.versions.bun === undefined && process.versions['deno'] === undefined
}

function startProfiler(): GCProfiler {
  const profiler = new GCProfiler()
  profiler.start()
  return profiler
}

function collectionsOf(profiler: GCProfiler): Collection[] {
  return profiler.stop().statistics.map(({ cost, beforeGC, afterGC }) => ({
    cost,
    beforeBytes: beforeGC.heapStatistics.usedHeapSize,
    afterBytes: afterGC.heapStatistics.usedHeapSize,
  }))
}

/** Two profilers run while one takes over from the other: both tell a collection at that moment. */
function isSame(one: Collection, other: Collection | null): boolean {
  return one.cost === other?.cost && one.beforeBytes === other.beforeBytes
}

function makeGarbage(): number {
  let kept: number[][] = []
  for (let i = 0; i < ARRAYS_PER_ROUND; i++) kept.push(Array.from({ length: 60 }, () => i + 0.5))
  const made = kept.length
  kept = []
  return made
}

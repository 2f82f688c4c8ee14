import { PerformanceObserver } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { GcPauses } from '../../models/measurement/target-sample.ts'

const PROBE_ROUNDS = 32
const ARRAYS_PER_ROUND = 2_000

/** Garbage collection pauses of this process, from the `gc` entries of a PerformanceObserver. */
export class GcPauseObserver {
  #count = 0
  #totalMs = 0
  #maxMs = 0
  readonly #observer: PerformanceObserver

  private constructor() {
    this.#observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        this.#count++
        this.#totalMs += duration
        this.#maxMs = Math.max(this.#maxMs, duration)
      }
    })
  }

  /**
   * Starts to observe, and makes up to 32 MB of garbage to see whether pauses are reported at all: some runtimes
   * accept the observer and stay silent. Pauses of this probe are not counted.
   *
   * @returns null where pauses cannot be seen
   */
  static async start(): Promise<GcPauseObserver | null> {
    // Known to every runtime, missing from the types of Node 20.
    const { supportedEntryTypes } = PerformanceObserver as unknown as {
      supportedEntryTypes: readonly string[]
    }
    if (!supportedEntryTypes.includes('gc')) return null
    const pauses = new GcPauseObserver()
    pauses.#observer.observe({ entryTypes: ['gc'] })
    for (let round = 0; round < PROBE_ROUNDS && pauses.#count === 0; round++) {
      makeGarbage()
      await nextTurn()
    }
    if (pauses.#count === 0) {
      pauses.#observer.disconnect()
      return null
    }
    pauses.#count = 0
    pauses.#totalMs = 0
    pauses.#maxMs = 0
    return pauses
  }

  get pauses(): GcPauses {
    return { count: this.#count, totalMs: this.#totalMs, maxMs: this.#maxMs }
  }

  stop(): void {
    this.#observer.disconnect()
  }
}

function makeGarbage(): number {
  let kept: number[][] = []
  for (let i = 0; i < ARRAYS_PER_ROUND; i++) kept.push(Array.from({ length: 60 }, () => i + 0.5))
  const made = kept.length
  kept = []
  return made
}

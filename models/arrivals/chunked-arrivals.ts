import type { Arrivals } from './arrivals.ts'
import { DueBuffer } from './due-buffer.ts'
import { countBelow } from './partition-point.ts'
import { timeWindow } from './time-window.ts'

/** A random process cut into stretches of equal length that can each be drawn without the others. */
export interface ChunkProcess {
  readonly durationMs: number
  readonly chunkMs: number
  /** Requests per second at a moment in [0, durationMs). */
  ratePerSecond(atMs: number): number
  /**
   * Appends the arrivals of chunk `index`, ascending, all in [fromMs, toMs). The same index gives the same
   * bytes, whatever was drawn before.
   */
  drawChunk(index: number, fromMs: number, toMs: number, into: DueBuffer): void
}

/**
 * Random access to a chunk process: a window is the chunks that it covers, with the first and the last cut to
 * size. The two chunks cut last are kept, so that short windows in sequence draw each chunk once.
 */
export class ChunkedArrivals implements Arrivals {
  readonly durationMs: number
  readonly #process: ChunkProcess
  readonly #window = new DueBuffer()
  readonly #chunk = new DueBuffer()
  #recent: ReadonlyArray<{ readonly index: number; readonly dueMs: Float64Array }> = []

  constructor(process: ChunkProcess) {
    this.durationMs = process.durationMs
    this.#process = process
  }

  ratePerSecond(atMs: number): number {
    return atMs >= 0 && atMs < this.durationMs ? this.#process.ratePerSecond(atMs) : 0
  }

  between(fromMs: number, toMs: number): Float64Array {
    const window = timeWindow(fromMs, toMs, this.durationMs)
    const { chunkMs } = this.#process
    this.#window.clear()
    for (let index = Math.floor(window.fromMs / chunkMs); index * chunkMs < window.toMs; index++) {
      const startMs = index * chunkMs
      const endMs = Math.min(startMs + chunkMs, this.durationMs)
      if (startMs >= window.fromMs && endMs <= window.toMs) {
        this.#process.drawChunk(index, startMs, endMs, this.#window)
      } else {
        const dueMs = this.#wholeChunk(index, startMs, endMs)
        const first = countBelow(dueMs, window.fromMs)
        this.#window.append(dueMs.subarray(first, countBelow(dueMs, window.toMs)))
      }
    }
    return this.#window.toArray()
  }

  #wholeChunk(index: number, startMs: number, endMs: number): Float64Array {
    const known = this.#recent.find((chunk) => chunk.index === index)
    if (known) return known.dueMs
    this.#chunk.clear()
    this.#process.drawChunk(index, startMs, endMs, this.#chunk)
    const drawn = { index, dueMs: this.#chunk.toArray() }
    this.#recent = [drawn, ...this.#recent.slice(0, 1)]
    return drawn.dueMs
  }
}

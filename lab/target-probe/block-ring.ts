import type { EventLoopBlock } from '../../models/profile/event-loop-block.ts'

const MOST_BLOCKS = 10_000

/**
 * The newest blocks of an event loop; the oldest make room. It has all its memory from the start: one that fills would look
 * like a leak of the program that it watches.
 */
export class BlockRing {
  readonly #startedAtEpochMs: Float64Array
  readonly #durationMs: Float64Array
  /** Of all that were added. */
  #count = 0

  /** @param most blocks that are kept, 1 or more */
  constructor(most = MOST_BLOCKS) {
    this.#startedAtEpochMs = new Float64Array(most)
    this.#durationMs = new Float64Array(most)
  }

  add({ startedAtEpochMs, durationMs }: EventLoopBlock): void {
    const at = this.#count++ % this.#durationMs.length
    this.#startedAtEpochMs[at] = startedAtEpochMs
    this.#durationMs[at] = durationMs
  }

  /** Those that ended after a moment, in order of time. */
  since(epochMs: number): EventLoopBlock[] {
    const most = this.#durationMs.length
    const blocks: EventLoopBlock[] = []
    for (let i = Math.max(0, this.#count - most); i < this.#count; i++) {
      const startedAtEpochMs = this.#startedAtEpochMs[i % most] ?? 0
      const durationMs = this.#durationMs[i % most] ?? 0
      if (startedAtEpochMs + durationMs > epochMs) blocks.push({ startedAtEpochMs, durationMs })
    }
    return blocks
  }
}

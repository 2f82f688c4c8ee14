import type { EventLoopBlock } from '../../models/profile/event-loop-block.ts'

const MOST_BLOCKS = 10_000

/** The newest blocks of an event loop; the oldest make room. */
export class BlockRing {
  readonly #most: number
  readonly #blocks: EventLoopBlock[] = []
  #next = 0

  /** @param most blocks that are kept, 1 or more */
  constructor(most = MOST_BLOCKS) {
    this.#most = most
  }

  add(block: EventLoopBlock): void {
    this.#blocks[this.#next] = block
    this.#next = (this.#next + 1) % this.#most
  }

  /** Those that ended after a moment, in order of time. */
  since(epochMs: number): EventLoopBlock[] {
    const inOrder = [...this.#blocks.slice(this.#next), ...this.#blocks.slice(0, this.#next)]
    return inOrder.filter(({ startedAtEpochMs, durationMs }) => startedAtEpochMs + durationMs > epochMs)
  }
}

/** Keeps the thread busy. @param forMs in ms */
function blockThread(forMs: number): void {
  const untilMs = performance.now() + forMs
  while (performance.now() < untilMs);
}

/** Blocks the thread again and again, until it is stopped. */
export class RepeatedBlock {
  readonly #timer: NodeJS.Timeout

  /** @param everyMs from the beginning of one to that of the next, more than `blockMs` */
  constructor(blockMs: number, everyMs: number) {
    this.#timer = setInterval(() => blockThread(blockMs), everyMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

interface Cell {
  readonly index: number
  readonly before: Cell | null
}

/** What a cell takes on the heap of V8: header, two fields; its number is a small integer. */
const CELL_BYTES = 32

/**
 * Garbage of the costly sort: many small objects that point at one another and live a little longer than the young
 * generation, so that each collection has to copy them.
 */
export class ShortLivedHeap {
  readonly #kept: (Cell | null)[] = []
  readonly #most: number

  /** @param most batches that are kept alive */
  constructor(most: number) {
    this.#most = most
  }

  allocate(kibibytes: number): void {
    let cell: Cell | null = null
    const cells = (kibibytes * 1024) / CELL_BYTES
    for (let index = 0; index < cells; index++) cell = { index, before: cell }
    this.#kept.push(cell)
    if (this.#kept.length > this.#most) this.#kept.shift()
  }
}

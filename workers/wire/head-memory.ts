import type { ResponseHead } from './response-head.ts'

/**
 * Remembers the last head of a connection. Servers send the same octets again and again, but for the date, which
 * changes once a second; to compare them is several times as fast as to read them. A head tells its own end, so
 * bytes that begin with the octets of a head are that head.
 */
export class HeadMemory {
  #bytes = Buffer.alloc(0)
  /** Of `bytes`, those of the head remembered. */
  #octets = this.#bytes
  #head: ResponseHead | null = null
  #all = false

  /** How many octets the head remembered has. */
  get length(): number {
    return this.#octets.length
  }

  /** The head remembered, if [from, to) begins with its octets and it was read for the same `all`. */
  recall(bytes: Uint8Array, from: number, to: number, all: boolean): ResponseHead | null {
    const end = from + this.#octets.length
    if (this.#head === null || this.#all !== all || end > to) return null
    // Not by ranges, which Buffer#compare of Deno 2 takes for those of the other one.
    return Buffer.compare(this.#octets, bytes.subarray(from, end)) === 0 ? this.#head : null
  }

  /** Remembers the head that was read from [from, to). Long ones are not worth the memory. */
  keep(bytes: Uint8Array, from: number, to: number, head: ResponseHead, all: boolean): void {
    const length = to - from
    if (length > MAX_BYTES) return
    if (length > this.#bytes.length) this.#bytes = Buffer.alloc(length)
    this.#bytes.set(bytes.subarray(from, to))
    this.#octets = this.#bytes.subarray(0, length)
    this.#head = head
    this.#all = all
  }
}

const MAX_BYTES = 2048

/** Holds a line of which a part has come; the caller bounds its length. */
export class LineBuffer {
  #bytes = new Uint8Array(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What is held, from 0 to `length`; valid until more is appended. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  append(bytes: Uint8Array, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#bytes.length) this.#grow(length)
    this.#bytes.set(bytes.subarray(from, to), this.#length)
    this.#length = length
  }

  /** Holds nothing any more; what `bytes` gave before stays as it is until the next `append`. */
  clear(): void {
    this.#length = 0
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = new Uint8Array(0)
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(256, length, 2 * this.#bytes.length))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/** Thousands of connections each have a buffer: a larger one is given back. */
const KEPT_BYTES = 4096

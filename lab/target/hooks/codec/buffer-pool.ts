/** Memory of a pool; its owner writes to it until it is given back. */
export interface PooledBuffer {
  readonly bytes: Buffer
  /** The same memory. */
  readonly view: DataView
}

/** Sizes in bytes; those of buffers are powers of two. */
export interface BufferPoolOptions {
  /** The smallest buffer. Default 1024. */
  readonly minBytes?: number
  /** The largest buffer that is kept: a larger one is made for each time. Default 1 MiB. */
  readonly maxBytes?: number
  /** At most this much is kept for the next, all sizes together. Default 8 MiB. */
  readonly keptBytes?: number
  /** Told of each buffer that goes out and comes back. */
  readonly meter?: { lease(): void; giveBack(): void }
}

/**
 * Buffers that are used again, by size. Those that are out are not limited: who takes one while none is kept gets a
 * new one. The last one given back goes out first, while it is in the processor's caches.
 */
export class BufferPool {
  readonly #minBytes: number
  readonly #maxBytes: number
  readonly #mostKeptBytes: number
  readonly #meter: BufferPoolOptions['meter']
  readonly #kept = new Map<number, PooledBuffer[]>()
  readonly #out = new Set<PooledBuffer>()
  #keptBytes = 0
  /** Buffers allocated so far. */
  made = 0

  /** @throws RangeError for sizes that are no powers of two, or a largest below the smallest */
  constructor(options: BufferPoolOptions = {}) {
    this.#minBytes = options.minBytes ?? 1024
    this.#maxBytes = options.maxBytes ?? 1_048_576
    this.#mostKeptBytes = options.keptBytes ?? 8_388_608
    this.#meter = options.meter
    if (!isPowerOfTwo(this.#minBytes) || !isPowerOfTwo(this.#maxBytes) || this.#maxBytes < this.#minBytes) {
      throw new RangeError(
        `minBytes and maxBytes must be powers of two, the one at most the other, not ${this.#minBytes} and ${this.#maxBytes}`,
      )
    }
  }

  /** Buffers that are out. */
  get leased(): number {
    return this.#out.size
  }

  /** Memory that waits for its next use, in bytes. */
  get keptBytes(): number {
    return this.#keptBytes
  }

  /** @returns a buffer of this size or more; what is in it is left from before */
  lease(atLeastBytes: number): PooledBuffer {
    const size = sizeFor(atLeastBytes, this.#minBytes)
    let buffer = this.#kept.get(size)?.pop()
    if (buffer === undefined) buffer = this.#make(size)
    else this.#keptBytes -= size
    this.#out.add(buffer)
    this.#meter?.lease()
    return buffer
  }

  /** @throws Error for a buffer that is not out: it may be somebody else's by now */
  giveBack(buffer: PooledBuffer): void {
    if (!this.#out.delete(buffer)) throw new Error('a buffer was given back that is not out')
    this.#meter?.giveBack()
    const size = buffer.bytes.length
    if (size > this.#maxBytes || this.#keptBytes + size > this.#mostKeptBytes) return
    this.#keptBytes += size
    const kept = this.#kept.get(size)
    if (kept === undefined) this.#kept.set(size, [buffer])
    else kept.push(buffer)
  }

  #make(size: number): PooledBuffer {
    this.made++
    const bytes = Buffer.allocUnsafeSlow(size)
    return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size) }
  }
}

function sizeFor(bytes: number, minBytes: number): number {
  let size = minBytes
  while (size < bytes) size *= 2
  return size
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(value) && value > 0 && Number.isInteger(Math.log2(value))
}

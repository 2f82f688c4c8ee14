import type { BufferPool, PooledBuffer } from './buffer-pool.ts'
import { CodecError } from './codec-error.ts'

/** The largest message that is written, in bytes: 64 MiB. */
const MAX_ENCODED_BYTES = 67_108_864

/** Told of the bytes that growing has copied. */
export interface CopyListener {
  copied(bytes: number): void
}

/**
 * Memory of a pool that a message is written to from front to back. When it is full, what is in it is copied to a
 * buffer of twice the size or more. Codecs write to `bytes` and `view` directly, from `length` on, after `reserve`,
 * which may put others in their place.
 */
export class GrowingBuffer {
  bytes: Buffer
  view: DataView
  /** Written so far, in bytes. */
  length = 0
  readonly #pool: BufferPool
  readonly #listener: CopyListener
  readonly #maxBytes: number
  #buffer: PooledBuffer | null

  /**
   * @param bytes expected
   * @param maxBytes of a message
   */
  constructor(pool: BufferPool, listener: CopyListener, bytes: number, maxBytes = MAX_ENCODED_BYTES) {
    this.#pool = pool
    this.#listener = listener
    this.#maxBytes = maxBytes
    const buffer = pool.lease(Math.min(bytes, maxBytes))
    this.#buffer = buffer
    this.bytes = buffer.bytes
    this.view = buffer.view
  }

  /**
   * Makes room for that many bytes from `length` on.
   *
   * @throws CodecError `unencodable` when the message would be larger than it may be
   */
  reserve(bytes: number): void {
    if (this.length + bytes > this.bytes.length) this.#grow(this.length + bytes)
  }

  /** Writes a string in UTF-8; half a surrogate pair becomes U+FFFD. */
  writeText(text: string): void {
    const room = this.bytes.length - this.length
    // No UTF-16 unit takes more than three octets.
    if (3 * text.length > room) this.reserve(Buffer.byteLength(text))
    this.length += this.bytes.write(text, this.length, 'utf8')
  }

  /** What was written, in the same memory: valid until `release`. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  /** Gives the memory back to the pool; a second call does nothing. */
  release(): void {
    const buffer = this.#buffer
    if (buffer === null) return
    this.#buffer = null
    this.bytes = NO_BYTES
    this.view = NO_VIEW
    this.length = 0
    this.#pool.giveBack(buffer)
  }

  #grow(neededBytes: number): void {
    const before = this.#buffer
    if (before === null) throw new Error('the buffer was released')
    if (neededBytes > this.#maxBytes) {
      throw new CodecError('unencodable', `The reply is larger than ${this.#maxBytes} bytes.`)
    }
    const larger = this.#pool.lease(Math.max(neededBytes, 2 * before.bytes.length))
    if (this.length > 0) {
      before.bytes.copy(larger.bytes, 0, 0, this.length)
      this.#listener.copied(this.length)
    }
    this.#buffer = larger
    this.bytes = larger.bytes
    this.view = larger.view
    this.#pool.giveBack(before)
  }
}

const NO_BYTES = Buffer.alloc(0)
const NO_VIEW = new DataView(NO_BYTES.buffer, 0, 0)

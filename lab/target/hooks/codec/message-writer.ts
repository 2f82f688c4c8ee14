import { PbfWriter } from 'pbf'
import type { CopyListener, GrowingBuffer } from './growing-buffer.ts'

/** Octets in UTF-8 for each UTF-16 unit, at most. */
const OCTETS_PER_UNIT = 3
const ONE_OCTET_LENGTH = 0x80
const MAX_LENGTH_OCTETS = 5
const FIRST_BYTES = 16
const NO_BYTES = Buffer.alloc(0)

/**
 * Writes to a buffer of Node, which writes strings itself: the package's own way of writing them loses a bit of every
 * character from U+20000 on in which it is set (version 5.1.2).
 */
class BufferMessageWriter extends PbfWriter {
  constructor() {
    super(NO_BYTES)
  }

  override writeString(text: string): void {
    const mostOctets = OCTETS_PER_UNIT * text.length
    if (mostOctets < ONE_OCTET_LENGTH) {
      this.realloc(1 + mostOctets)
      const octets = this.#buffer().write(text, this.pos + 1, 'utf8')
      this.buf[this.pos] = octets
      this.pos += 1 + octets
    } else {
      const octets = Buffer.byteLength(text)
      this.realloc(MAX_LENGTH_OCTETS + octets)
      this.writeVarint(octets)
      this.pos += this.#buffer().write(text, this.pos, 'utf8')
    }
  }

  protected adopt(bytes: Buffer, view: DataView): void {
    this.buf = bytes
    this.dataView = view
    this.length = bytes.length
  }

  #buffer(): Buffer {
    return this.buf as Buffer
  }
}

/** Writes a message of fields straight into a growing buffer. */
export class PooledMessageWriter extends BufferMessageWriter {
  readonly #into: GrowingBuffer

  constructor(into: GrowingBuffer) {
    super()
    this.#into = into
    this.pos = into.length
    this.adopt(into.bytes, into.view)
  }

  override realloc(bytes: number): void {
    if (this.pos + bytes <= this.length) return
    const into = this.#into
    into.length = this.pos
    into.reserve(bytes)
    this.adopt(into.bytes, into.view)
  }

  /** Nothing more comes: the buffer's length is that of the message. */
  end(): void {
    this.#into.length = this.pos
  }
}

/** Grows as the package's own writer does, from 16 bytes by doubling them: what that copies is counted. */
export class CountedMessageWriter extends BufferMessageWriter {
  readonly #listener: CopyListener

  constructor(listener: CopyListener) {
    super()
    this.#listener = listener
  }

  override realloc(bytes: number): void {
    const needed = this.pos + bytes
    if (needed <= this.length) return
    let size = Math.max(FIRST_BYTES, this.length)
    while (size < needed) size *= 2
    const larger = Buffer.alloc(size)
    if (this.pos > 0) this.#listener.copied(this.pos)
    larger.set(this.buf.subarray(0, this.pos))
    this.adopt(larger, new DataView(larger.buffer, larger.byteOffset, size))
  }
}

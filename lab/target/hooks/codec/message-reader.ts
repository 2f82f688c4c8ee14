import { PbfReader } from 'pbf'
import { CodecError, malformedAt, tooDeep, truncatedAt } from './codec-error.ts'

/** How a value is written, after the tag that says so: the wire types of Protocol Buffers. */
export const WIRE_TYPE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

const MAX_TAG_SHIFT = 8

/**
 * Reads a message of fields from bytes, and never past their end: of a length that a message claims, nothing is
 * believed. Encoding: https://protobuf.dev/programming-guides/encoding/.
 */
export class MessageReader extends PbfReader {
  readonly #buffer: Buffer
  readonly #maxDepth: number
  #end: number
  /** The message itself is the first level. */
  #depth = 1

  /** @param maxDepth levels of messages within one another, 1 or more */
  constructor(bytes: Uint8Array, maxDepth: number) {
    super(bytes)
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#maxDepth = maxDepth
    this.#end = bytes.length
  }

  /** Goes to the next field of the message that is being read; its wire type is in `type`. @returns its number, or 0 */
  field(): number {
    if (this.pos >= this.#end) return 0
    const at = this.pos
    const tag = this.integer()
    this.type = tag & 7
    const number = Math.floor(tag / MAX_TAG_SHIFT)
    if (number === 0) throw malformedAt(at, 'a field with the number 0')
    return number
  }

  /** Passes over a value of a field that nobody has declared. */
  pass(): void {
    const at = this.pos
    if (this.type === WIRE_TYPE.varint) this.#varint()
    else if (this.type === WIRE_TYPE.bytes) this.#fixed(this.#varint())
    else if (this.type === WIRE_TYPE.fixed64) this.#fixed(8)
    else if (this.type === WIRE_TYPE.fixed32) this.#fixed(4)
    else throw malformedAt(at, 'a value of an unknown wire type')
  }

  /** A whole number from 0 to 2^53 − 1. */
  integer(): number {
    const at = this.pos
    const value = this.#varint()
    if (value > Number.MAX_SAFE_INTEGER) throw malformedAt(at, 'an integer beyond 2^53')
    return value
  }

  boolean(): boolean {
    return this.#varint() !== 0
  }

  double(): number {
    this.#fixed(8)
    return this.dataView.getFloat64(this.pos - 8, true)
  }

  /** A string of UTF-8; octets that are none become U+FFFD. */
  text(): string {
    const size = this.#length()
    const from = this.pos
    this.pos = from + size
    return this.#buffer.toString('utf8', from, this.pos)
  }

  /** Reads a message within the message. @param read reads fields until there are no more */
  message<Value>(read: (reader: MessageReader) => Value): Value {
    if (this.#depth === this.#maxDepth) throw tooDeep(this.#maxDepth)
    const size = this.#length()
    const outerEnd = this.#end
    this.#end = this.pos + size
    this.#depth++
    const value = read(this)
    this.#depth--
    this.#end = outerEnd
    return value
  }

  #varint(): number {
    const at = this.pos
    const first = this.buf[at]
    if (at < this.#end && first !== undefined && first < 0x80) {
      this.pos = at + 1
      return first
    }
    let value: number
    try {
      value = this.readVarint()
    } catch {
      if (at + 10 > this.#end) throw truncatedAt(this.#end)
      throw malformedAt(at, 'an integer of more than ten bytes')
    }
    if (this.pos > this.#end) throw truncatedAt(this.#end)
    return value
  }

  #fixed(size: number): void {
    if (size > this.#end - this.pos) throw truncatedAt(this.#end)
    this.pos += size
  }

  #length(): number {
    const size = this.#varint()
    if (size > this.#end - this.pos) throw truncatedAt(this.#end)
    return size
  }
}

/** @throws CodecError `malformed` for a key that merging would take for the prototype */
export function checkKey(key: string): void {
  if (key === '__proto__') throw new CodecError('malformed', 'The body has a key named __proto__.')
}

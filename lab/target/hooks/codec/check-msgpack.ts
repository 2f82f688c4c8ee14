import { CodecError, malformedAt, tooDeep, truncatedAt } from './codec-error.ts'

const MAX_SAFE_HIGH_WORD = 0x1fffff

/**
 * Looks through a MessagePack message, without making any value of it, for what a parser would have to believe: that
 * lists and maps have as many elements as they say, that strings are as long as they say, that nothing follows. A list
 * of four billion elements can be claimed in five bytes. The format:
 * https://github.com/msgpack/msgpack/blob/master/spec.md.
 *
 * @throws CodecError for what is cut short, nested deeper than `maxDepth` levels, or not among what JSON can say: binary
 *   data, extension types, integers beyond 2^53
 */
export function checkMsgpack(bytes: Uint8Array, maxDepth: number): void {
  const scan = new Scan(bytes, maxDepth)
  scan.run()
}

class Scan {
  readonly #bytes: Uint8Array
  readonly #maxDepth: number
  /** How many elements are still to come, of each list and map that is open. */
  readonly #open: number[] = []
  #at = 0

  constructor(bytes: Uint8Array, maxDepth: number) {
    this.#bytes = bytes
    this.#maxDepth = maxDepth
  }

  run(): void {
    const open = this.#open
    do {
      this.#element()
      while (open.length > 0 && open.at(-1) === 0) open.pop()
      if (open.length > 0) open[open.length - 1] = (open.at(-1) as number) - 1
      else break
    } while (this.#at <= this.#bytes.length)
    if (this.#at < this.#bytes.length) throw malformedAt(this.#at, 'more than one value')
  }

  #element(): void {
    const head = this.#uint(1)
    if (head < 0x80 || head >= 0xe0) return
    if (head < 0x90) this.#openList(2 * (head & 0x0f))
    else if (head < 0xa0) this.#openList(head & 0x0f)
    else if (head < 0xc0) this.#skip(head & 0x1f)
    else this.#wide(head)
  }

  #wide(head: number): void {
    switch (head) {
      case 0xc0: // nil, false, true
      case 0xc2:
      case 0xc3:
        return
      case 0xca:
        return this.#skip(4)
      case 0xcb:
        return this.#skip(8)
      case 0xcc: // unsigned and signed integers of 1, 2, 4 and 8 bytes
      case 0xd0:
        return this.#skip(1)
      case 0xcd:
      case 0xd1:
        return this.#skip(2)
      case 0xce:
      case 0xd2:
        return this.#skip(4)
      case 0xcf:
      case 0xd3:
        return this.#integer64(head === 0xd3)
      case 0xd9: // strings
        return this.#skip(this.#uint(1))
      case 0xda:
        return this.#skip(this.#uint(2))
      case 0xdb:
        return this.#skip(this.#uint(4))
      case 0xdc: // lists, maps
        return this.#openList(this.#uint(2))
      case 0xdd:
        return this.#openList(this.#uint(4))
      case 0xde:
        return this.#openList(2 * this.#uint(2))
      case 0xdf:
        return this.#openList(2 * this.#uint(4))
      case 0xc1:
        throw malformedAt(this.#at - 1, 'the byte c1, which is never used,')
      default:
        throw new CodecError(
          'malformed',
          `The message has ${head <= 0xc6 ? 'binary data' : 'an extension type'} at byte ${this.#at - 1}, which JSON could not say either.`,
        )
    }
  }

  #openList(elements: number): void {
    // Each takes a byte or more.
    if (elements > this.#bytes.length - this.#at) throw truncatedAt(this.#bytes.length)
    if (this.#open.length === this.#maxDepth) throw tooDeep(this.#maxDepth)
    this.#open.push(elements)
  }

  #integer64(signed: boolean): void {
    const from = this.#at
    const high = this.#uint(4)
    const isNegative = signed && high >= 0x8000_0000
    const low = this.#uint(4)
    const magnitude = isNegative ? 0xffff_ffff - high : high
    // -2^53 itself is not told apart from -(2^53 + 1).
    if (magnitude > MAX_SAFE_HIGH_WORD || (isNegative && magnitude === MAX_SAFE_HIGH_WORD && low === 0)) {
      throw malformedAt(from - 1, 'an integer beyond 2^53')
    }
  }

  #uint(size: number): number {
    const from = this.#at
    this.#skip(size)
    let value = 0
    for (let at = from; at < this.#at; at++) value = value * 256 + (this.#bytes[at] as number)
    return value
  }

  #skip(size: number): void {
    if (size > this.#bytes.length - this.#at) throw truncatedAt(this.#bytes.length)
    this.#at += size
  }
}

import { inflateSync } from 'node:zlib'

/** Counts as an HdrHistogram holds them, in the units that they were recorded in. */
export interface HlogCounts {
  /** Values that are not 0, ascending by value. */
  readonly buckets: readonly HlogBucket[]
  readonly count: number
}

export interface HlogBucket {
  readonly lowest: number
  /** Number of whole values that the bucket does not tell apart. */
  readonly width: number
  /** > 0 */
  readonly count: number
}

/** Bytes that a payload may have: five digits over 64 bits are 6.2 million counts, of two bytes where they are < 8192. */
const MOST_PAYLOAD_BYTES = 16 * 1024 * 1024
const HEADER_BYTES = 40
const MOST_DIGITS = 5
const LARGEST_COUNT = 2 ** 32 - 1

/** The low half of a cookie's second lowest digit says how wide counts are; in V2 that is always 1. */
const WIDTH_BITS = 0xf0
const V2 = 0x1c849303
const V2_COMPRESSED = 0x1c849304

const notRead: ReadonlyMap<number, string> = new Map([
  [0x1c849301, "version 1 of HdrHistogram's encoding: only version 2 is read"],
  [0x1c849302, "version 1 of HdrHistogram's encoding: only version 2 is read"],
  [0x1c849308, "version 0 of HdrHistogram's encoding: only version 2 is read"],
  [0x1c849309, "version 0 of HdrHistogram's encoding: only version 2 is read"],
  [0x0c72124e & ~WIDTH_BITS, 'a DoubleHistogram: only histograms of whole numbers are read'],
  [0x0c72124f & ~WIDTH_BITS, 'a DoubleHistogram: only histograms of whole numbers are read'],
])

/**
 * Reads a histogram in HdrHistogram's encoding V2, compressed or not (AbstractHistogram.decodeFromByteBuffer).
 *
 * @param base64 of all of its bytes
 * @throws Error with a clause that says what is wrong with it
 */
export function readHlogHistogram(base64: string): HlogCounts {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw new Error('the histogram is not base64')
  }
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length < 8) throw new Error('the histogram is cut short')
  const kind = kindOf(bytes)
  const other = notRead.get(kind)
  if (other !== undefined) throw new Error(`the histogram is in ${other}`)
  if (kind === V2) return readPayload(bytes)
  if (kind === V2_COMPRESSED) return readPayload(decompress(bytes))
  throw new Error('the text is base64, but of no HdrHistogram')
}

function kindOf(bytes: Buffer): number {
  return (bytes.readUInt32BE(0) & ~WIDTH_BITS) >>> 0
}

function decompress(bytes: Buffer): Buffer {
  const compressed = bytes.subarray(8, 8 + bytes.readUInt32BE(4))
  if (compressed.length < bytes.readUInt32BE(4)) throw new Error('the histogram is cut short')
  let payload: Buffer
  try {
    payload = inflateSync(compressed, { maxOutputLength: MOST_PAYLOAD_BYTES })
  } catch (error) {
    throw new Error(`the histogram cannot be decompressed: ${(error as Error).message}`, { cause: error })
  }
  if (payload.length < HEADER_BYTES || kindOf(payload) !== V2) throw new Error('the histogram is damaged')
  return payload
}

function readPayload(bytes: Buffer): HlogCounts {
  if (bytes.length < HEADER_BYTES) throw new Error('the histogram is cut short')
  const length = bytes.readUInt32BE(4)
  const words = bytes.subarray(HEADER_BYTES, HEADER_BYTES + length)
  if (words.length < length) throw new Error('the histogram is cut short')
  const digits = bytes.readInt32BE(12)
  const lowest = bytes.readBigInt64BE(16)
  if (digits < 0 || digits > MOST_DIGITS || lowest < 1n) throw new Error('the histogram is damaged')
  return readCounts(words, { magnitude: Math.ceil(Math.log2(2 * 10 ** digits)), unit: unitOf(lowest) })
}

/** How buckets lie: 2^magnitude of 2^unit values each, then half as many for each doubling. */
interface Layout {
  readonly magnitude: number
  readonly unit: number
}

function unitOf(lowest: bigint): number {
  return lowest.toString(2).length - 1
}

/** The offset of the header says how counts lie in memory, not how they are written: it is passed over. */
function readCounts(words: Buffer, layout: Layout): HlogCounts {
  const buckets: HlogBucket[] = []
  let count = 0
  let index = 0
  for (let at = 0; at < words.length;) {
    const word = readWord(words, at)
    at = word.next
    if (word.zigZag % 2 === 1) {
      index += (word.zigZag + 1) / 2
      continue
    }
    const times = word.zigZag / 2
    if (times > LARGEST_COUNT) throw new Error(`a count is above ${LARGEST_COUNT}, the largest that is read`)
    if (times > 0) buckets.push({ ...bucketAt(index, layout), count: times })
    count += times
    index += 1
  }
  return { buckets, count }
}

/** LEB128 of at most 9 bytes, all 8 bits of the last of which count. */
function readWord(words: Buffer, at: number): { readonly zigZag: number; readonly next: number } {
  let zigZag = 0
  for (let i = 0; i < 9; i++) {
    const byte = words[at + i]
    if (byte === undefined) throw new Error('the histogram is cut short')
    const isLast = i === 8 || byte < 128
    zigZag += (isLast ? byte : byte - 128) * 2 ** (7 * i)
    if (isLast) return { zigZag: requireWhole(zigZag), next: at + i + 1 }
  }
  throw new Error('the histogram is damaged')
}

function requireWhole(zigZag: number): number {
  if (!Number.isSafeInteger(zigZag)) throw new Error('the histogram is damaged: a count is above 2^52')
  return zigZag
}

function bucketAt(index: number, { magnitude, unit }: Layout): Pick<HlogBucket, 'lowest' | 'width'> {
  const half = 2 ** (magnitude - 1)
  const doublings = Math.max(0, Math.floor(index / half) - 1)
  if (unit + magnitude + doublings > 64) throw new Error('the histogram is damaged: a value is above 2^63')
  const width = 2 ** (unit + doublings)
  return { lowest: (index - doublings * half) * width, width }
}

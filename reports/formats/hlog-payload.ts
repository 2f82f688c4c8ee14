import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'

/** "V2" of HdrHistogram's encoding, with counts as ZigZag LEB128 words of at most 9 bytes. */
const COOKIE = 0x1c849313

const HEADER_BYTES = 40
const SIGNIFICANT_DIGITS = 3
const LOWEST_US = 1n
const HIGHEST_US = 3_600_000_000n

/**
 * A histogram of µs in HdrHistogram's encoding V2, not compressed, byte for byte as HdrHistogram for Java writes it
 * (AbstractHistogram.encodeIntoByteBuffer): big-endian cookie, length of the counts, offset 0, digits, lowest and
 * highest value, ratio 1.0; then the counts, where −n stands for n zeros in a row.
 */
export function hlogPayload(histogram: LatencyHistogram): Uint8Array<ArrayBuffer> {
  const counts = countWords(histogram)
  const bytes = new Uint8Array(HEADER_BYTES + counts.length)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, COOKIE)
  header.setInt32(4, counts.length)
  header.setInt32(8, 0)
  header.setInt32(12, SIGNIFICANT_DIGITS)
  header.setBigInt64(16, LOWEST_US)
  header.setBigInt64(24, HIGHEST_US)
  header.setFloat64(32, 1)
  bytes.set(counts, HEADER_BYTES)
  return bytes
}

/** `pack` numbers buckets as HdrHistogram does its counts. */
function countWords(histogram: LatencyHistogram): readonly number[] {
  const { buckets, counts } = histogram.pack()
  const words: number[] = []
  let next = 0
  for (const [i, bucket] of buckets.entries()) {
    const zeros = bucket - next
    if (zeros > 0) pushWord(words, zeros === 1 ? 0 : 2 * zeros - 1)
    pushWord(words, 2 * (counts[i] as number))
    next = bucket + 1
  }
  return words.length === 0 ? [0] : words
}

/** @param zigZag 2 n for n ≥ 0, −2 n − 1 for n < 0; < 2^53 */
function pushWord(words: number[], zigZag: number): void {
  let rest = zigZag
  while (rest >= 128) {
    words.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  words.push(rest)
}

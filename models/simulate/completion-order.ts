import { enlarge } from '../pool/enlarge.ts'

/** When requests under way end, put in order one stretch of time after another. */
export class CompletionOrder {
  #pendingMs = new Float64Array(64)
  #size = 0
  /** Those that end in the stretch, as they came, and in order. */
  #endingMs = new Float64Array(64)
  #orderedMs = new Float64Array(64)
  #bucketStart = new Int32Array(65)

  /**
   * Adds requests and takes out what ends in [fromMs, toMs), earliest first. Nothing may end before `fromMs`.
   *
   * @returns a view that the next call overwrites
   */
  take(addedMs: Float64Array, fromMs: number, toMs: number): Float64Array {
    this.#reserve(this.#size + addedMs.length)
    const pendingMs = this.#pendingMs
    const endingMs = this.#endingMs
    let ending = 0
    let left = 0
    for (let i = 0; i < this.#size; i++) {
      const endMs = pendingMs[i] as number
      if (endMs < toMs) endingMs[ending++] = endMs
      else pendingMs[left++] = endMs
    }
    for (let i = 0; i < addedMs.length; i++) {
      const endMs = addedMs[i] as number
      if (endMs < toMs) endingMs[ending++] = endMs
      else pendingMs[left++] = endMs
    }
    this.#size = left
    const orderedMs = this.#orderedMs.subarray(0, ending)
    // Where few are under way, they end nearly in the order in which they came; else buckets are faster.
    if (left <= FEW_UNDER_WAY) {
      orderedMs.set(endingMs.subarray(0, ending))
      if (sortByInsertion(orderedMs, MOVES * ending)) return orderedMs
    }
    this.#fillBuckets(ending, fromMs, toMs)
    if (!sortByInsertion(orderedMs, MOVES * ending)) orderedMs.sort()
    return orderedMs
  }

  /** Orders roughly: by bucket, of which there are as many as ends, of equal length. */
  #fillBuckets(count: number, fromMs: number, toMs: number): void {
    const endingMs = this.#endingMs
    const orderedMs = this.#orderedMs
    const bucketStart = this.#bucketStart.fill(0, 0, count + 1)
    const bucketsPerMs = count / (toMs - fromMs)
    for (let i = 0; i < count; i++) {
      bucketStart[Math.trunc(((endingMs[i] as number) - fromMs) * bucketsPerMs)]!++
    }
    let before = 0
    for (let bucket = 0; bucket <= count; bucket++) {
      const size = bucketStart[bucket] as number
      bucketStart[bucket] = before
      before += size
    }
    for (let i = 0; i < count; i++) {
      const endMs = endingMs[i] as number
      orderedMs[bucketStart[Math.trunc((endMs - fromMs) * bucketsPerMs)]!++] = endMs
    }
  }

  #reserve(count: number): void {
    if (count <= this.#pendingMs.length) return
    this.#pendingMs = enlarge(this.#pendingMs, new Float64Array(2 * count))
    this.#endingMs = new Float64Array(2 * count)
    this.#orderedMs = new Float64Array(2 * count)
    this.#bucketStart = new Int32Array(2 * count + 1)
  }
}

const FEW_UNDER_WAY = 6

/** What insertion may move for each end before something else is faster. */
const MOVES = 8

/** @returns false when it gave up, because it would have had to move more values than that */
function sortByInsertion(values: Float64Array, moves: number): boolean {
  let left = moves
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number
    let at = i
    for (; at > 0 && (values[at - 1] as number) > value; at--) values[at] = values[at - 1] as number
    values[at] = value
    left -= i - at
    if (left < 0) return false
  }
  return true
}

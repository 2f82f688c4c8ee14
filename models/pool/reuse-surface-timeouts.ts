/**
 * Finds, for a length of time, the smallest of some idle timeouts that spans it, by a table in place of a
 * search: the exponent of a double and the first bits of its mantissa name a bin, and a bin knows the first
 * timeout not below its lower edge. Bins are 1/128 of a power of two wide, so that of timeouts further apart
 * than 0.8 % at most one is stepped over.
 */
export class ReuseSurfaceTimeouts {
  /** In ms, ascending. */
  readonly timeoutsMs: Float64Array
  /** The same, and Infinity. */
  readonly #edgesMs: Float64Array
  readonly #smallestMs: number
  readonly #firstBin: number
  readonly #lastBin: number
  readonly #indexOfBin: Int32Array

  /** @throws RangeError when the timeouts are not ascending and positive */
  constructor(timeoutsMs: readonly number[]) {
    const ascending = timeoutsMs.every((timeout, i) => timeout > (timeoutsMs[i - 1] ?? 0))
    if (!ascending || timeoutsMs.length === 0)
      throw new RangeError('idle timeouts must be positive and ascending')
    this.timeoutsMs = Float64Array.from(timeoutsMs)
    this.#edgesMs = Float64Array.of(...timeoutsMs, Infinity)
    this.#smallestMs = timeoutsMs[0] as number
    this.#firstBin = binOf(this.#smallestMs)
    const largest = timeoutsMs.findLast((timeout) => timeout < Infinity) ?? Number.MIN_VALUE
    this.#lastBin = Math.max(this.#firstBin, binOf(largest) + 1)
    this.#indexOfBin = new Int32Array(this.#lastBin - this.#firstBin + 1)
    let index = 0
    for (let bin = this.#firstBin + 1; bin <= this.#lastBin; bin++) {
      while ((this.#edgesMs[index] as number) < lowerEdgeOf(bin)) index++
      this.#indexOfBin[bin - this.#firstBin] = index
    }
  }

  /**
   * @param lengthMs ≥ 0
   * @returns index of the smallest timeout ≥ the length; the number of timeouts when there is none
   */
  indexOf(lengthMs: number): number {
    if (lengthMs <= this.#smallestMs) return 0
    const bin = binOf(lengthMs) - this.#firstBin
    const last = this.#indexOfBin.length - 1
    let index = this.#indexOfBin[bin > last ? last : bin] as number
    while ((this.#edgesMs[index] as number) < lengthMs) index++
    return index
  }
}

const MANTISSA_BITS = 7

const asDouble = new Float64Array([1])
const asWords = new Int32Array(asDouble.buffer)
/** Which of the two words holds sign, exponent and the first 20 bits of the mantissa. */
const HIGH_WORD = asWords[1] === 0x3ff00000 ? 1 : 0

function binOf(value: number): number {
  asDouble[0] = value
  return (asWords[HIGH_WORD] as number) >> (20 - MANTISSA_BITS)
}

function lowerEdgeOf(bin: number): number {
  asDouble[0] = 0
  asWords[HIGH_WORD] = bin << (20 - MANTISSA_BITS)
  return asDouble[0]
}

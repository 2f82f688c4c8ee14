import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator'
import { fnv1aOfText } from './fnv1a.ts'

/**
 * A reproducible stream of random numbers, one per purpose: the same (seed, purpose, index) gives the same
 * numbers on every runtime, and streams of different purposes do not disturb one another when a model draws
 * more or fewer numbers from one of them.
 */
export class RandomStream {
  readonly #generator: JumpableRandomGenerator

  /**
   * @param seed integer that the user chose; its low 32 bits count
   * @param purpose what the numbers are for, e.g. `arrivals`
   * @param index 32-bit integer that tells streams of one purpose apart, e.g. the minute of the week
   */
  constructor(seed: number, purpose: string, index = 0) {
    // Each word of the state hashes all three inputs in its own way. Were they folded into one 32-bit number
    // first, a week's 10 080 minutes would now and then share a stream with some minute of another seed.
    const purposeHash = fnv1aOfText(purpose)
    const word = (lane: number): number =>
      mix32(mix32(mix32(seed ^ Math.imul(lane, GOLDEN_RATIO)) ^ purposeHash) ^ index)
    this.#generator = xoroshiro128plusFromState([word(1), word(2), word(3), word(4)])
  }

  /** A 32-bit signed integer. */
  int32(): number {
    return this.#generator.next()
  }

  /** A number in [0, 1) with 53 random bits. */
  float(): number {
    const high = this.#generator.next() >>> 6
    const low = this.#generator.next() >>> 5
    return (high * 134_217_728 + low) / 9_007_199_254_740_992
  }

  /** An integer in [0, bound); bound in 1…2^32. */
  below(bound: number): number {
    return Math.floor(this.float() * bound)
  }
}

/** 2^32 divided by the golden ratio: its multiples are far apart in every bit. */
const GOLDEN_RATIO = 0x9e3779b9

/**
 * A bijection of 32 bits in which every input bit moves every output bit. Shape: xor-shift and multiply;
 * constants: the low-bias set 16, 21f0aaad, 15, 735a2d97, 15 of hash-prospector (Wellons; TheIronBorn 2022).
 */
function mix32(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x21f0aaad)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}

import { exponential } from '../random/distributions.ts'
import type { RandomStream } from '../random/random-stream.ts'
import type { Distribution, DistributionSpec } from './distribution.ts'

/**
 * One of two exponentials, each with half of the mean to its account ("balanced means", Whitt 1982): the first with
 * probability p = ½ (1 + √((cs² − 1) / (cs² + 1))) and mean m / 2p, the second with mean m / 2(1 − p). For service
 * times that vary more than exponential ones.
 */
export class HyperexponentialDistribution implements Distribution {
  readonly mean: number
  readonly #cs2: number
  readonly #firstShare: number
  readonly #firstMean: number
  readonly #secondMean: number

  /**
   * @param mean finite, ≥ 0
   * @param cs2 variance / mean²; finite, ≥ 1
   * @throws RangeError when a parameter is out of range
   */
  constructor(mean: number, cs2: number) {
    if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`mean must be finite and >= 0, got ${mean}`)
    if (!(cs2 >= 1 && cs2 < Infinity)) throw new RangeError(`cs2 must be finite and >= 1, got ${cs2}`)
    this.mean = mean
    this.#cs2 = cs2
    this.#firstShare = (1 + Math.sqrt((cs2 - 1) / (cs2 + 1))) / 2
    this.#firstMean = mean / (2 * this.#firstShare)
    this.#secondMean = mean / (2 * (1 - this.#firstShare))
  }

  get spec(): DistributionSpec {
    return { kind: 'hyperexponential', mean: this.mean, cs2: this.#cs2 }
  }

  draw(stream: RandomStream): number {
    return exponential(stream, stream.float() < this.#firstShare ? this.#firstMean : this.#secondMean)
  }

  drawInto(stream: RandomStream, into: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) into[i] = this.draw(stream)
  }
}

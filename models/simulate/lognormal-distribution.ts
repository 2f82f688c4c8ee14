import { normalQuantile } from '../random/normal-quantile.ts'
import { exp, ln } from '../random/portable-math.ts'
import type { RandomStream } from '../random/random-stream.ts'
import type { Distribution, LognormalSpec } from './distribution.ts'

/** The 2^−53-th part of the draws that would be minus infinity counts as this. */
const SMALLEST_SHARE = 2 ** -54
const NORMAL_P99 = normalQuantile(0.99)
/** A lognormal's P99 is at most e^(z² / 2) = 14.968 times its mean, with σ = z. */
const LARGEST_RATIO = 14.96

/** Its logarithm is normal, with mean μ and standard deviation σ; drawn by inversion, one number of the stream each. */
export class LognormalDistribution implements Distribution {
  readonly mean: number
  readonly spec: LognormalSpec
  readonly #mu: number
  readonly #sigma: number

  private constructor(spec: LognormalSpec, mu: number, sigma: number) {
    this.spec = spec
    this.mean = exp(mu + (sigma * sigma) / 2)
    this.#mu = mu
    this.#sigma = sigma
    if (!(this.mean < Infinity))
      throw new RangeError(`the mean of a lognormal with sigma ${sigma} is too large`)
  }

  /**
   * P99 / mean = e^(z σ − σ² / 2), solved for the smaller σ.
   *
   * @param mean finite, > 0
   * @param p99 from the mean to 14.96 times the mean
   * @throws RangeError when a parameter is out of range
   */
  static byP99(mean: number, p99: number): LognormalDistribution {
    if (!(mean > 0 && mean < Infinity)) throw new RangeError(`mean must be finite and > 0, got ${mean}`)
    if (!(p99 >= mean && p99 <= LARGEST_RATIO * mean)) {
      throw new RangeError(`p99 must be 1 to ${LARGEST_RATIO} times the mean of ${mean}, got ${p99}`)
    }
    const sigma = NORMAL_P99 - Math.sqrt(NORMAL_P99 * NORMAL_P99 - 2 * ln(p99 / mean))
    return new LognormalDistribution({ kind: 'lognormal', mean, p99 }, ln(mean) - (sigma * sigma) / 2, sigma)
  }

  /**
   * @param median finite, > 0
   * @param sigma standard deviation of the logarithm; finite, ≥ 0
   * @throws RangeError when a parameter is out of range, or the mean above what a double holds
   */
  static byMedian(median: number, sigma: number): LognormalDistribution {
    if (!(median > 0 && median < Infinity))
      throw new RangeError(`median must be finite and > 0, got ${median}`)
    if (!(sigma >= 0 && sigma < Infinity)) throw new RangeError(`sigma must be finite and >= 0, got ${sigma}`)
    return new LognormalDistribution({ kind: 'lognormal', median, sigma }, ln(median), sigma)
  }

  draw(stream: RandomStream): number {
    return exp(this.#mu + this.#sigma * normalQuantile(Math.max(stream.float(), SMALLEST_SHARE)))
  }

  drawInto(stream: RandomStream, into: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) into[i] = this.draw(stream)
  }
}

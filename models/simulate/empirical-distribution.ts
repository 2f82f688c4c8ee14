import type { RandomStream } from '../random/random-stream.ts'
import { quantileOfCounts, type SparseCounts } from '../statistics/weighted-quantile.ts'
import type { Distribution, DistributionSpec } from './distribution.ts'

/** A distribution known by what was measured: values are drawn by inverting its distribution function. */
export class EmpiricalDistribution implements Distribution {
  readonly #quantiles: Float64Array
  readonly mean: number

  /**
   * @param quantiles finite, ≥ 0, ascending; the i-th of n is the quantile at (i + ½) / n; at least one
   * @throws RangeError when they are not
   */
  constructor(quantiles: Float64Array) {
    if (quantiles.length === 0) throw new RangeError('an empirical distribution needs at least one value')
    requireAscending(quantiles)
    this.#quantiles = quantiles
    this.mean = quantiles.reduce((sum, value) => sum + value, 0) / quantiles.length
  }

  /** @throws RangeError when nothing was counted */
  static fromCounts(counts: SparseCounts, resolution = 2048): EmpiricalDistribution {
    if (!counts.counts.some((count) => count > 0)) throw new RangeError('nothing was counted')
    return new EmpiricalDistribution(
      Float64Array.from({ length: resolution }, (_, i) => quantileOfCounts(counts, (i + 0.5) / resolution)),
    )
  }

  static constant(value: number): EmpiricalDistribution {
    return new EmpiricalDistribution(Float64Array.of(value))
  }

  get quantiles(): Float64Array {
    return this.#quantiles
  }

  get spec(): DistributionSpec {
    return { kind: 'empirical', quantiles: [...this.#quantiles] }
  }

  draw(stream: RandomStream): number {
    const position = stream.float() * this.#quantiles.length - 0.5
    if (position <= 0) return this.#quantiles[0] as number
    const below = Math.floor(position)
    const low = this.#quantiles[below] as number
    const high = this.#quantiles[below + 1]
    return high === undefined ? low : low + (position - below) * (high - low)
  }

  drawInto(stream: RandomStream, into: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) into[i] = this.draw(stream)
  }
}

function requireAscending(quantiles: Float64Array): void {
  let lowest = 0
  for (const value of quantiles) {
    if (!(value >= lowest && value < Infinity)) {
      throw new RangeError(`quantiles must be finite, >= 0 and ascending, got ${value} after ${lowest}`)
    }
    lowest = value
  }
}

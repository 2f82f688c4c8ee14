import type { RandomStream } from '../random/random-stream.ts'

/** Random numbers ≥ 0 of one kind, in the unit of whoever holds the distribution. */
export interface Distribution {
  readonly mean: number
  /** What `createDistribution` makes this distribution of. */
  readonly spec: DistributionSpec
  draw(stream: RandomStream): number
  /**
   * Writes the numbers that `count` calls of `draw` would give to the beginning of `into`.
   *
   * @param count ≤ `into.length`
   */
  drawInto(stream: RandomStream, into: Float64Array, count: number): void
}

/**
 * A distribution as plain data.
 *
 * - `deterministic`: always `value`.
 * - `exponential`: memoryless, cs² = 1.
 * - `lognormal`: by mean and 99th percentile, or by median and the standard deviation of its logarithm.
 * - `hyperexponential`: one of two exponentials, for cs² ≥ 1.
 * - `empirical`: by quantiles, ascending; the i-th of n is the one at (i + ½) / n.
 *
 * cs², the squared coefficient of variation, is variance / mean².
 */
export type DistributionSpec =
  | { readonly kind: 'deterministic'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | LognormalSpec
  | { readonly kind: 'hyperexponential'; readonly mean: number; readonly cs2: number }
  | { readonly kind: 'empirical'; readonly quantiles: readonly number[] }

/** By mean and P99, or by median and the standard deviation of the logarithm. */
export type LognormalSpec =
  | { readonly kind: 'lognormal'; readonly mean: number; readonly p99: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }

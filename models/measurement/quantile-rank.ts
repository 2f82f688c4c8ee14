/**
 * The rank ⌈q n⌉ of a quantile among n samples in ascending order, at least 1: the definition of HdrHistogram's value
 * at percentile. A product q n that exceeds a whole number by rounding alone counts as that number.
 *
 * @param quantile in [0, 1]
 */
export function quantileRank(quantile: number, samples: number): number {
  return Math.max(1, Math.ceil(quantile * samples * (1 - 2 * Number.EPSILON)))
}

import { studentTQuantile } from '../statistics/student-t.ts'

/**
 * How much larger the mean of a figure is than in the healthy stretch, if that is more than chance; 0 if not.
 *
 * Requests one after another are alike, so the healthy stretch is cut into ten blocks of as many requests each, whose
 * means differ by chance alone. Their spread gives the error of a mean of that length, and √2 times as much that of the
 * difference of two. A difference counts from Student's quantile for one in a thousand on: some ten figures of each of
 * some ten services are looked at, and a tenth of a false alarm in all is what may remain. The faulty stretch's own spread
 * is no part of it: a fault that grows makes it large, and would hide itself.
 *
 * @param healthy in order of time; fewer than four give 0, as their spread is not known
 * @param floor what is not worth following, in the unit of the figure, ≥ 0
 */
export function significantExcess(
  healthy: readonly number[],
  faulty: readonly number[],
  floor: number,
): number {
  if (faulty.length === 0) return 0
  const excess = mean(faulty) - mean(healthy)
  return excess > Math.max(floor, chanceDifference(healthy)) ? excess : 0
}

const BLOCKS = 10
const ONE_IN_A_THOUSAND = 0.999

/** The largest difference between two means like this that one in a thousand exceeds by chance; Infinity if not known. */
export function chanceDifference(healthy: readonly number[]): number {
  const blocks = Math.min(BLOCKS, Math.floor(healthy.length / 2))
  if (blocks < 2) return Infinity
  const means = Array.from({ length: blocks }, (_, i) =>
    mean(
      healthy.slice(
        Math.round((i * healthy.length) / blocks),
        Math.round(((i + 1) * healthy.length) / blocks),
      ),
    ),
  )
  const centre = mean(means)
  const variance = means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (blocks - 1)
  return studentQuantile(blocks - 1) * Math.sqrt((2 * variance) / blocks)
}

const quantiles = new Map<number, number>()

/** Of few degrees of freedom, again and again: each is searched for once. */
function studentQuantile(degreesOfFreedom: number): number {
  const known = quantiles.get(degreesOfFreedom)
  if (known !== undefined) return known
  const quantile = studentTQuantile(ONE_IN_A_THOUSAND, degreesOfFreedom)
  quantiles.set(degreesOfFreedom, quantile)
  return quantile
}

/** NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import { kendallVariance } from './mann-kendall-variance.ts'

/** How a figure rises over time, whatever its noise is like and however a few values stick out. */
export interface TheilSenSlope {
  /** Median of the slopes between all pairs of points. */
  readonly slope: number
  /** Ends of the interval; the slope itself where there are too few points to tell. */
  readonly low: number
  readonly high: number
}

/** Two-sided 95 % of the standard normal distribution. */
const Z_95 = 1.959963984540054

/**
 * The Theil–Sen slope with Sen's interval (Sen 1968, "Estimates of the regression coefficient based on Kendall's tau"):
 * of the N slopes between points of different x, in ascending order, those at the ranks (N ∓ z √V) / 2, where V is the
 * variance of Kendall's S. It takes points for independent: where each is like the one before, the interval is too
 * narrow, and `autocorrelatedTheilSen` is the one to use.
 *
 * @param points x and y, in any order
 * @param z of the standard normal distribution, for the interval; > 0
 * @throws RangeError when no two points have different x
 */
export function theilSenSlope(
  points: ReadonlyArray<readonly [x: number, y: number]>,
  z: number = Z_95,
): TheilSenSlope {
  const slopes = pairwiseSlopes(points)
  const count = slopes.length
  const spread = z * Math.sqrt(kendallVariance(points.map(([, y]) => y)))
  const lowRank = Math.max(Math.round((count - spread) / 2) - 1, 0)
  const highRank = Math.min(Math.round((count + spread) / 2), count - 1)
  return { slope: medianOf(slopes), low: slopes[lowRank] as number, high: slopes[highRank] as number }
}

/**
 * Slopes between all points of different x, in ascending order.
 *
 * @throws RangeError when no two points have different x
 */
export function pairwiseSlopes(points: ReadonlyArray<readonly [x: number, y: number]>): Float64Array {
  const slopes: number[] = []
  for (const [i, [x, y]] of points.entries()) {
    for (let j = i + 1; j < points.length; j++) {
      const [otherX, otherY] = points[j] as readonly [number, number]
      if (otherX !== x) slopes.push((otherY - y) / (otherX - x))
    }
  }
  if (slopes.length === 0) throw new RangeError('a slope takes two points of different x')
  return Float64Array.from(slopes).sort()
}

/** The middle of what is in ascending order, and not empty. */
export function medianOf(ascending: Float64Array): number {
  const middle = ascending.length >> 1
  const upper = ascending[middle] as number
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] as number) + upper) / 2
}

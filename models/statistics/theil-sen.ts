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
 * of the N slopes between points of different x, in ascending order, those at the ranks (N ∓ z √V) / 2, where
 * V = (n (n − 1) (2n + 5) − Σ t (t − 1) (2t + 5)) / 18 is the variance of Kendall's S with groups of t equal y. It takes
 * points for independent: where each is like the one before, the interval is too narrow.
 *
 * @param points x and y, in any order
 * @param z of the standard normal distribution, for the interval; > 0
 * @throws RangeError when no two points have different x
 */
export function theilSenSlope(
  points: ReadonlyArray<readonly [x: number, y: number]>,
  z: number = Z_95,
): TheilSenSlope {
  const slopes = slopesOf(points)
  const count = slopes.length
  if (count === 0) throw new RangeError('a slope takes two points of different x')
  const spread = z * Math.sqrt(varianceOfS(points.map(([, y]) => y)))
  const lowRank = Math.max(Math.round((count - spread) / 2) - 1, 0)
  const highRank = Math.min(Math.round((count + spread) / 2), count - 1)
  return { slope: medianOf(slopes), low: slopes[lowRank] as number, high: slopes[highRank] as number }
}

function slopesOf(points: ReadonlyArray<readonly [number, number]>): Float64Array {
  const slopes: number[] = []
  for (const [i, [x, y]] of points.entries()) {
    for (const [otherX, otherY] of points.slice(i + 1)) {
      if (otherX !== x) slopes.push((otherY - y) / (otherX - x))
    }
  }
  return Float64Array.from(slopes).sort()
}

function varianceOfS(values: readonly number[]): number {
  const groups = new Map<number, number>()
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1)
  const part = (n: number): number => n * (n - 1) * (2 * n + 5)
  const ties = [...groups.values()].reduce((sum, size) => sum + part(size), 0)
  return (part(values.length) - ties) / 18
}

function medianOf(ascending: Float64Array): number {
  const middle = ascending.length >> 1
  const upper = ascending[middle] as number
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] as number) + upper) / 2
}

import type { CurvePoint, KneedleOptions } from './kneedle.ts'
import { ordinaryLeastSquares } from './ordinary-least-squares.ts'

/** How a curve bends and which way it goes. */
export type CurveShape = Pick<KneedleOptions, 'curve' | 'direction'>

/** A bend or a slope of less than this share of y's range is none. */
const LEAST_SHARE = 0.01
/** A bend of fewer standard errors than this may be noise. One last point that shoots up gives at least √5. */
const LEAST_STANDARD_ERRORS = 2

/**
 * Guesses how a curve bends and which way it goes, for `kneedle`.
 *
 * x is scaled to [−1, 1], y to [0, 1]. The direction is the sign of the slope of the straight line through the
 * points, the bend the sign of the square term of the parabola through them, both by least squares, so that no
 * single point decides, not even the first or the last.
 *
 * @param points in any order; x may repeat
 * @returns `null` where the points do not say: fewer than 3 different x, a constant y, a line that rises or falls by
 *   less than 1 % of y's range, or a bend of less than 1 % of it or less than 2 standard errors
 * @throws RangeError when a number is not finite
 */
export function guessShape(points: readonly CurvePoint[]): CurveShape | null {
  const xs = scaled(points.map((point) => point.x))
  const ys = scaled(points.map((point) => point.y))
  if (xs === null || ys === null) return null
  const ones = xs.map(() => 1)
  const across = xs.map((x) => 2 * x - 1)
  const squares = across.map((x) => x * x)
  const slope = ordinaryLeastSquares([ones, across], ys)?.coefficients[1] ?? 0
  const parabola = ordinaryLeastSquares([ones, across, squares], ys)
  if (parabola === null || 2 * Math.abs(slope) < LEAST_SHARE) return null
  const bend = parabola.coefficients[2] ?? 0
  const freedom = ys.length - 3
  const variance = freedom === 0 ? 0 : parabola.residualSumOfSquares / freedom
  const standardError = Math.sqrt(variance * (parabola.inverse[2]?.[2] ?? NaN))
  if (Math.abs(bend) < LEAST_SHARE || Math.abs(bend) < LEAST_STANDARD_ERRORS * standardError) return null
  return { curve: bend > 0 ? 'convex' : 'concave', direction: slope > 0 ? 'increasing' : 'decreasing' }
}

/** The values scaled to [0, 1]; `null` when they are all the same, or none. */
function scaled(values: readonly number[]): Float64Array | null {
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) throw new RangeError(`points must be finite, got ${value}`)
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  return max > min ? Float64Array.from(values, (value) => (value - min) / (max - min)) : null
}

import { normalQuantile } from '../random/normal-quantile.ts'
import { detrendedCorrelation, varianceInflation } from './autocorrelation.ts'
import { kendallVariance } from './mann-kendall-variance.ts'
import { studentTQuantile } from './student-t.ts'
import { medianOf, pairwiseSlopes, type TheilSenSlope } from './theil-sen.ts'

export interface AutocorrelatedTheilSen extends TheilSenSlope {
  /** Of neighbours, without the line; in [0, 0.95]. */
  readonly correlation: number
}

export interface AutocorrelatedTheilSenOptions {
  /** Chance that the true slope is beyond an end, for each end; in (0, ½). 0.025, for 95 % between them, unless told. */
  readonly tail?: number
  /** In [0, 1), where it is known from a longer series that these points are part of; estimated unless told. */
  readonly correlation?: number
}

type Points = ReadonlyArray<readonly [x: number, y: number]>

/**
 * The Theil–Sen slope with an interval for points that are each like the one before: Sen's ranks (N ∓ z √(V F)) / 2, with
 * F = (1 + ρ) / (1 − ρ) and ρ the correlation of neighbours that is left without the line, corrected for the length of the
 * series. Where there are not so many slopes, an end is that of Student's t about the line: t s √(F / Σ (x − x̄)²), with
 * n / F − 2 degrees of freedom, 2 at least.
 *
 * Simulated with 12 to 60 points of an autoregressive series without a slope, the lower end of the 95 % interval is above
 * 0, where it should be in 2.5 %, in 1–3 % at ρ = 0, 2–4 % at 0.3, 2–6 % at 0.6 and 3–8 % at 0.8; without the correction
 * it is in 2–3, 6–7, 12–16 and 19–25 % (`lab/benchmarks/leak-statistics.ts`, which also has what else was tried).
 *
 * @param points x and y, in order of x, at about equal distances
 * @throws RangeError when no two points have different x
 */
export function autocorrelatedTheilSen(
  points: Points,
  { tail = 0.025, correlation: known }: AutocorrelatedTheilSenOptions = {},
): AutocorrelatedTheilSen {
  const slopes = pairwiseSlopes(points)
  const slope = medianOf(slopes)
  const residuals = residualsOf(points, slope)
  const correlation = known ?? detrendedCorrelation(residuals)
  const inflation = varianceInflation(correlation)
  const spread = -normalQuantile(tail) * Math.sqrt(kendallVariance(points.map(([, y]) => y)) * inflation)
  const lowRank = Math.round((slopes.length - spread) / 2) - 1
  const highRank = Math.round((slopes.length + spread) / 2)
  const beyond = lowRank < 0 ? distanceOfT(points, residuals, { tail, inflation }) : 0
  return {
    slope,
    low: Math.min(slopes[lowRank] ?? slope - beyond, slope),
    high: Math.max(slopes[highRank] ?? slope + beyond, slope),
    correlation,
  }
}

function distanceOfT(
  points: Points,
  residuals: readonly number[],
  { tail, inflation }: { readonly tail: number; readonly inflation: number },
): number {
  const n = points.length
  const freedom = Math.max(n / inflation - 2, 2)
  const variance = squaresAbout(residuals) / Math.max(n - 2, 1)
  const error = Math.sqrt((variance * inflation) / squaresAbout(points.map(([x]) => x)))
  return studentTQuantile(1 - tail, freedom) * error
}

function squaresAbout(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

/** Rounding beside the values that are on the line is no noise. */
const ROUNDING = 1e-9

function residualsOf(points: Points, slope: number): number[] {
  const residuals = points.map(([x, y]) => y - slope * x)
  const isLine = rangeOf(residuals) <= ROUNDING * rangeOf(points.map(([, y]) => y))
  return isLine ? points.map(() => 0) : residuals
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values)
}

import { RandomStream } from '../random/random-stream.ts'
import { ln } from '../random/portable-math.ts'
import { studentTQuantile } from '../statistics/student-t.ts'
import {
  addBreakpoint,
  fitHinges,
  fitLinearised,
  restartSearch,
  type SegmentSample,
  toSegmentSample,
} from './breakpoint-search.ts'
import type { SegmentBreak, SegmentSlope } from './curve-fits.ts'

export interface SegmentPoint {
  readonly x: number
  readonly y: number
}

export interface SegmentsOptions {
  /** Any 32-bit number; the same seed gives the same fit. */
  readonly seed: number
  /** Most breakpoints tried, ≥ 0; 4 unless given. As many as the points allow, if that is less. */
  readonly maxBreaks?: number
  /** Restarts of the search for each number of breakpoints, ≥ 0; 10 unless given. */
  readonly restarts?: number
}

/** Straight segments that meet. */
export interface SegmentsFit {
  /** Fitted y at x = 0, of the line of the first segment. */
  readonly intercept: SegmentSlope['slope']
  readonly interceptStandardError: number | null
  /** Ascending. */
  readonly breakpoints: readonly SegmentBreak[]
  /** One more than there are breakpoints, from the left. */
  readonly slopes: readonly SegmentSlope[]
  /** Slope after less slope before each breakpoint. */
  readonly slopeChanges: readonly SegmentSlope[]
  /** In the square of y's unit. */
  readonly residualSumOfSquares: number
  readonly bic: number
}

/** Fewest different x for two segments: four parameters and one degree of freedom. */
export const LEAST_SEGMENTED_POINTS = 5
/** Different x that each further breakpoint needs: with fewer, the criterion often prefers segments that follow noise. */
const POINTS_PER_FURTHER_BREAK = 15
const MOST_BREAKS = 4
const LEVEL = 0.95
/** RSS below this share of Σ y² is rounding, and no evidence for any model. */
const EXACT_SHARE = 1e-20
/** And below this where every y is 0: the criterion takes its logarithm. */
const LEAST_RSS = 1e-300
/** Different x that lie closer together than this share of the largest are one x to working precision. */
const LEAST_SPREAD = 1e-9

/**
 * Fits straight segments that meet, once for each number of breakpoints from 0 up:
 *
 *     y = a + b x + Σ cⱼ max(0, x − ψⱼ)
 *
 * after Muggeo (2003, Statistics in Medicine 22, 3055–3071; 2008, R News 8/1): the breakpoints ψ are found by
 * regressions that are linearised in them, and their standard errors come from the last of these by the delta method
 * for the ratio of two coefficients. Each number of breakpoints starts from the best of the one before with another
 * added on a grid, followed by restarts against local minima. Each segment keeps two different x.
 *
 * The standard errors hold if the number of breakpoints is right and the errors are independent and equally spread;
 * the intervals use Student's t with n − 2 − 2 × breakpoints degrees of freedom. Near a breakpoint with few points
 * they are too narrow: the RSS is no parabola there.
 *
 * @param points in any order; x may repeat
 * @returns the fits with 0, 1, 2 … breakpoints: up to `maxBreaks`, but none with fewer than 5 different x, and one
 *   more for each further 15 from there
 * @throws RangeError with fewer than 2 different x, or none that differs from the others by more than a billionth, a
 *   number that is not finite, or an option out of range
 */
export function fitSegments(points: readonly SegmentPoint[], options: SegmentsOptions): SegmentsFit[] {
  const { seed, maxBreaks = MOST_BREAKS, restarts = 10 } = options
  checkWhole('maxBreaks', maxBreaks)
  checkWhole('restarts', restarts)
  const sample = toSegmentSample(checkPoints(points))
  const room = Math.floor((sample.distinct.length - LEAST_SEGMENTED_POINTS) / POINTS_PER_FURTHER_BREAK) + 1
  const random = new RandomStream(seed, 'segment-restarts')
  const fits = [describe(sample, [])]
  let breakpoints: readonly number[] = []
  for (let count = 1; count <= Math.min(room, maxBreaks); count++) {
    const added = addBreakpoint(sample, breakpoints)
    if (added === null) break
    breakpoints = restartSearch(sample, added, random, restarts)
    fits.push(describe(sample, breakpoints))
  }
  return fits
}

/** Whether the x lie far enough apart, for their size, for a line through points at them. */
export function isSpread(xs: readonly number[]): boolean {
  const [min, max] = [Math.min(...xs), Math.max(...xs)]
  return max - min > LEAST_SPREAD * Math.max(Math.abs(min), Math.abs(max))
}

/** The fit with the smallest criterion; with fewer breakpoints where two are equal. */
export function chooseSegments(fits: readonly SegmentsFit[]): SegmentsFit {
  return fits.reduce((best, fit) => (fit.bic < best.bic ? fit : best))
}

/**
 * Bayesian information criterion of a least-squares fit, up to a constant (Schwarz 1978): n ln(RSS / n) + k ln n.
 *
 * @param residualSumOfSquares RSS > 0
 * @param count n ≥ 1 points
 * @param parameters k fitted parameters of the mean
 */
export function bayesianCriterion(residualSumOfSquares: number, count: number, parameters: number): number {
  return count * ln(residualSumOfSquares / count) + parameters * ln(count)
}

function describe(sample: SegmentSample, places: readonly number[]): SegmentsFit {
  const fit = fitHinges(sample, places)
  const linearised = fitLinearised(sample, places)
  if (fit === null) throw new Error('segments with room for their points cannot be told apart')
  const [intercept = NaN, firstSlope = NaN, ...changes] = fit.coefficients
  const { length } = sample.ys
  const count = places.length
  const freedom = length - 2 - 2 * count
  const rss = fit.residualSumOfSquares
  const variance = freedom > 0 ? rss / freedom : null
  const covariance = (i: number, j: number): number | null => {
    const entry = linearised?.inverse[i]?.[j]
    return variance === null || entry === undefined ? null : variance * entry
  }
  const sizes = changes.map((slope, j): SegmentSlope => ({
    slope,
    standardError: rootOf(covariance(2 + j, 2 + j)),
  }))
  const floor = EXACT_SHARE * sumOfSquares(sample.ys) + LEAST_RSS
  return {
    intercept,
    interceptStandardError: rootOf(covariance(0, 0)),
    breakpoints: places.map((x, j) => {
      const jump = linearised?.coefficients[2 + count + j] ?? 0
      const standardError = ratioError(jump, linearised?.coefficients[2 + j] ?? NaN, {
        above: covariance(2 + count + j, 2 + count + j),
        below: covariance(2 + j, 2 + j),
        both: covariance(2 + count + j, 2 + j),
      })
      return {
        x,
        y: valueAt(fit.coefficients, places, x),
        standardError,
        interval: around(x, standardError, freedom),
      }
    }),
    slopes: [0, ...changes].map((_, last) => ({
      slope: changes.slice(0, last).reduce((sum, change) => sum + change, firstSlope),
      standardError: rootOf(sumOfCovariances(covariance, 1 + last)),
    })),
    slopeChanges: sizes,
    residualSumOfSquares: rss,
    bic: bayesianCriterion(Math.max(rss, floor), length, 2 + 2 * count),
  }
}

/** Variance of the sum of the coefficients 1 to `last`: the slope, and the changes of it up to a segment. */
function sumOfCovariances(covariance: (i: number, j: number) => number | null, last: number): number | null {
  let sum = 0
  for (let i = 1; i <= last; i++) {
    for (let j = 1; j <= last; j++) {
      const entry = covariance(i, j)
      if (entry === null) return null
      sum += entry
    }
  }
  return sum
}

/** Standard error of γ/β by the delta method, given Var γ, Var β and Cov(γ, β). */
function ratioError(
  gamma: number,
  beta: number,
  { above, below, both }: { above: number | null; below: number | null; both: number | null },
): number | null {
  if (above === null || below === null || both === null) return null
  const ratio = gamma / beta
  return rootOf((above + ratio * ratio * below - 2 * ratio * both) / (beta * beta))
}

function rootOf(variance: number | null): number | null {
  return variance === null || !Number.isFinite(variance) ? null : Math.sqrt(Math.max(variance, 0))
}

function around(
  x: number,
  error: number | null,
  freedom: number,
): readonly [low: number, high: number] | null {
  if (error === null) return null
  const margin = studentTQuantile((1 + LEVEL) / 2, freedom) * error
  return [x - margin, x + margin]
}

function valueAt(coefficients: readonly number[], places: readonly number[], x: number): number {
  const [intercept = NaN, slope = NaN, ...changes] = coefficients
  return changes.reduce(
    (y, change, j) => y + change * Math.max(0, x - (places[j] ?? NaN)),
    intercept + slope * x,
  )
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

function checkPoints(points: readonly SegmentPoint[]): readonly SegmentPoint[] {
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y))
      throw new RangeError(`points must be finite, got (${x}, ${y})`)
  }
  if (!isSpread(points.map((point) => point.x))) throw new RangeError('a line needs 2 different x')
  return points
}

function checkWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number ≥ 0, got ${value}`)
}

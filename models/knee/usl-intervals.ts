import { normalQuantile } from '../random/normal-quantile.ts'
import { RandomStream } from '../random/random-stream.ts'
import { studentTQuantile } from '../statistics/student-t.ts'
import { ordinaryLeastSquares } from './ordinary-least-squares.ts'
import {
  fitUslFrom,
  type ThroughputPoint,
  type UslCoefficients,
  uslDerivatives,
  uslPeak,
  uslThroughput,
} from './usl.ts'

/** `high` is `null` where there is no upper end: some of the refits have no peak. */
export type UslInterval = readonly [low: number, high: number | null]

export interface UslIntervals {
  /** Within [0, 1], and so is `beta`; the interval may touch either end. */
  readonly alpha: UslInterval
  readonly beta: UslInterval
  /** Requests per second. */
  readonly gamma: UslInterval
  /** Requests in flight. */
  readonly peakConcurrency: UslInterval
  /** Requests per second. */
  readonly peakThroughput: UslInterval
}

export interface UslIntervalOptions {
  /** Any 32-bit number; the same seed gives the same intervals. */
  readonly seed: number
  /** Refits, ≥ 100. Unless given, 999, fewer with more than 200 points, but at least 199. */
  readonly resamples?: number
  /** Confidence level in (0, 1); 0.95 unless given. */
  readonly level?: number
}

/** Fewest points for intervals: two degrees of freedom. */
const LEAST_USL_INTERVAL_POINTS = 5
const COEFFICIENTS = 3
const LEAST_RESAMPLES = 100
const FEWEST_USUAL_RESAMPLES = 199
const MOST_USUAL_RESAMPLES = 999
/** Points fitted in all refits together, which bounds the time they take. */
const MOST_REFITTED_POINTS = 200_000
/** A point that decides the curve alone has no residual to be scaled up. */
const LARGEST_LEVERAGE = 0.99

/**
 * Percentile intervals for the coefficients of the Universal Scalability Law and its peak, by a bootstrap of
 * residuals: throughputs are made from the fitted curve and residuals drawn with replacement, and fitted again with
 * the same bounds, so that an interval may touch a bound, but not pass it.
 *
 * Residuals are drawn rather than points because there are few points, at concurrencies that were chosen: without the
 * lowest or the highest of them the curve is another one. It takes errors to be equally spread at all concurrencies, as
 * the fit does. Residuals are divided by √(1 − leverage) and centred (Davison and Hinkley 1997, Bootstrap Methods and
 * their Application, 6.2.3), and multiplied by the ratio of the quantiles of Student's t with n − 3 degrees of freedom
 * and of the normal distribution, since percentiles alone are too narrow for few points (Hesterberg 2015, The American
 * Statistician 69, 371–386).
 *
 * @param fitted the coefficients of `fitUsl` for these points
 * @returns `null` with fewer than 5 points
 * @throws RangeError when an option is out of range
 */
export function uslIntervals(
  points: readonly ThroughputPoint[],
  fitted: UslCoefficients,
  options: UslIntervalOptions,
): UslIntervals | null {
  const { seed, resamples = usualResamples(points.length), level = 0.95 } = options
  if (!Number.isInteger(resamples) || resamples < LEAST_RESAMPLES) {
    throw new RangeError(`resamples must be a whole number of at least ${LEAST_RESAMPLES}, got ${resamples}`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1), got ${level}`)
  if (points.length < LEAST_USL_INTERVAL_POINTS) return null
  const refits = refit(points, fitted, { seed, resamples, level })
  const peaks = refits.map(uslPeak)
  const between = (values: readonly number[]) => percentileInterval(values, level)
  return {
    alpha: between(refits.map(({ alpha }) => alpha)),
    beta: between(refits.map(({ beta }) => beta)),
    gamma: between(refits.map(({ gamma }) => gamma)),
    peakConcurrency: between(peaks.map(({ concurrency }) => concurrency)),
    peakThroughput: between(peaks.map(({ throughput }) => throughput)),
  }
}

function usualResamples(count: number): number {
  const affordable = Math.floor(MOST_REFITTED_POINTS / count)
  return Math.min(Math.max(affordable, FEWEST_USUAL_RESAMPLES), MOST_USUAL_RESAMPLES)
}

function refit(
  points: readonly ThroughputPoint[],
  fitted: UslCoefficients,
  { seed, resamples, level }: Required<UslIntervalOptions>,
): UslCoefficients[] {
  const probability = (1 + level) / 2
  const stretch = studentTQuantile(probability, points.length - COEFFICIENTS) / normalQuantile(probability)
  const residuals = adjustedResiduals(points, fitted).map((residual) => stretch * residual)
  const random = new RandomStream(seed, 'usl-bootstrap')
  return Array.from({ length: resamples }, () =>
    fitUslFrom(
      points.map(({ concurrency }) => {
        const error = residuals[random.below(residuals.length)] ?? NaN
        return { concurrency, throughput: Math.max(0, uslThroughput(fitted, concurrency) + error) }
      }),
      fitted,
    ),
  )
}

/** Residuals as widely spread as the errors, around 0. */
function adjustedResiduals(points: readonly ThroughputPoint[], fitted: UslCoefficients): number[] {
  const leverages = leveragesOf(points, fitted)
  const adjusted = points.map(({ concurrency, throughput }, i) => {
    const leverage = Math.min(leverages[i] ?? 0, LARGEST_LEVERAGE)
    return (throughput - uslThroughput(fitted, concurrency)) / Math.sqrt(1 - leverage)
  })
  const mean = adjusted.reduce((sum, residual) => sum + residual, 0) / adjusted.length
  return adjusted.map((residual) => residual - mean)
}

/** The diagonal of J (JᵀJ)⁻¹ Jᵀ, J being the derivatives by the coefficients that are not at a bound. */
function leveragesOf(points: readonly ThroughputPoint[], fitted: UslCoefficients): number[] {
  const { alpha, beta, gamma } = fitted
  const isFree = [alpha > 0 && alpha < 1, beta > 0 && beta < 1, gamma > 0]
  const rows = points.map(({ concurrency }) =>
    uslDerivatives(concurrency, [alpha, beta, gamma]).filter((_, j) => isFree[j] === true),
  )
  const columns = isFree.filter((free) => free).map((_, j) => Float64Array.from(rows, (row) => row[j] ?? NaN))
  const fit = ordinaryLeastSquares(columns, new Float64Array(points.length))
  if (fit === null) return points.map(() => 0)
  return rows.map((row) =>
    row.reduce(
      (sum, left, i) =>
        sum + row.reduce((part, right, j) => part + left * right * (fit.inverse[i]?.[j] ?? 0), 0),
      0,
    ),
  )
}

/** The values at both ends of the middle share of them; ranks as for quantiles of (n + 1) p (Efron, Tibshirani 1993). */
function percentileInterval(values: readonly number[], level: number): UslInterval {
  const ascending = values.toSorted((a, b) => a - b)
  const outside = Math.max(1, Math.floor(((1 - level) / 2) * (ascending.length + 1)))
  const low = ascending[outside - 1] ?? NaN
  const high = ascending[ascending.length - outside] ?? NaN
  return [low, Number.isFinite(high) ? high : null]
}

import { levenbergMarquardt, type LeastSquaresFit, type LeastSquaresProblem } from './levenberg-marquardt.ts'

/** What was measured at one step of a sweep. */
export interface ThroughputPoint {
  /**
   * Mean requests in flight, > 0. Measured, not configured: by Little's law throughput × mean response time.
   */
  readonly concurrency: number
  /** Requests completed per second, ≥ 0. */
  readonly throughput: number
}

/** Of X(N) = γN / (1 + α(N − 1) + βN(N − 1)) (Gunther 2007). */
export interface UslCoefficients {
  /** Contention, in [0, 1]: the share of the work that is serial. */
  readonly alpha: number
  /** Coherency, in [0, 1]: what each pair of requests in flight costs the other. */
  readonly beta: number
  /** Requests per second at a concurrency of 1. */
  readonly gamma: number
}

/** The coefficients that fit measured points best, and what follows from them. */
export interface UslFit extends UslCoefficients {
  /** In each coefficient's unit; `null` for one held at a bound, and for all with 3 points. */
  readonly standardErrors: {
    readonly alpha: number | null
    readonly beta: number | null
    readonly gamma: number | null
  }
  /** Concurrency of the largest throughput; `null` when `beta` is 0 (no peak) or `alpha` is 1 (falls at once). */
  readonly peakConcurrency: number | null
  /** Requests per second at `peakConcurrency`; `null` with it. */
  readonly peakThroughput: number | null
  /** γ/α: requests per second that contention alone would never let pass; `null` when `alpha` is 0. */
  readonly limit: number | null
  /** √(RSS / (points − 3)) in requests per second; `null` with 3 points. */
  readonly residualStandardError: number | null
  /** Whether the data reach at least 0.8 of the peak concurrency, so that the peak is not an extrapolation. */
  readonly identified: boolean
  /** What to mind when using the fit; one sentence each. */
  readonly warnings: readonly string[]
}

/** Fewest different concurrencies for a fit: one for each coefficient. */
export const LEAST_USL_POINTS = 3
const FEW_POINTS = 6
const LEAST_REACH = 0.8
/** Requests that are hardly ever in flight together do not show what they cost each other. */
const LEAST_CONCURRENCY = 2
const SUPERLINEAR_EFFICIENCY = 1.05
const REFIT_TOLERANCE = 1e-6

/** Different places to begin: contention and coherency explain similar curves, so there can be local minima. */
const STARTS: ReadonlyArray<readonly [alpha: number, beta: number]> = [
  [0.01, 1e-4],
  [0.3, 1e-4],
  [0.01, 0.01],
]

/**
 * Fits the Universal Scalability Law (Gunther 2007, Guerrilla Capacity Planning) by nonlinear least squares:
 *
 *     X(N) = γ N / (1 + α (N − 1) + β N (N − 1))
 *
 * N is the concurrency, X the throughput. The largest throughput is at N = √((1 − α) / β), and X tends to γ/α when
 * β = 0 (Amdahl's law). α and β are held in [0, 1] and γ ≥ 0. Points may come in any order.
 *
 * @throws RangeError with fewer than 3 points, fewer than 3 different concurrencies, a concurrency that is not
 *   positive and finite, a throughput that is not ≥ 0 and finite, or no throughput above 0
 */
export function fitUsl(points: readonly ThroughputPoint[]): UslFit {
  checkPoints(points)
  const fit = bestFit(points)
  const [alpha = NaN, beta = NaN, gamma = NaN] = fit.parameters
  const coefficients: UslCoefficients = { alpha, beta, gamma }
  const [alphaError = null, betaError = null, gammaError = null] = fit.standardErrors
  const degreesOfFreedom = points.length - LEAST_USL_POINTS
  const peakConcurrency = beta > 0 && alpha < 1 ? Math.sqrt((1 - alpha) / beta) : null
  const reach = Math.max(...points.map((point) => point.concurrency))
  const identified = peakConcurrency !== null && reach >= LEAST_REACH * peakConcurrency
  return {
    ...coefficients,
    standardErrors: { alpha: alphaError, beta: betaError, gamma: gammaError },
    peakConcurrency,
    peakThroughput: peakConcurrency === null ? null : uslThroughput(coefficients, peakConcurrency),
    limit: alpha > 0 ? gamma / alpha : null,
    residualStandardError:
      degreesOfFreedom > 0 ? Math.sqrt(fit.residualSumOfSquares / degreesOfFreedom) : null,
    identified,
    warnings: warningsFor(points, coefficients, peakConcurrency, fit.converged),
  }
}

/**
 * Throughput that the law gives at a concurrency, in requests per second.
 *
 * @param concurrency N > 0
 */
export function uslThroughput({ alpha, beta, gamma }: UslCoefficients, concurrency: number): number {
  return (gamma * concurrency) / slowdown(alpha, beta, concurrency)
}

function slowdown(alpha: number, beta: number, concurrency: number): number {
  return 1 + alpha * (concurrency - 1) + beta * concurrency * (concurrency - 1)
}

/**
 * The concurrency of the largest throughput, √((1 − α) / β), and that throughput. Without coherency (β = 0) the
 * concurrency is Infinity and the throughput γ/α, which it tends to. At α = 1 throughput falls from the start: the
 * concurrency is 0, and the throughput γ/(1 − β), which it tends to there.
 */
export function uslPeak(coefficients: UslCoefficients): {
  readonly concurrency: number
  readonly throughput: number
} {
  const { alpha, beta, gamma } = coefficients
  if (beta === 0 && alpha < 1) return { concurrency: Infinity, throughput: gamma / alpha }
  if (alpha === 1) return { concurrency: 0, throughput: gamma / (1 - beta) }
  const concurrency = Math.sqrt((1 - alpha) / beta)
  return { concurrency, throughput: uslThroughput(coefficients, concurrency) }
}

/**
 * The fit that least squares descend to from one start, to a millionth of a standard error or so: for many sets of
 * points that are like those that the start was fitted to.
 */
export function fitUslFrom(points: readonly ThroughputPoint[], start: UslCoefficients): UslCoefficients {
  const fit = levenbergMarquardt({ ...uslProblem(points, start), gradientTolerance: REFIT_TOLERANCE })
  const [alpha = NaN, beta = NaN, gamma = NaN] = fit.parameters
  return { alpha, beta, gamma }
}

function bestFit(points: readonly ThroughputPoint[]): LeastSquaresFit {
  const gamma = Math.max(...points.map((point) => point.throughput / point.concurrency))
  const fits = STARTS.map(([alpha, beta]) => levenbergMarquardt(uslProblem(points, { alpha, beta, gamma })))
  return fits.reduce((best, fit) => (fit.residualSumOfSquares < best.residualSumOfSquares ? fit : best))
}

function uslProblem(points: readonly ThroughputPoint[], start: UslCoefficients): LeastSquaresProblem {
  return {
    points: points.map((point) => ({ x: point.concurrency, y: point.throughput })),
    model: (x, [alpha = NaN, beta = NaN, gamma = NaN]) => uslThroughput({ alpha, beta, gamma }, x),
    jacobian: uslDerivatives,
    start: [start.alpha, start.beta, start.gamma],
    lower: [0, 0, 0],
    upper: [1, 1, Infinity],
  }
}

/** ∂X/∂α, ∂X/∂β and ∂X/∂γ at a concurrency, given α, β and γ. */
export function uslDerivatives(
  x: number,
  [alpha = NaN, beta = NaN, gamma = NaN]: readonly number[],
): number[] {
  const divisor = slowdown(alpha, beta, x)
  const byAlpha = (-gamma * x * (x - 1)) / divisor ** 2
  return [byAlpha, byAlpha * x, x / divisor]
}

function warningsFor(
  points: readonly ThroughputPoint[],
  coefficients: UslCoefficients,
  peakConcurrency: number | null,
  converged: boolean,
): string[] {
  const warnings: string[] = []
  const reach = Math.max(...points.map((point) => point.concurrency))
  if (!converged) warnings.push('The fit did not converge; do not rely on its coefficients.')
  if (points.length < FEW_POINTS) {
    warnings.push(
      `Only ${points.length} points: at least ${FEW_POINTS} are wanted for a fit of 3 coefficients.`,
    )
  }
  if (reach < LEAST_CONCURRENCY) {
    warnings.push(
      `The data end at a concurrency of ${reach.toPrecision(3)}: contention and coherency show only where requests meet.`,
    )
  }
  if (coefficients.alpha === 1) {
    warnings.push('Throughput does not grow with concurrency at all (alpha is 1).')
  } else if (peakConcurrency === null) {
    warnings.push('No peak: the data show no loss of throughput at high concurrency (beta is 0).')
  } else if (reach < LEAST_REACH * peakConcurrency) {
    warnings.push(
      `The peak at concurrency ${peakConcurrency.toPrecision(3)} is extrapolated: the data end at ${reach.toPrecision(3)}.`,
    )
  }
  const largestEfficiency = Math.max(
    ...points.map((point) => point.throughput / (coefficients.gamma * point.concurrency)),
  )
  if (largestEfficiency > SUPERLINEAR_EFFICIENCY) {
    warnings.push(
      'Throughput per request in flight exceeds its fitted maximum: check the measured concurrency.',
    )
  }
  return warnings
}

function checkPoints(points: readonly ThroughputPoint[]): void {
  for (const { concurrency, throughput } of points) {
    if (!(concurrency > 0 && concurrency < Infinity)) {
      throw new RangeError(`concurrency must be positive and finite, got ${concurrency}`)
    }
    if (!(throughput >= 0 && throughput < Infinity)) {
      throw new RangeError(`throughput must be at least 0 and finite, got ${throughput}`)
    }
  }
  const different = new Set(points.map((point) => point.concurrency)).size
  if (different < LEAST_USL_POINTS) {
    throw new RangeError(`a fit needs at least ${LEAST_USL_POINTS} different concurrencies, got ${different}`)
  }
  if (points.every((point) => point.throughput === 0))
    throw new RangeError('there must be a throughput above 0')
}

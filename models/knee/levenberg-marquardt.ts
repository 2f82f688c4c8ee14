import { inverse, Matrix, solve } from 'ml-matrix'

/** A least-squares problem: find the parameters for which `model(x, parameters)` is nearest to the y of all points. */
export interface LeastSquaresProblem {
  readonly points: ReadonlyArray<{ readonly x: number; readonly y: number }>
  readonly model: (x: number, parameters: readonly number[]) => number
  /** Derivative of the model by each parameter; unless given, central differences with relative steps. */
  readonly jacobian?: (x: number, parameters: readonly number[]) => readonly number[]
  /** Where to begin; moved into the bounds if outside. */
  readonly start: readonly number[]
  /** Smallest value of each parameter; -Infinity unless given. */
  readonly lower?: readonly number[]
  /** Largest value of each parameter; Infinity unless given. */
  readonly upper?: readonly number[]
  /** Most steps tried, ≥ 1; 500 unless given. */
  readonly maxIterations?: number
  /**
   * Largest cosine between the residuals and any column of the Jacobian at a minimum, ≥ 0; 1e-12 unless given. The
   * parameters are then within about as many standard errors × √(degrees of freedom) of it.
   */
  readonly gradientTolerance?: number
}

export interface LeastSquaresFit {
  readonly parameters: readonly number[]
  /**
   * One standard error per parameter, in the parameter's unit: the square root of the diagonal of s² (JᵀJ)⁻¹ with
   * s² = RSS / (points − parameters). A parameter that ended on a bound is held there and has `null`; so have all
   * when no degrees of freedom are left or the parameters cannot be told apart.
   */
  readonly standardErrors: ReadonlyArray<number | null>
  /** RSS, in the square of y's unit. */
  readonly residualSumOfSquares: number
  /** Steps tried, taken or not. */
  readonly iterations: number
  /** Whether a minimum was reached within `maxIterations`. It may be a local one. */
  readonly converged: boolean
}

const STEP_TOLERANCE = 1e-10
const GRADIENT_TOLERANCE = 1e-12
/** Where rounding lets no step lower the RSS any more, this much of a gradient may be left. */
const STALLED_GRADIENT_TOLERANCE = 1e-6
/** Residuals this small against y are rounding: the model passes through all points. */
const EXACT_FIT = 1e-12
const LARGEST_DAMPING = 1e20

/**
 * Nonlinear least squares by the Levenberg-Marquardt method with box bounds.
 *
 * Each step solves min ‖J δ − r‖² + λ ‖D δ‖² by QR, where D holds the largest column norms of J so far (Marquardt
 * 1963; Moré 1978), so that the result does not depend on the parameters' units. Parameters that lie on a bound
 * and would leave it are held for the step; the rest of the step is cut off at the bounds. λ falls after a step
 * that lowers the RSS and rises after one that does not.
 *
 * @throws RangeError with fewer points than parameters, bounds of the wrong length or order, a number among points,
 *   start or model values at the start that is not finite, or `maxIterations` below 1
 */
export function levenbergMarquardt(problem: LeastSquaresProblem): LeastSquaresFit {
  const box = boxOf(problem)
  const { maxIterations = 500, gradientTolerance = GRADIENT_TOLERANCE } = problem
  checkProblem(problem, box, maxIterations)

  let parameters = clamp(problem.start, box)
  let residuals = residualsAt(problem, parameters)
  let rss = sumOfSquares(residuals)
  if (!Number.isFinite(rss)) throw new RangeError('the model is not finite at the start parameters')
  let jacobian = jacobianAt(problem, parameters, box)
  let scale = growScale(
    parameters.map(() => 0),
    jacobian,
  )
  let damping = 1e-3
  let iterations = 0
  const exactRss = EXACT_FIT ** 2 * sumOfSquares(problem.points.map((point) => point.y))
  let converged = rss <= exactRss || isStationary(jacobian, residuals, parameters, box, gradientTolerance)

  while (!converged && iterations < maxIterations) {
    iterations++
    const free = freeParameters(jacobian, residuals, parameters, box)
    const candidate = clamp(stepFrom(parameters, jacobian, residuals, scale, damping, free), box)
    const candidateResiduals = residualsAt(problem, candidate)
    const candidateRss = sumOfSquares(candidateResiduals)
    if (candidateRss < rss) {
      const gain = (rss - candidateRss) / rss
      const small = gain < STEP_TOLERANCE && relativeStep(parameters, candidate, scale) < STEP_TOLERANCE
      parameters = candidate
      residuals = candidateResiduals
      rss = candidateRss
      jacobian = jacobianAt(problem, parameters, box)
      scale = growScale(scale, jacobian)
      damping = Math.max(damping / 10, 1e-20)
      converged =
        small || rss <= exactRss || isStationary(jacobian, residuals, parameters, box, gradientTolerance)
    } else {
      damping *= 10
      if (damping > LARGEST_DAMPING) {
        // No step lowers the RSS any more: a minimum to the precision of the numbers, or a model that is not smooth.
        converged = isStationary(jacobian, residuals, parameters, box, STALLED_GRADIENT_TOLERANCE)
        break
      }
    }
  }
  return {
    parameters,
    standardErrors: standardErrors(jacobian, rss, parameters, box),
    residualSumOfSquares: rss,
    iterations,
    converged,
  }
}

interface Box {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

/** One row per point, one column per parameter. */
type Rows = ReadonlyArray<readonly number[]>

function boxOf({ start, lower, upper }: LeastSquaresProblem): Box {
  return { lower: lower ?? start.map(() => -Infinity), upper: upper ?? start.map(() => Infinity) }
}

function checkProblem({ points, start }: LeastSquaresProblem, box: Box, maxIterations: number): void {
  if (start.length === 0) throw new RangeError('there must be at least 1 parameter')
  if (points.length < start.length) {
    throw new RangeError(`${start.length} parameters need as many points, got ${points.length}`)
  }
  if (!points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))) {
    throw new RangeError('points must be finite')
  }
  if (!start.every(Number.isFinite)) throw new RangeError('start parameters must be finite')
  if (box.lower.length !== start.length || box.upper.length !== start.length) {
    throw new RangeError('there must be one lower and one upper bound for each parameter')
  }
  if (!box.lower.every((low, j) => low <= (box.upper[j] ?? NaN))) {
    throw new RangeError('each lower bound must be at most its upper bound')
  }
  if (!(maxIterations >= 1)) throw new RangeError(`maxIterations must be at least 1, got ${maxIterations}`)
}

function clamp(parameters: readonly number[], { lower, upper }: Box): number[] {
  return parameters.map((value, j) => Math.min(Math.max(value, lower[j] ?? -Infinity), upper[j] ?? Infinity))
}

/** y − model for every point. */
function residualsAt({ points, model }: LeastSquaresProblem, parameters: readonly number[]): number[] {
  return points.map(({ x, y }) => y - model(x, parameters))
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

function jacobianAt(problem: LeastSquaresProblem, parameters: readonly number[], box: Box): Rows {
  const { jacobian } = problem
  if (jacobian !== undefined) return problem.points.map(({ x }) => jacobian(x, parameters))
  const columns = parameters.map((_, j) => differences(problem, parameters, j, box))
  return problem.points.map((_, i) => columns.map((column) => column[i] ?? NaN))
}

/** The derivative by one parameter at every point: central differences, one-sided at a bound. */
function differences(
  { points, model }: LeastSquaresProblem,
  parameters: readonly number[],
  j: number,
  box: Box,
): number[] {
  const value = parameters[j] ?? NaN
  // ∛ε of the value balances truncation against rounding; near 0 the step falls back on that of 0.001.
  const step = Math.cbrt(Number.EPSILON) * Math.max(Math.abs(value), 1e-3)
  const below = Math.max(value - step, box.lower[j] ?? -Infinity)
  const above = Math.min(value + step, box.upper[j] ?? Infinity)
  if (above === below) return points.map(() => 0)
  const low = parameters.with(j, below)
  const high = parameters.with(j, above)
  return points.map(({ x }) => (model(x, high) - model(x, low)) / (above - below))
}

function columnNorms(jacobian: Rows, count: number): number[] {
  return Array.from({ length: count }, (_, j) =>
    Math.sqrt(sumOfSquares(jacobian.map((row) => row[j] ?? NaN))),
  )
}

function growScale(scale: readonly number[], jacobian: Rows): number[] {
  return columnNorms(jacobian, scale.length).map((norm, j) => Math.max(norm, scale[j] ?? 0))
}

/** −½ of the RSS gradient: the direction in which each parameter lowers the RSS. */
function descent(jacobian: Rows, residuals: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, j) =>
    jacobian.reduce((sum, row, i) => sum + (row[j] ?? NaN) * (residuals[i] ?? NaN), 0),
  )
}

/** Indexes of the parameters that may move: not on a bound, or drawn away from it. */
function freeParameters(
  jacobian: Rows,
  residuals: readonly number[],
  parameters: readonly number[],
  { lower, upper }: Box,
): number[] {
  const direction = descent(jacobian, residuals, parameters.length)
  return [...parameters.keys()].filter((j) => {
    const value = parameters[j] ?? NaN
    const pull = direction[j] ?? 0
    return !(value <= (lower[j] ?? -Infinity) && pull <= 0) && !(value >= (upper[j] ?? Infinity) && pull >= 0)
  })
}

/**
 * Whether no free parameter can lower the RSS to first order: the cosine between the residuals and each free
 * column of J is negligible (Moré, Garbow, Hillstrom 1980, the gtol test of MINPACK).
 */
function isStationary(
  jacobian: Rows,
  residuals: readonly number[],
  parameters: readonly number[],
  box: Box,
  tolerance: number,
): boolean {
  const length = Math.sqrt(sumOfSquares(residuals))
  const direction = descent(jacobian, residuals, parameters.length)
  const norms = columnNorms(jacobian, parameters.length)
  return freeParameters(jacobian, residuals, parameters, box).every((j) => {
    const norm = norms[j] ?? 0
    return norm === 0 || length === 0 || Math.abs(direction[j] ?? NaN) / (norm * length) <= tolerance
  })
}

/** The parameters after one damped step of the free ones, before the bounds are applied. */
function stepFrom(
  parameters: readonly number[],
  jacobian: Rows,
  residuals: readonly number[],
  scale: readonly number[],
  damping: number,
  free: readonly number[],
): number[] {
  // In units of D the damped system is [J D⁻¹; √λ I] u = [r; 0], well scaled and never rank deficient.
  const unit = free.map((j) => scale[j] || 1)
  const rows = jacobian.map((row) => free.map((j, k) => (row[j] ?? NaN) / (unit[k] ?? 1)))
  const dampingRows = free.map((_, k) => free.map((__, column) => (column === k ? Math.sqrt(damping) : 0)))
  const right = Matrix.columnVector([...residuals, ...free.map(() => 0)])
  const step = solve(new Matrix([...rows, ...dampingRows]), right).to1DArray()
  const next = [...parameters]
  for (const [k, j] of free.entries()) next[j] = (next[j] ?? NaN) + (step[k] ?? NaN) / (unit[k] ?? 1)
  return next
}

/** Length of a step against that of the parameters, both in units of D. */
function relativeStep(from: readonly number[], to: readonly number[], scale: readonly number[]): number {
  const moved = sumOfSquares(to.map((value, j) => (value - (from[j] ?? NaN)) * (scale[j] ?? 1)))
  const size = sumOfSquares(to.map((value, j) => value * (scale[j] ?? 1)))
  return Math.sqrt(moved / size)
}

function standardErrors(
  jacobian: Rows,
  rss: number,
  parameters: readonly number[],
  { lower, upper }: Box,
): Array<number | null> {
  const none = parameters.map(() => null)
  const degreesOfFreedom = jacobian.length - parameters.length
  const inside = [...parameters.keys()].filter((j) => {
    const value = parameters[j] ?? NaN
    return value > (lower[j] ?? -Infinity) && value < (upper[j] ?? Infinity)
  })
  const norms = columnNorms(jacobian, parameters.length)
  if (degreesOfFreedom === 0 || inside.length === 0 || inside.some((j) => !((norms[j] ?? 0) > 0))) return none

  const columns = new Matrix(jacobian.map((row) => inside.map((j) => (row[j] ?? NaN) / (norms[j] ?? NaN))))
  const variances = inverseDiagonal(columns.transpose().mmul(columns))
  if (variances === null) return none
  const errors: Array<number | null> = [...none]
  for (const [k, j] of inside.entries()) {
    errors[j] = Math.sqrt(((variances[k] ?? NaN) * rss) / degreesOfFreedom) / (norms[j] ?? NaN)
  }
  return errors
}

/** The diagonal of the inverse of a matrix of cosines, or `null` where columns are parallel to working precision. */
function inverseDiagonal(cosines: Matrix): number[] | null {
  try {
    const diagonal = inverse(cosines).diagonal()
    return diagonal.every((value) => value > 0 && value < 1e14) ? diagonal : null
  } catch {
    return null
  }
}

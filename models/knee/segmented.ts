/** A step of a sweep: offered rate and throughput, both in requests per second. */
export interface SegmentedPoint {
  readonly x: number
  readonly y: number
}

/** Two straight lines that meet at a breakpoint, and the single line to judge them by. */
export interface SegmentedFit {
  /** x where the lines meet, in x's unit; between the second and the second to last distinct x. */
  readonly breakpoint: number
  /** y per x below the breakpoint. For throughput against offered rate, 1 means that all is served. */
  readonly slopeBefore: number
  /** y per x above the breakpoint. Near 0 means a plateau, below 0 a collapse under overload. */
  readonly slopeAfter: number
  /** Fitted y at the breakpoint: where growth stops, if `slopeAfter` is near 0 or below. */
  readonly plateau: number
  /** In the square of y's unit. */
  readonly residualSumOfSquares: number
  /** Bayesian information criterion of the two segments; smaller is better. */
  readonly bic: number
  readonly line: {
    readonly slope: number
    /** Fitted y at x = 0. */
    readonly intercept: number
    readonly residualSumOfSquares: number
    readonly bic: number
  }
  /** Which of the two has the smaller criterion; the line where they are equal. */
  readonly better: 'segments' | 'line'
}

/** Fewest different x for two segments: four parameters and one degree of freedom. */
export const LEAST_SEGMENTED_POINTS = 5

const GRID_STEPS_PER_INTERVAL = 16
const REFINEMENTS = 80
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Least-squares fit of two straight segments that meet:
 *
 *     y = a + b x + c max(0, x − ψ)
 *
 * For a given breakpoint ψ this is linear regression; ψ itself is found on a grid and refined by golden-section
 * search around the best grid point. Each segment keeps at least two different x. The model is that of Muggeo (2003,
 * Statistics in Medicine 22), the criterion n ln(RSS / n) + k ln n (Schwarz 1978) with k = 4 for the segments and 2
 * for the line. Points may come in any order, and x may repeat.
 *
 * @throws RangeError with fewer than 5 different x, or a number that is not finite
 */
export function fitSegmented(points: readonly SegmentedPoint[]): SegmentedFit {
  const xs = distinctX(points)
  const data = centre(points)
  const breakpoint = bestBreakpoint(data, xs)
  const segments = fitAt(data, breakpoint)
  const line = fitLine(data)
  // RSS below rounding is no evidence for either model.
  const exact = 1e-24 * points.reduce((sum, { y }) => sum + y * y, 0) + Number.MIN_VALUE
  const count = points.length
  const bic = bayesianCriterion(Math.max(segments.residualSumOfSquares, exact), count, 4)
  const lineBic = bayesianCriterion(Math.max(line.residualSumOfSquares, exact), count, 2)
  return {
    breakpoint,
    slopeBefore: segments.slopeBefore,
    slopeAfter: segments.slopeAfter,
    plateau: segments.plateau,
    residualSumOfSquares: segments.residualSumOfSquares,
    bic,
    line: { ...line, bic: lineBic },
    better: bic < lineBic ? 'segments' : 'line',
  }
}

/**
 * Bayesian information criterion of a least-squares fit, up to a constant (Schwarz 1978): n ln(RSS / n) + k ln n.
 *
 * @param residualSumOfSquares RSS > 0
 * @param count n ≥ 1 points
 * @param parameters k fitted parameters of the mean
 */
export function bayesianCriterion(residualSumOfSquares: number, count: number, parameters: number): number {
  return count * Math.log(residualSumOfSquares / count) + parameters * Math.log(count)
}

/** Points around their mean, which keeps the sums of squares well conditioned. */
interface CentredData {
  readonly meanX: number
  readonly meanY: number
  readonly xs: readonly number[]
  readonly ys: readonly number[]
}

function distinctX(points: readonly SegmentedPoint[]): number[] {
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y))
      throw new RangeError(`points must be finite, got (${x}, ${y})`)
  }
  const xs = [...new Set(points.map((point) => point.x))].toSorted((a, b) => a - b)
  if (xs.length < LEAST_SEGMENTED_POINTS) {
    throw new RangeError(`two segments need at least ${LEAST_SEGMENTED_POINTS} different x, got ${xs.length}`)
  }
  return xs
}

function centre(points: readonly SegmentedPoint[]): CentredData {
  const meanX = mean(points.map((point) => point.x))
  const meanY = mean(points.map((point) => point.y))
  return { meanX, meanY, xs: points.map(({ x }) => x - meanX), ys: points.map(({ y }) => y - meanY) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, i) => sum + value * (right[i] ?? NaN), 0)
}

function fitLine({ meanX, meanY, xs, ys }: CentredData): Omit<SegmentedFit['line'], 'bic'> {
  const slope = dot(xs, ys) / dot(xs, xs)
  const residuals = ys.map((y, i) => y - slope * (xs[i] ?? NaN))
  return { slope, intercept: meanY - slope * meanX, residualSumOfSquares: dot(residuals, residuals) }
}

type FitAtBreakpoint = Pick<SegmentedFit, 'slopeBefore' | 'slopeAfter' | 'plateau' | 'residualSumOfSquares'>

/** Linear regression on x and the hinge max(0, x − ψ), the hinge made orthogonal to x first. */
function fitAt({ meanX, meanY, xs, ys }: CentredData, breakpoint: number): FitAtBreakpoint {
  const psi = breakpoint - meanX
  const hinges = xs.map((x) => Math.max(0, x - psi))
  const meanHinge = mean(hinges)
  const hinge = hinges.map((value) => value - meanHinge)
  const xx = dot(xs, xs)
  const overlap = dot(hinge, xs) / xx
  const orthogonal = hinge.map((value, i) => value - overlap * (xs[i] ?? NaN))
  const slopeChange = dot(orthogonal, ys) / dot(orthogonal, orthogonal)
  const slopeBefore = dot(xs, ys) / xx - slopeChange * overlap
  const residuals = ys.map((y, i) => y - slopeBefore * (xs[i] ?? NaN) - slopeChange * (hinge[i] ?? NaN))
  return {
    slopeBefore,
    slopeAfter: slopeBefore + slopeChange,
    plateau: meanY + slopeBefore * psi - slopeChange * meanHinge,
    residualSumOfSquares: dot(residuals, residuals),
  }
}

function bestBreakpoint(data: CentredData, xs: readonly number[]): number {
  const rssAt = (breakpoint: number): number => fitAt(data, breakpoint).residualSumOfSquares
  const grid = breakpointGrid(xs)
  const rss = grid.map(rssAt)
  const best = rss.indexOf(Math.min(...rss))
  const fromGrid = grid[best] ?? NaN
  const refined = goldenSection(rssAt, grid[best - 1] ?? fromGrid, grid[best + 1] ?? fromGrid)
  return rssAt(refined) < rssAt(fromGrid) ? refined : fromGrid
}

/** Breakpoints from the second to the second to last x, every x among them. */
function breakpointGrid(xs: readonly number[]): number[] {
  const inner = xs.slice(1, -1)
  return inner.flatMap((x, i) => {
    const next = inner[i + 1]
    if (next === undefined) return [x]
    return Array.from(
      { length: GRID_STEPS_PER_INTERVAL },
      (_, step) => x + ((next - x) * step) / GRID_STEPS_PER_INTERVAL,
    )
  })
}

/** Where a function with one minimum in [from, to] is smallest (Kiefer 1953). */
function goldenSection(f: (x: number) => number, from: number, to: number): number {
  let low = from
  let high = to
  let left = high - GOLDEN * (high - low)
  let right = low + GOLDEN * (high - low)
  let leftValue = f(left)
  let rightValue = f(right)
  for (let i = 0; i < REFINEMENTS; i++) {
    if (leftValue <= rightValue) {
      high = right
      right = left
      rightValue = leftValue
      left = high - GOLDEN * (high - low)
      leftValue = f(left)
    } else {
      low = left
      left = right
      leftValue = rightValue
      right = low + GOLDEN * (high - low)
      rightValue = f(right)
    }
  }
  return (low + high) / 2
}

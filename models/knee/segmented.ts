import { chooseSegments, fitSegments, LEAST_SEGMENTED_POINTS } from './segments.ts'

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
  /** One straight line through all points, to compare with. */
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

/** One breakpoint is searched for on a grid: there is nothing left to chance, and no seed to choose. */
const ONE_BREAK = { maxBreaks: 1, restarts: 0, seed: 0 }

/**
 * The straight line and the two straight segments that fit best: `fitSegments` with at most one breakpoint. Points may
 * come in any order, and x may repeat.
 *
 * @throws RangeError with fewer than 5 different x, or a number that is not finite
 */
export function fitSegmented(points: readonly SegmentedPoint[]): SegmentedFit {
  const different = new Set(points.map((point) => point.x)).size
  if (different < LEAST_SEGMENTED_POINTS) {
    throw new RangeError(`two segments need at least ${LEAST_SEGMENTED_POINTS} different x, got ${different}`)
  }
  const fits = fitSegments(points, ONE_BREAK)
  const [line, segments] = fits
  const found = segments?.breakpoints[0]
  if (line === undefined || segments === undefined || found === undefined) {
    throw new Error('two segments have room for their points, and were not found')
  }
  return {
    breakpoint: found.x,
    slopeBefore: segments.slopes[0]?.slope ?? NaN,
    slopeAfter: segments.slopes[1]?.slope ?? NaN,
    plateau: found.y,
    residualSumOfSquares: segments.residualSumOfSquares,
    bic: segments.bic,
    line: {
      slope: line.slopes[0]?.slope ?? NaN,
      intercept: line.intercept,
      residualSumOfSquares: line.residualSumOfSquares,
      bic: line.bic,
    },
    better: chooseSegments(fits) === segments ? 'segments' : 'line',
  }
}

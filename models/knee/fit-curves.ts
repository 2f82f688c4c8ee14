import type { CurveAxes, CurveFits, CurveVariable } from './curve-fits.ts'
import type { CurvePoint, KneedleOptions } from './kneedle.ts'
import { LEAST_SEGMENTED_POINTS } from './segments.ts'
import { LEAST_KNEEDLE_POINTS, summarizeKneedle } from './summarize-kneedle.ts'
import { summarizeSegments } from './summarize-segments.ts'
import { summarizeUsl } from './summarize-usl.ts'

/** What was measured at one load; `null` where it was not. */
export interface MeasuredPoint {
  /** Requests due per second, ≥ 0. */
  readonly rate: number | null
  /**
   * Mean requests in flight, ≥ 0: measured, or throughput × mean response time by Little's law. Points with 0 are left
   * out of the scalability law.
   */
  readonly concurrency: number | null
  /** Requests completed per second, ≥ 0. */
  readonly throughput: number | null
  /** Response time, ≥ 0: any one statistic, the same at all points. */
  readonly latencyMs: number | null
}

export interface FitCurvesOptions extends Partial<KneedleOptions> {
  /** Any 32-bit number; the same seed gives the same fits. */
  readonly seed: number
}

/** The first of these that enough points have is searched for a knee. */
const KNEEDLE_AXES: readonly CurveAxes[] = [
  { x: 'rate', y: 'latencyMs' },
  { x: 'concurrency', y: 'throughput' },
  { x: 'rate', y: 'throughput' },
  { x: 'concurrency', y: 'latencyMs' },
]
const SEGMENTED_AXES: readonly CurveAxes[] = [
  { x: 'rate', y: 'throughput' },
  { x: 'concurrency', y: 'throughput' },
  { x: 'rate', y: 'latencyMs' },
  { x: 'concurrency', y: 'latencyMs' },
]

/**
 * Fits the curves that the points have the figures for:
 *
 * - Kneedle to response time over rate, or else to throughput over concurrency or over rate, or else to response time
 *   over concurrency, which in a single queue is a straight line;
 * - segments to throughput over rate, or else over concurrency, or else to response time over either;
 * - the Universal Scalability Law to throughput over concurrency.
 *
 * Response time is taken to be convex and throughput to be concave, both increasing, unless the options say
 * otherwise: beyond the capacity either may look like something else. A note says where it does. Points may come in any
 * order. For Kneedle, points of equal x are averaged.
 *
 * @throws RangeError when a figure is negative or not finite, or `sensitivity` is not above 0
 */
export function fitCurves(points: readonly MeasuredPoint[], options: FitCurvesOptions): CurveFits {
  const notes: string[] = []
  const kneedleAxes = firstWithPoints(points, KNEEDLE_AXES, LEAST_KNEEDLE_POINTS)
  const segmentedAxes = firstWithPoints(points, SEGMENTED_AXES, LEAST_SEGMENTED_POINTS)
  return {
    usl: summarizeUsl(
      curveOf(points, { x: 'concurrency', y: 'throughput' }).map(({ x, y }) => ({
        concurrency: x,
        throughput: y,
      })),
      options.seed,
      notes,
    ),
    kneedle: summarizeKneedle(curveOf(points, kneedleAxes), kneedleAxes, options, notes),
    segmented: summarizeSegments(curveOf(points, segmentedAxes), segmentedAxes, options.seed, notes),
    notes,
  }
}

/**
 * Fits Kneedle and segments to y over x in any units. How the curve bends is guessed unless the options say so.
 * Points may come in any order; for Kneedle, points of equal x are averaged.
 *
 * @throws RangeError when a number is not finite, or `sensitivity` is not above 0
 */
export function fitPlainCurve(points: readonly CurvePoint[], options: FitCurvesOptions): CurveFits {
  const notes: string[] = []
  const axes: CurveAxes = { x: 'x', y: 'y' }
  return {
    usl: null,
    kneedle: summarizeKneedle(points, axes, options, notes),
    segmented: summarizeSegments(points, axes, options.seed, notes),
    notes,
  }
}

function firstWithPoints(
  points: readonly MeasuredPoint[],
  choices: readonly CurveAxes[],
  least: number,
): CurveAxes {
  const counts = choices.map((axes) => distinctCount(curveOf(points, axes)))
  const enough = counts.findIndex((count) => count >= least)
  const index = enough === -1 ? counts.indexOf(Math.max(...counts)) : enough
  const axes = choices[index]
  if (axes === undefined) throw new Error('there must be axes to choose from')
  return axes
}

function curveOf(points: readonly MeasuredPoint[], { x, y }: CurveAxes): CurvePoint[] {
  return points.flatMap((point) => {
    const pair = { x: figure(point, x), y: figure(point, y) }
    return pair.x === null || pair.y === null ? [] : [{ x: pair.x, y: pair.y }]
  })
}

function figure(point: MeasuredPoint, variable: CurveVariable): number | null {
  if (variable === 'x' || variable === 'y') return null
  const value = point[variable]
  if (value !== null && !(value >= 0 && value < Infinity)) {
    throw new RangeError(`${variable} must be at least 0 and finite, got ${value}`)
  }
  return value
}

function distinctCount(points: readonly CurvePoint[]): number {
  return new Set(points.map((point) => point.x)).size
}

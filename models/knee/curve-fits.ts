import type { Knee, KneedleOptions } from './kneedle.ts'
import type { UslInterval } from './usl-intervals.ts'
import type { UslFit } from './usl.ts'

/** What an axis of a curve holds: requests per second, requests in flight, milliseconds, or any unit (`x`, `y`). */
export type CurveVariable = 'rate' | 'concurrency' | 'throughput' | 'latencyMs' | 'x' | 'y'

/** Which figure was fitted over which. */
export interface CurveAxes {
  /** Across. */
  readonly x: CurveVariable
  /** Up. */
  readonly y: CurveVariable
}

/** Three descriptions of measured points, which answer different questions and need not agree. */
export interface CurveFits {
  /** The Universal Scalability Law; needs throughput and concurrency. */
  readonly usl: UslSummary | null
  /** The bend. */
  readonly kneedle: KneedleSummary | null
  /** Where straight segments meet. */
  readonly segmented: SegmentedSummary | null
  /** Why a fit is `null`, and what to mind when using one; whole sentences. */
  readonly notes: readonly string[]
}

/** The Universal Scalability Law through throughput (requests per second) over concurrency (requests in flight). */
export interface UslSummary extends UslFit {
  /** `null` unless the data reach 0.8 of it: then it would be an extrapolation. */
  readonly peakConcurrency: number | null
  /** Requests per second at `peakConcurrency`; `null` with it. */
  readonly peakThroughput: number | null
  /** Why there is no peak; `null` when there is one. */
  readonly noPeakBecause: string | null
  /** 95 % intervals; `null` where there is no figure, or too few points for an interval. */
  readonly intervals: {
    readonly alpha: UslInterval | null
    readonly beta: UslInterval | null
    readonly gamma: UslInterval | null
    readonly peakConcurrency: UslInterval | null
    readonly peakThroughput: UslInterval | null
  }
  /** Largest concurrency measured. */
  readonly reach: number
  /** Number of points fitted. */
  readonly points: number
}

/** The knee by Kneedle, in the units of its axes. `index` counts the points in ascending x, equal x as one. */
export interface KneedleSummary extends Knee, Required<KneedleOptions> {
  /** Units of `x` and `y`. */
  readonly axes: CurveAxes
}

/** Straight segments that meet; as many as have the smallest Bayesian information criterion. */
export interface SegmentedSummary {
  /** Units of `x` and `y`. */
  readonly axes: CurveAxes
  /** The breakpoint at which the slope changes most, in x's unit; `null` when one straight line fits best. */
  readonly breakpoint: number | null
  /** 95 % interval of `breakpoint`; it may reach beyond the measured range. */
  readonly interval: readonly [low: number, high: number] | null
  /** Of `breakpoint`, in x's unit. */
  readonly standardError: number | null
  /** Fitted y at `breakpoint` where growth stops there: the slope falls to half or less. Otherwise `null`. */
  readonly plateau: number | null
  /** All breakpoints, ascending. */
  readonly breakpoints: readonly SegmentBreak[]
  /** One more than there are breakpoints, from the left. */
  readonly slopes: readonly SegmentSlope[]
  /** In the square of y's unit. */
  readonly residualSumOfSquares: number
  /** n ln(RSS / n) + k ln n of the segments chosen, with k = 2 + 2 × breakpoints. */
  readonly bic: number
  /** The same for 0, 1, 2 … breakpoints, as many as the number of points allows. */
  readonly bicByBreaks: readonly number[]
  /** Smallest and largest x. */
  readonly range: readonly [min: number, max: number]
  /** Number of points fitted. */
  readonly points: number
}

/** Where two segments meet. */
export interface SegmentBreak {
  /** In x's unit. */
  readonly x: number
  /** Fitted y there. */
  readonly y: number
  /** By the delta method; `null` where there are too few points for it, in all or next to this breakpoint. */
  readonly standardError: number | null
  /** 95 %, by Student's t; `null` with the standard error. */
  readonly interval: readonly [low: number, high: number] | null
}

/** How steep a segment is. */
export interface SegmentSlope {
  /** y per x. */
  readonly slope: number
  /** `null` without degrees of freedom. */
  readonly standardError: number | null
}

/** Whether any of the fits found a knee within the measured range: a bend, a break, or a peak that was reached. */
export function findsKnee({ usl, kneedle, segmented }: CurveFits): boolean {
  return (
    kneedle !== null || (segmented?.breakpoint ?? null) !== null || (usl?.peakConcurrency ?? null) !== null
  )
}

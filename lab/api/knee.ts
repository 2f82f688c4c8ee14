import type { CurveFits } from '../../models/knee/curve-fits.ts'
import type { KneeMeasurement, KneeTarget } from './knee-measurement.ts'
import type { StopSignal } from './stop-signal.ts'
import { withOwnFailures } from './with-own-failures.ts'

/** What was measured at one load: any of the figures, and best the same at all points. */
export interface MeasuredLoad {
  /** Requests due per second, ≥ 0. */
  readonly rate?: number | undefined
  /** Mean requests in flight, > 0. */
  readonly concurrency?: number | undefined
  /** Requests completed per second, ≥ 0. */
  readonly throughput?: number | undefined
  /** Response time, ≥ 0: any one statistic, such as the P99, the same at all points. */
  readonly latencyMs?: number | undefined
}

/** A point of any curve, in any units. */
export interface PlainPoint {
  /** What was set, or offered; finite. */
  readonly x: number
  /** What came of it; finite. */
  readonly y: number
}

/** How points are fitted. */
export interface KneeOptions {
  /** How the curve bends: `concave` as throughput does, `convex` as latency does; by its figures, or guessed, unless given. */
  readonly curve?: 'concave' | 'convex' | undefined
  /** Whether y grows or falls with x; likewise. */
  readonly direction?: 'increasing' | 'decreasing' | undefined
  /** Kneedle's S, > 0: smaller is more eager; 1 unless given. */
  readonly sensitivity?: number | undefined
  /** Of restarts and resamples: a whole number of 32 bits; 1 unless given. */
  readonly seed?: number | undefined
}

/** Three descriptions of the points, which answer different questions and need not agree; `null` where there is none. */
export interface KneeFits extends CurveFits {
  /** Whether any of them found a knee within the range of the points. */
  readonly found: boolean
}

/** How a measurement is watched and ended. */
export interface KneeWatch {
  /** Ends the search; what was found by then is returned, unless that is nothing. */
  readonly signal?: StopSignal | undefined
  /** Told what goes on, a line at a time. */
  readonly onProgress?: ((line: string) => void) | undefined
}

/**
 * Fits measured points, in any order: Kneedle, straight segments with intervals, and the Universal Scalability Law with
 * intervals where there are throughput and concurrency. Pure: the same arguments give the same fits.
 *
 * @param points 3 to 5000, of at least 3 different loads; 5 for segments
 * @throws UsageError for points or options that cannot be used
 */
export function knee(
  points: readonly MeasuredLoad[] | readonly PlainPoint[],
  options?: KneeOptions,
): Promise<KneeFits>
/**
 * Measures up to which rate a URL meets a service level, as the command does: this sends load, for half a minute or so.
 *
 * @throws UsageError for an option that cannot be followed
 * @throws HostNotAllowed when the URL is neither on loopback nor allowed
 * @throws UnusableRun when it cannot be reached
 * @throws Interrupted when the signal is aborted before the first trial is over
 */
export function knee(target: KneeTarget, watch?: KneeWatch): Promise<KneeMeasurement>
export function knee(
  subject: readonly MeasuredLoad[] | readonly PlainPoint[] | KneeTarget,
  options: KneeOptions & KneeWatch = {},
): Promise<KneeFits | KneeMeasurement> {
  if (isTarget(subject)) {
    return withOwnFailures(async () => {
      const { measureKnee } = await import('./measure-knee.ts')
      return measureKnee(subject, options)
    })
  }
  return withOwnFailures(async () => {
    const { fitPointList } = await import('./fit-point-list.ts')
    return fitPointList(subject, options)
  })
}

function isTarget(
  subject: readonly MeasuredLoad[] | readonly PlainPoint[] | KneeTarget,
): subject is KneeTarget {
  return !Array.isArray(subject)
}

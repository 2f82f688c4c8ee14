import type { StepOutcome } from '../../artifacts/sweep.ts'
import type { MeanParts } from '../../measurement/composition.ts'

export { type CompositionPart, compositionParts } from '../../measurement/composition.ts'

/** What the charts of a run show, as data; `null` where the run has not come that far. */
export interface RunFigures {
  readonly latency: LatencyFigure | null
  readonly rates: RatesFigure | null
  readonly surface: SurfaceFigure | null
  readonly timeline: TimelineFigure | null
  readonly composition: CompositionFigure | null
}

/** Which settings a curve is of. */
export type Side = 'before' | 'after'

/** Response times by percentile, over all verified windows. */
export interface LatencyFigure {
  readonly curves: readonly LatencyCurve[]
}

export interface LatencyCurve {
  readonly side: Side
  readonly source: 'measured' | 'predicted'
  readonly requests: number
  /**
   * Ascending; as HDR plots have them, 5 for each halving of the distance to 100 %, up to 100 (1 − 1 / requests).
   * Percentiles are in [0, 100).
   */
  readonly points: ReadonlyArray<{ readonly percentile: number; readonly responseMs: number }>
}

/** Response time against offered rate, from the sweep. */
export interface RatesFigure {
  /** By offered rate, ascending. Times are `null` where nothing was answered. */
  readonly steps: ReadonlyArray<{
    /** Requests per second. */
    readonly offeredRate: number
    readonly achievedRate: number
    readonly meanMs: number | null
    readonly p50Ms: number | null
    readonly p99Ms: number | null
    readonly outcome: StepOutcome
  }>
  readonly sloP99Ms: number | null
  /** Highest rate within the SLO and the next one tried, per second. */
  readonly capacity: { readonly rate: number; readonly nextRate: number | null } | null
  /** Where the P99 bends (Kneedle), and the neighbouring steps as its band; per second. */
  readonly knee: { readonly rate: number; readonly low: number; readonly high: number } | null
  /** The rates of the schedule: its mean, and the highest of its minutes, per second; where known. */
  readonly schedule: { readonly meanRate: number; readonly peakRate: number } | null
}

/** Every pair of idle timeout and idle cap over the whole schedule. */
export interface SurfaceFigure {
  /** Ascending, ms. */
  readonly idleTimeoutsMs: readonly number[]
  /** Ascending, connections of a host in one pod. */
  readonly maxIdles: readonly number[]
  /** `dialShare[t][m]`: share of requests that open a connection, in [0, 1], for idleTimeoutsMs[t] and maxIdles[m]. */
  readonly dialShare: ReadonlyArray<readonly number[]>
  /** P99 in ms, in the same shape. */
  readonly p99Ms: ReadonlyArray<readonly number[]>
  readonly today: SurfacePoint
  readonly recommended: SurfacePoint | null
  /** No other pair dials less and keeps fewer idle connections at once. */
  readonly pareto: readonly SurfacePoint[]
  /** Whether the surface is exact for this client's pool, or a lower bound. */
  readonly exact: boolean
}

/** `Infinity` where there is no limit, which JSON writes as `null`: all other figures are finite. */
export interface SurfacePoint {
  readonly idleTimeoutMs: number
  readonly maxIdle: number
}

/** The schedule over its whole length, and what was measured in its windows. */
export interface TimelineFigure {
  readonly durationMs: number
  /** Length of an interval of `ratePerSecond`. */
  readonly everyMs: number
  readonly ratePerSecond: readonly number[]
  /** In order of time. Times are `null` where nothing was answered. */
  readonly windows: ReadonlyArray<{
    readonly fromMs: number
    readonly toMs: number
    readonly beforeP99Ms: number | null
    readonly afterP99Ms: number | null
    readonly beforeDialsPerSecond: number
    readonly afterDialsPerSecond: number
  }>
}

/** Where the time of requests goes: of all, and of the slowest hundredth. */
export interface CompositionFigure {
  readonly bars: readonly CompositionBar[]
}

export interface CompositionBar extends MeanParts {
  readonly side: Side
  /** All requests, or those at the P99 and above. */
  readonly of: 'all' | 'slowest'
}

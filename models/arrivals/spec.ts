/** What a scenario says about its arrivals, as plain data: checked once, then posted to workers. */
export type ArrivalSpec =
  ConstantArrivals | RampArrivals | StepArrivals | PoissonArrivals | WeekArrivals | TraceArrivals

/** Evenly spaced requests. Rates are requests per second everywhere. */
export interface ConstantArrivals {
  /** Tells it from other arrivals. */
  readonly kind: 'constant'
  /** Requests per second, > 0. */
  readonly rate: number
  /** Length of the schedule, > 0. */
  readonly durationMs: number
}

/** A rate that changes linearly; the i-th request is due when the integral of the rate reaches i. */
export interface RampArrivals {
  /** Tells it from other arrivals. */
  readonly kind: 'ramp'
  /** Requests per second at the beginning, ≥ 0. */
  readonly fromRate: number
  /** Requests per second at the end, ≥ 0. */
  readonly toRate: number
  /** Length of the schedule, > 0. */
  readonly durationMs: number
}

/** One constant rate (requests per second) after another. */
export interface StepArrivals {
  /** Tells it from other arrivals. */
  readonly kind: 'steps'
  /** In their order, each with its length in ms. */
  readonly steps: ReadonlyArray<{ readonly rate: number; readonly durationMs: number }>
}

/** Independent exponential gaps. */
export interface PoissonArrivals {
  /** Tells it from other arrivals. */
  readonly kind: 'poisson'
  /** Requests per second on average, > 0. */
  readonly rate: number
  /** Length of the schedule, > 0. */
  readonly durationMs: number
}

/**
 * Seven days, Monday 00:00 first: day and hour factors of a published trace, minute noise, bursts inside
 * minutes, flash crowds. The mean over the week without flash crowds is `meanRate`.
 */
export interface WeekArrivals {
  /** Tells it from other arrivals. */
  readonly kind: 'week'
  /** Requests per second, averaged over the week without flash crowds; > 0. */
  readonly meanRate: number
  /** Where the factors of days and hours are from. */
  readonly shape: WeekShape
  /** Lognormal AR(1) factor per minute. */
  readonly noise: { readonly relativeSd: number; readonly correlationMinutes: number }
  /** Two-state MMPP: the rate is `factor` × the mean while on, and less while off so that the mean stands. */
  readonly bursts: { readonly factor: number; readonly onMs: number; readonly offMs: number }
  /** Rises to `peakFactor` × the usual rate, then decays exponentially. */
  readonly flashCrowds: {
    readonly count: number
    readonly peakFactor: number
    readonly riseMinutes: number
    readonly decayMinutes: number
  }
}

/** Factors of days and hours: those of a calm week of the World Cup 98 trace, or none. */
export type WeekShape = 'worldcup98-calm' | 'flat'

/** Recorded arrivals: ascending ms from the first one. */
export interface TraceArrivals {
  /** Tells it from other arrivals. */
  readonly kind: 'trace'
  /** When each request is due, ascending. */
  readonly dueMs: Float64Array
}

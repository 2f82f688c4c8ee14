/** What a scenario says about its arrivals, as plain data: checked once, then posted to workers. */
export type ArrivalSpec =
  ConstantArrivals | RampArrivals | StepArrivals | PoissonArrivals | WeekArrivals | TraceArrivals

/** Evenly spaced requests. Rates are requests per second everywhere. */
export interface ConstantArrivals {
  readonly kind: 'constant'
  readonly rate: number
  readonly durationMs: number
}

/** A rate that changes linearly; the i-th request is due when the integral of the rate reaches i. */
export interface RampArrivals {
  readonly kind: 'ramp'
  readonly fromRate: number
  readonly toRate: number
  readonly durationMs: number
}

export interface StepArrivals {
  readonly kind: 'steps'
  readonly steps: ReadonlyArray<{ readonly rate: number; readonly durationMs: number }>
}

/** Independent exponential gaps. */
export interface PoissonArrivals {
  readonly kind: 'poisson'
  readonly rate: number
  readonly durationMs: number
}

/**
 * Seven days, Monday 00:00 first: day and hour factors of a published trace, minute noise, bursts inside
 * minutes, flash crowds. The mean over the week without flash crowds is `meanRate`.
 */
export interface WeekArrivals {
  readonly kind: 'week'
  readonly meanRate: number
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

export type WeekShape = 'worldcup98-calm' | 'flat'

/** Recorded arrivals: ascending ms from the first one. */
export interface TraceArrivals {
  readonly kind: 'trace'
  readonly dueMs: Float64Array
}

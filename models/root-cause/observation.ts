import type { Span } from '../trace-context/span.ts'

/** A pool that a service takes connections to another service from. */
export interface PoolVitals {
  readonly peer: string
  readonly limit: number
  readonly busy: number
  readonly idle: number
  readonly waiting: number
  /** How long the connection has been out that has been out the longest; 0 where none is. */
  readonly longestHeldMs: number
}

/** What one service says about itself at one moment; what is counted is since it started. */
export interface ServiceVitals {
  readonly service: string
  readonly atEpochMs: number
  readonly cpuSeconds: number
  /** Since the sample before. */
  readonly eventLoopDelayMaxMs: number
  readonly gcTotalMs: number
  readonly gcCount: number
  readonly heapUsedBytes: number
  /** Requests being answered, and those that wait for a slot to be answered in. */
  readonly inFlight: number
  readonly queued: number
  /** Requests that it can work on at once. */
  readonly slots: number
  readonly pools: readonly PoolVitals[]
}

/** What is configured, as far as a cause can lie in it. */
export interface ServiceConfiguration {
  readonly service: string
  readonly calls: ReadonlyArray<{
    readonly peer: string
    /** How long a call may take; `null` for as long as it likes. */
    readonly timeoutMs: number | null
    /** Tries after the first. */
    readonly retries: number
    readonly poolLimit: number
  }>
}

/** A stretch of traffic through services that call one another, as they saw it. */
export interface Observation {
  readonly durationMs: number
  readonly spans: readonly Span[]
  /** In order of time, for each service. */
  readonly vitals: readonly ServiceVitals[]
  readonly configuration: readonly ServiceConfiguration[]
}

import type { TimeSeries } from '../../models/measurement/time-series.ts'
import type { CloseReason } from '../../models/pool/close-reason.ts'
import type { StoredPoolSettings } from '../../models/pool/settings.ts'
import type { FailureModel } from '../../models/simulate/system-model.ts'
import type { SurfaceKind } from './surface-kind.ts'

export const SIMULATE_SCHEMA_VERSION = 1

/** What `simulate --json` prints. `null` stands for no limit in settings, and for what nothing is known of. */
export interface SimulateDocument {
  readonly schemaVersion: typeof SIMULATE_SCHEMA_VERSION
  /** The scenario or trace, as named. */
  readonly file: string
  readonly client: string
  readonly settings: StoredPoolSettings
  readonly seed: number
  /** At first. */
  readonly pods: number
  /** When the last request was answered or had failed; `null` where their number is fixed. */
  readonly podsAtEnd: number | null
  readonly hosts: number
  readonly system: SystemSummary
  /** Length of the schedule. */
  readonly durationMs: number
  /** When the last request was answered or had failed: everything is counted up to then. */
  readonly endedMs: number
  /** Requests due: completed and failed. */
  readonly requests: number
  readonly completed: number
  readonly failed: number
  readonly retried: number
  /** Failures by kind. */
  readonly errors: Readonly<Record<string, number>>
  readonly connections: ConnectionSummary
  /** Of completed requests: end of the response − due. */
  readonly responseMs: ResponseSummary
  /** By minute, or by a longer interval where that would be more than 16,384 of them. */
  readonly series: TimeSeries | null
  readonly surface: ScheduleSurface | null
  readonly notes: readonly string[]
}

export interface SystemSummary {
  readonly rttMs: number
  readonly meanDialMs: number
  readonly meanServiceMs: number
  readonly slots: number | null
  readonly serverIdleTimeoutMs: number | null
  readonly hintMs: number | null
  readonly failures: FailureModel | null
}

export interface ConnectionSummary {
  readonly dialed: number
  readonly reused: number
  readonly closed: Readonly<Record<CloseReason, number>>
  /** Open at `endedMs`: dialed − closed. */
  readonly stillOpen: number
  /** Of all pods together. */
  readonly peakOpen: number
  /** Sum of the pools' own peaks. */
  readonly peakIdle: number
  /** Idle connection-seconds; of connections still idle, up to `endedMs`. */
  readonly idleSeconds: number
}

export type ResponseSummary = Readonly<
  Record<'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'p999' | 'max', number | null>
>

/** Dials and idle time of all pods together, for every pair of idle timeout and idle cap, over a whole schedule. */
export interface ScheduleSurface extends SurfaceKind {
  readonly idleTimeoutsMs: readonly number[]
  /** 1, 2, … */
  readonly maxIdlePerHost: readonly number[]
  /** By idle timeout, then by idle cap. */
  readonly dials: ReadonlyArray<readonly number[]>
  /** Idle connection-seconds up to the last response. */
  readonly idleSeconds: ReadonlyArray<readonly number[]>
}

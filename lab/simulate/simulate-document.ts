import type { TimeSeries } from '../../models/measurement/time-series.ts'
import type { CloseReason } from '../../models/pool/close-reason.ts'
import type { StoredPoolSettings } from '../../models/pool/settings.ts'
import type { FailureModel } from '../../models/simulate/system-model.ts'
import type { SurfaceKind } from './surface-kind.ts'

export const SIMULATE_SCHEMA_VERSION = 1

/** What `simulate --json` prints. `null` stands for no limit in settings, and for what nothing is known of. */
export interface SimulateDocument {
  /** Rises when a field is taken away or changes its meaning. */
  readonly schemaVersion: typeof SIMULATE_SCHEMA_VERSION
  /** The scenario or trace, as named. */
  readonly file: string
  /** Whose pool, such as `undici`. */
  readonly client: string
  /** Of every pool. */
  readonly settings: StoredPoolSettings
  /** What all randomness comes from. */
  readonly seed: number
  /** At first. */
  readonly pods: number
  /** When the last request was answered or had failed; `null` where their number is fixed. */
  readonly podsAtEnd: number | null
  /** Hosts that requests go to at random. */
  readonly hosts: number
  /** What the pool talks to. */
  readonly system: SystemSummary
  /** Length of the schedule. */
  readonly durationMs: number
  /** When the last request was answered or had failed: everything is counted up to then. */
  readonly endedMs: number
  /** Requests due: completed and failed. */
  readonly requests: number
  /** Requests that were answered. */
  readonly completed: number
  /** Requests that were not. */
  readonly failed: number
  /** Requests that were sent a second time. */
  readonly retried: number
  /** Failures by kind. */
  readonly errors: Readonly<Record<string, number>>
  /** Of all pods together. */
  readonly connections: ConnectionSummary
  /** Of completed requests: end of the response − due. */
  readonly responseMs: ResponseSummary
  /** By minute, or by a longer interval where that would be more than 16,384 of them. */
  readonly series: TimeSeries | null
  /** `null` unless it was asked for. */
  readonly surface: ScheduleSurface | null
  /** What to mind; one sentence each. */
  readonly notes: readonly string[]
}

/** The way to the target, and the target. */
export interface SystemSummary {
  /** A round trip. */
  readonly rttMs: number
  /** Opening a connection, TLS included. */
  readonly meanDialMs: number
  /** What the server works on a request. */
  readonly meanServiceMs: number
  /** Requests that the server works on at once; `null` for no limit. */
  readonly slots: number | null
  /** When the server closes an idle connection; `null` for never. */
  readonly serverIdleTimeoutMs: number | null
  /** Timeout of the server's Keep-Alive header; `null` for no header. */
  readonly hintMs: number | null
  /** How often requests and dials fail; `null` for never. */
  readonly failures: FailureModel | null
}

/** What became of connections, in numbers. */
export interface ConnectionSummary {
  /** Connections that were opened, or tried. */
  readonly dialed: number
  /** Requests that went out on a connection that had carried another. */
  readonly reused: number
  /** By why they were closed. */
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

/** Mean, quantiles and maximum, in ms; `null` where nothing completed. */
export type ResponseSummary = Readonly<
  Record<'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'p999' | 'max', number | null>
>

/** Dials and idle time of all pods together, for every pair of idle timeout and idle cap, over a whole schedule. */
export interface ScheduleSurface extends SurfaceKind {
  /** Ascending. */
  readonly idleTimeoutsMs: readonly number[]
  /** 1, 2, … */
  readonly maxIdlePerHost: readonly number[]
  /** By idle timeout, then by idle cap. */
  readonly dials: ReadonlyArray<readonly number[]>
  /** Idle connection-seconds up to the last response. */
  readonly idleSeconds: ReadonlyArray<readonly number[]>
}

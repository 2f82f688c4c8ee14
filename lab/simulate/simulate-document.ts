import { type Client } from '../../models/clients/client.ts'
import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { TimeSeries } from '../../models/measurement/time-series.ts'
import type { CloseReason } from '../../models/pool/close-reason.ts'
import { type StoredPoolSettings, toStored } from '../../models/pool/settings.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { type FailureModel, meanDialMs } from '../../models/simulate/system-model.ts'
import type { ScheduleSurface } from './schedule-surface.ts'
import type { SimulatedSchedule } from './simulate-schedule.ts'
import type { Traffic } from './traffic.ts'

const SIMULATE_SCHEMA_VERSION = 1

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

export interface SimulatedRun {
  readonly traffic: Traffic
  readonly client: Client
  readonly options: SimulationOptions
  readonly recordedServiceMs: Float64Array | null
  readonly simulated: SimulatedSchedule
  readonly surface: ScheduleSurface | null
  readonly notes: readonly string[]
}

export function simulateDocument(run: SimulatedRun): SimulateDocument {
  const { traffic, client, options, simulated, surface, notes } = run
  const { requests, connections, response, errors, series } = simulated.measurement
  return {
    schemaVersion: SIMULATE_SCHEMA_VERSION,
    file: traffic.file,
    client: client.name,
    settings: toStored(options.settings),
    seed: options.seed,
    pods: options.pods,
    podsAtEnd: options.autoscale === undefined ? null : simulated.pods,
    hosts: options.hosts ?? 1,
    system: systemSummary(run),
    durationMs: traffic.arrivals.durationMs,
    endedMs: simulated.endedMs,
    requests: requests.due,
    completed: requests.completed,
    failed: requests.failed,
    retried: requests.retried,
    errors,
    connections: {
      dialed: connections.dialed,
      reused: connections.reused,
      closed: connections.closed,
      stillOpen: simulated.stillOpen,
      peakOpen: simulated.peakOpen,
      peakIdle: connections.peakIdle,
      idleSeconds: connections.idleSeconds,
    },
    responseMs: responseSummary(response),
    series,
    surface,
    notes,
  }
}

function systemSummary({ options: { system }, recordedServiceMs }: SimulatedRun): SystemSummary {
  return {
    rttMs: system.rttMs,
    meanDialMs: meanDialMs(system),
    meanServiceMs: recordedServiceMs === null ? system.serviceMs.mean : meanOf(recordedServiceMs),
    slots: finite(system.slots),
    serverIdleTimeoutMs: finite(system.serverIdleTimeoutMs),
    hintMs: system.hintMs,
    failures: system.failures ?? null,
  }
}

function responseSummary(response: LatencyHistogram): ResponseSummary {
  return {
    mean: finite(response.meanMs),
    p50: finite(response.quantileMs(0.5)),
    p90: finite(response.quantileMs(0.9)),
    p95: finite(response.quantileMs(0.95)),
    p99: finite(response.quantileMs(0.99)),
    p999: finite(response.quantileMs(0.999)),
    max: finite(response.maxMs),
  }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

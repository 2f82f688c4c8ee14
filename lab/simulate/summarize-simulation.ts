import type { Client } from '../../models/clients/client.ts'
import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { toStored } from '../../models/pool/settings.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { meanDialMs } from '../../models/simulate/system-model.ts'
import {
  type ResponseSummary,
  type ScheduleSurface,
  SIMULATE_SCHEMA_VERSION,
  type SimulateDocument,
  type SystemSummary,
} from './simulate-document.ts'
import type { SimulatedSchedule } from './simulate-schedule.ts'
import type { Traffic } from './traffic.ts'

/** A simulation that is over, with what it was of. */
export interface SimulatedRun {
  readonly traffic: Traffic
  readonly client: Client
  readonly options: SimulationOptions
  readonly recordedServiceMs: Float64Array | null
  readonly simulated: SimulatedSchedule
  readonly surface: ScheduleSurface | null
  readonly notes: readonly string[]
}

/** A simulation as the document that is printed of it. */
export function summarizeSimulation(run: SimulatedRun): SimulateDocument {
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

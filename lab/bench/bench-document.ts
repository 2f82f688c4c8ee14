import type { GeneratorHealth } from '../../models/measurement/generator-health.ts'
import { type Measurement, throughput } from '../../models/measurement/measurement.ts'
import type { PhaseName } from '../../models/measurement/phases.ts'
import type { StatusClass } from '../../models/measurement/request-series.ts'
import type { TimeSeries } from '../../models/measurement/time-series.ts'
import type { RunVerdict } from '../../models/measurement/verdict.ts'
import type { CloseReason } from '../../models/pool/close-reason.ts'
import { type StoredPoolSettings, toStored } from '../../models/pool/settings.ts'
import type { HttpMethod } from '../../models/requests/request-spec.ts'
import { printMetricKey } from '../../models/thresholds/parse-metric-key.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import type { Signal } from '../../models/tune/rules-of-thumb.ts'
import { type HotPathsDocument, hotPathsDocument } from '../../reports/profile/hot-paths-document.ts'
import type { Driver } from '../../workers/connection.ts'
import { type LatencyGridDocument, storeLatencyGrid } from '../compare/latency-grid-document.ts'
import type { DriverCapacity } from '../machine/calibrate-generator.ts'
import type { Environment } from '../run-directory.ts'
import type { BenchPlan, BenchTuning } from './bench-plan.ts'
import type { BenchResult, PaceChange } from './bench-result.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import { type LatencySummary, summarizeLatency } from './latency-summary.ts'

export const BENCH_SCHEMA_VERSION = 1

/**
 * What `bench --json` prints. Everything but `warmup` is of the measured stretch. `null` stands for no limit in
 * settings, and for what nothing is known of.
 */
export interface BenchDocument {
  readonly schemaVersion: typeof BENCH_SCHEMA_VERSION
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** The URL that requests went to. */
  readonly target: string
  readonly method: HttpMethod
  readonly model: 'open' | 'closed'
  readonly load: BenchPlan['load']
  readonly driver: Driver
  /** Whose pool it was. */
  readonly client: string
  readonly settings: StoredPoolSettings
  readonly threads: { readonly count: number; readonly why: string }
  readonly seed: number
  /** Length of the measured stretch, as it came out, without pauses. */
  readonly durationMs: number
  readonly warmupMs: number
  /** As planned, by the user's `q`, by Ctrl-C, or by a threshold. */
  readonly ended: BenchResult['ended']
  readonly paceChanges: readonly PaceChange[]
  /** How pools tuned themselves; `null` where they did not. */
  readonly tuning: TuningDocument | null
  readonly requests: BenchRequests
  /** Per second; what is offered is known in the open model only. */
  readonly rate: { readonly offered: number | null; readonly achieved: number | null }
  /** End − due, of completed requests. */
  readonly responseMs: LatencySummary
  /** End − sent, of completed requests. */
  readonly serviceMs: LatencySummary
  /** Asked for − due: how late this side was. */
  readonly latenessMs: LatencySummary
  /** Sent − asked for: the wait for a connection, of completed requests. */
  readonly poolWaitMs: LatencySummary
  /** To open a connection: name, TCP and TLS. */
  readonly connectMs: LatencySummary
  readonly phases: Readonly<Record<PhaseName, LatencySummary>> | null
  readonly byRequest: readonly RequestSummary[]
  readonly connections: BenchConnections
  /** Responses by status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Failures by kind. */
  readonly errors: Readonly<Record<string, number>>
  readonly timelineEveryMs: number | null
  readonly timeline: readonly TimelineEntry[]
  /** Response times of each interval of the timeline by size; absent where they were not counted so. */
  readonly latencyGrid?: LatencyGridDocument
  readonly verdict: RunVerdict
  /** In the order in which they were given. */
  readonly thresholds: readonly ThresholdDocument[]
  /** How well the load threads kept up. */
  readonly generator: GeneratorHealth
  readonly environment: Environment
  /** What this driver was found to be able to do on this machine; `null` where that was not measured. */
  readonly certificate: BenchCertificate | null
  readonly warnings: readonly string[]
  /** What the target did with its time; `null` where it was not profiled. */
  readonly hotPaths: HotPathsDocument | null
}

/** What came of a threshold. */
export interface ThresholdDocument {
  /** The metric, such as `responseTime`, and the requests it is of where those are not all. */
  readonly name: string
  readonly expression: string
  readonly passed: boolean
  /** In ms for times, a share or per second for rates, else a count; `null` where there was nothing to look at. */
  readonly value: number | null
  /** Requests that it was found from. */
  readonly samples: number
  /** Whether it ended the run. */
  readonly aborted: boolean
}

export interface TuningDocument {
  /** Whether changes were made, or only told. */
  readonly mode: BenchTuning['mode']
  readonly changes: readonly TuningChangeDocument[]
}

/** One change of one thread's pool, in the warm-up too. */
export interface TuningChangeDocument {
  /** From 0. */
  readonly thread: number
  /** From the start, warm-up included. */
  readonly atMs: number
  readonly from: StoredPoolSettings
  readonly to: StoredPoolSettings
  readonly why: string
  readonly signals: readonly Signal[]
}

export interface BenchRequests {
  readonly due: number
  /** Written to a connection, those sent again counted again. */
  readonly sent: number
  readonly completed: number
  /** No whole answer, or a status from 500 up. */
  readonly failed: number
  /** Not sent, because as many as may be were under way. */
  readonly dropped: number
  /** Sent again after a connection that the server had closed failed. */
  readonly retried: number
  /** Sent before the measured stretch, and not counted in any other figure. */
  readonly warmup: number
}

export interface RequestSummary {
  readonly name: string
  readonly statusClass: StatusClass
  readonly responseMs: LatencySummary
  readonly serviceMs: LatencySummary
}

export interface BenchConnections {
  readonly dialed: number
  /** Before the measured stretch, and so in none of the other figures. */
  readonly dialedInWarmup: number
  readonly reused: number
  readonly closed: Readonly<Record<CloseReason, number>>
  readonly peakOpen: number
  readonly peakIdle: number
}

/** What happened in one interval of `timelineEveryMs`; percentiles within 4.5 %. */
export interface TimelineEntry {
  /** When it begins, from the start of the measured stretch. */
  readonly atMs: number
  readonly due: number
  readonly completed: number
  readonly failed: number
  readonly dropped: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly dialed: number
  readonly peakOpen: number
}

export type BenchCertificate = DriverCapacity & { readonly measuredAt: string }

export function benchDocument(result: BenchResult): BenchDocument {
  const { plan, measurement, threads } = result
  const { measuredMs, connections, series } = measurement
  const latencyGrid = storeLatencyGrid(series)
  return {
    schemaVersion: BENCH_SCHEMA_VERSION,
    startedAt: result.startedAt,
    target: `${plan.endpoint.origin}${plan.endpoint.pathPrefix}${plan.request.path}`,
    method: plan.request.method,
    model: plan.load.kind,
    load: plan.load,
    driver: plan.driver,
    client: plan.client,
    settings: toStored(plan.settings),
    threads: { count: threads.threads, why: threads.why },
    seed: plan.seed,
    durationMs: measuredMs,
    warmupMs: plan.warmupMs,
    ended: result.ended,
    paceChanges: result.paceChanges,
    tuning: tuningOf(result),
    requests: requestCounts(measurement),
    rate: { offered: known(result.offeredRate), achieved: finiteOrNull(throughput(measurement)) },
    responseMs: summarizeLatency(measurement.response),
    serviceMs: summarizeLatency(measurement.service),
    latenessMs: summarizeLatency(measurement.lateness),
    poolWaitMs: summarizeLatency(measurement.poolWait),
    connectMs: summarizeLatency(measurement.dial),
    phases: phaseSummaries(measurement),
    byRequest: requestSummaries(measurement),
    connections: {
      dialed: connections.dialed,
      dialedInWarmup: measurement.whole.dialed - connections.dialed,
      reused: connections.reused,
      closed: connections.closed,
      peakOpen: connections.peakOpen,
      peakIdle: connections.peakIdle,
    },
    statuses: measurement.statuses,
    errors: measurement.errors,
    timelineEveryMs: series?.everyMs ?? null,
    timeline: series === null ? [] : timelineOf(series),
    ...(latencyGrid === null ? {} : { latencyGrid }),
    verdict: result.verdict,
    thresholds: (result.thresholds ?? []).map(thresholdDocument),
    generator: result.generator,
    environment: result.environment,
    certificate: capacityOf(result),
    warnings: result.warnings,
    hotPaths: result.hotPaths === undefined ? null : hotPathsDocument(result.hotPaths),
  }
}

function thresholdDocument({ threshold, ...result }: ThresholdResult): ThresholdDocument {
  return { name: printMetricKey(threshold), expression: threshold.expression, ...result }
}

function tuningOf({ plan, tuningChanges = [] }: BenchResult): TuningDocument | null {
  if (plan.tuning === undefined) return null
  const changes = tuningChanges.map((change) => ({
    ...change,
    from: toStored(change.from),
    to: toStored(change.to),
  }))
  return { mode: plan.tuning.mode, changes }
}

function requestCounts({ requests, whole, warmup }: Measurement): BenchRequests {
  const { due, completed, failed, dropped, retried } = requests
  const before = warmup?.requests ?? 0
  return { due, sent: whole.sent - before, completed, failed, dropped, retried, warmup: before }
}

function phaseSummaries({ phases }: Measurement): BenchDocument['phases'] {
  if (phases === null) return null
  return {
    dns: summarizeLatency(phases.dns),
    connect: summarizeLatency(phases.connect),
    tls: summarizeLatency(phases.tls),
    firstByte: summarizeLatency(phases.firstByte),
    body: summarizeLatency(phases.body),
  }
}

function requestSummaries({ byRequest }: Measurement): readonly RequestSummary[] {
  return (byRequest ?? []).map(({ name, statusClass, response, service }) => ({
    name,
    statusClass,
    responseMs: summarizeLatency(response),
    serviceMs: summarizeLatency(service),
  }))
}

function timelineOf(series: TimeSeries): readonly TimelineEntry[] {
  const { fromMs, everyMs, response } = series
  const at = (column: readonly number[], i: number) => column[i] ?? 0
  return series.due.map((due, i) => ({
    atMs: fromMs + i * everyMs,
    due,
    completed: at(series.completed, i),
    failed: at(series.failed, i),
    dropped: at(series.dropped, i),
    p50Ms: known(response?.p50Ms[i]),
    p99Ms: known(response?.p99Ms[i]),
    dialed: at(series.dialed, i),
    peakOpen: at(series.peakOpen, i),
  }))
}

function capacityOf({ certificate, plan }: BenchResult): BenchCertificate | null {
  const capacity = certificate?.drivers.find(({ driver }) => driver === plan.driver)
  if (certificate === null || capacity === undefined) return null
  return { ...capacity, measuredAt: certificate.measuredAt }
}

function known(value: number | null | undefined): number | null {
  return finiteOrNull(value ?? Number.NaN)
}

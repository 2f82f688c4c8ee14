import { type CloseReason, closeReasons } from '../pool/close-reason.ts'
import type { PoolCounters, PoolCounts } from '../pool/pool-counters.ts'
import { addTimeSeries } from './add-time-series.ts'
import { type Composition, mergeCompositions } from './composition.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import { eachHistogram } from './map-measurement.ts'
import { mergePhases, type Phases } from './phases.ts'
import { mergeRequestSeries, type RequestSeries } from './request-series.ts'
import type { TimeSeries } from './time-series.ts'

export { type PackedMeasurement, packMeasurement, unpackMeasurement } from './packed-measurement.ts'
export { readMeasurement, type StoredMeasurement, storeMeasurement } from './stored-measurement.ts'

/**
 * What was seen of a stretch of traffic through one or more pools, on sockets or in the simulator. Warm-up is
 * not in it, but `whole` counts everything from the first connection to the last, so that it can be compared
 * with what the target counted.
 */
export type Measurement = MeasurementOf<LatencyHistogram, TimeSeries>

/** A measurement in any of its forms: to compute with, to store, to hand to another thread. */
export interface MeasurementOf<Histogram, Series, Parts = Composition> {
  /** Length of the measured stretch in ms, warm-up excluded. */
  readonly measuredMs: number
  /** What came before it and is left out; `null` from the simulator. */
  readonly warmup: Warmup | null
  readonly requests: RequestCounts
  readonly connections: ConnectionCounts
  /** End of response − due: what a user waits. Of completed requests. */
  readonly response: Histogram
  /** End of response − sent. */
  readonly service: Histogram
  /** Sent − due, less the wait for a connection: how late the generator was. */
  readonly lateness: Histogram
  /** Connection assigned − asked for, dialing included. */
  readonly poolWait: Histogram
  /** Time to open a connection: TCP and TLS. */
  readonly dial: Histogram
  /** `null` from the simulator, which models none of them. */
  readonly phases: Phases<Histogram> | null
  /** For each request name and status class, in the order in which they were first seen; `null` from the simulator. */
  readonly byRequest: ReadonlyArray<RequestSeries<Histogram>> | null
  /** Where the time of completed requests went, by how long they took; `null` from the simulator. */
  readonly composition: Parts | null
  readonly statuses: Readonly<Record<string, number>>
  readonly errors: Readonly<Record<string, number>>
  readonly whole: WholeCounts
  /** What happened when, of one stretch; `null` of several put together. */
  readonly series: Series | null
}

/** Traffic before the measured stretch. */
export interface Warmup {
  /** Its length. */
  readonly ms: number
  /** Requests sent in it. */
  readonly requests: number
}

export interface RequestCounts {
  readonly due: number
  readonly completed: number
  /** Responses that ended within the measured stretch, whenever they were due: what throughput is made of. */
  readonly ended: number
  /** Errors, statuses ≥ 500 and failed checks. Never part of the response times. */
  readonly failed: number
  /** Not sent, because too many were in flight. */
  readonly dropped: number
  /** Sent again after a stale connection failed. */
  readonly retried: number
}

export interface ConnectionCounts {
  readonly dialed: number
  readonly reused: number
  readonly closed: Readonly<Record<CloseReason, number>>
  /** Idle connection-seconds. */
  readonly idleSeconds: number
  readonly peakOpen: number
  readonly peakIdle: number
  /** Most requests under way at once. */
  readonly peakBusy: number
}

export interface WholeCounts {
  /** Requests written to a connection, retries counted again. */
  readonly sent: number
  readonly dialed: number
  /** Connections opened before the traffic, to start from the state that the hours before would have left. */
  readonly primed: number
}

/** What a pool did since a snapshot of its counters was taken; the peaks are of its whole life. */
export function connectionsSince(before: PoolCounts, counters: PoolCounters): ConnectionCounts {
  const { dialed, reused, closed, idleMs } = counters.since(before)
  const { peakOpen, peakIdle, peakBusy } = counters
  return { dialed, reused, closed, idleSeconds: idleMs / 1000, peakOpen, peakIdle, peakBusy }
}

/**
 * Puts together what the pools of one stretch saw: counts are added, histograms merged, peaks added (pods have
 * their peaks at about the same time, so the sum is an upper bound).
 *
 * @throws RangeError when there is nothing to merge
 */
export function mergePods(pods: readonly Measurement[]): Measurement {
  const first = pods[0]
  if (first === undefined) throw new RangeError('no measurements to merge')
  return {
    ...combine(pods),
    measuredMs: Math.max(...pods.map((pod) => pod.measuredMs)),
    warmup: mergeKnown(pods, 'warmup', (warmups) => ({
      ms: Math.max(...warmups.map(({ ms }) => ms)),
      requests: sum(warmups, ({ requests }) => requests),
    })),
    series: mergeKnown(pods, 'series', addTimeSeries),
  }
}

/** Puts together stretches that follow one another: as `mergePods`, but lengths are added and peaks are not. */
export function mergeStretches(stretches: readonly Measurement[]): Measurement {
  const combined = combine(stretches)
  const peak = (of: (connections: ConnectionCounts) => number) =>
    Math.max(0, ...stretches.map((stretch) => of(stretch.connections)))
  return {
    ...combined,
    measuredMs: sum(stretches, (stretch) => stretch.measuredMs),
    warmup: mergeKnown(stretches, 'warmup', (warmups) => ({
      ms: sum(warmups, ({ ms }) => ms),
      requests: sum(warmups, ({ requests }) => requests),
    })),
    series: null,
    connections: {
      ...combined.connections,
      peakOpen: peak((connections) => connections.peakOpen),
      peakIdle: peak((connections) => connections.peakIdle),
      peakBusy: peak((connections) => connections.peakBusy),
    },
  }
}

/** Share of the due requests that failed or were dropped; 0 when none was due. */
export function failureRate(measurement: Measurement): number {
  const { due, failed, dropped } = measurement.requests
  return due === 0 ? 0 : (failed + dropped) / due
}

/** Responses per second of the measured stretch. */
export function throughput(measurement: Measurement): number {
  return (1000 * measurement.requests.ended) / measurement.measuredMs
}

/** New connections per second of the measured stretch. */
export function dialsPerSecond(measurement: Measurement): number {
  return (1000 * measurement.connections.dialed) / measurement.measuredMs
}

function combine(parts: readonly Measurement[]): Omit<Measurement, 'measuredMs' | 'warmup' | 'series'> {
  const total = (of: (part: Measurement) => number) => sum(parts, of)
  return {
    requests: {
      due: total((part) => part.requests.due),
      completed: total((part) => part.requests.completed),
      ended: total((part) => part.requests.ended),
      failed: total((part) => part.requests.failed),
      dropped: total((part) => part.requests.dropped),
      retried: total((part) => part.requests.retried),
    },
    connections: addConnections(parts.map((part) => part.connections)),
    ...eachHistogram((name) => LatencyHistogram.merge(parts.map((part) => part[name]))),
    phases: mergeKnown(parts, 'phases', mergePhases),
    byRequest: mergeKnown(parts, 'byRequest', mergeRequestSeries),
    composition: mergeKnown(parts, 'composition', mergeCompositions),
    statuses: addTallies(parts.map((part) => part.statuses)),
    errors: addTallies(parts.map((part) => part.errors)),
    whole: {
      sent: total((part) => part.whole.sent),
      dialed: total((part) => part.whole.dialed),
      primed: total((part) => part.whole.primed),
    },
  }
}

/** Adds up what several pools did, peaks too. */
export function addConnections(parts: readonly ConnectionCounts[]): ConnectionCounts {
  const total = (of: (part: ConnectionCounts) => number) => sum(parts, of)
  const closed = closeReasons.map((reason) => [reason, total((part) => part.closed[reason])])
  return {
    dialed: total((part) => part.dialed),
    reused: total((part) => part.reused),
    closed: Object.fromEntries(closed) as Record<CloseReason, number>,
    idleSeconds: total((part) => part.idleSeconds),
    peakOpen: total((part) => part.peakOpen),
    peakIdle: total((part) => part.peakIdle),
    peakBusy: total((part) => part.peakBusy),
  }
}

/** What the parts know together; `null` when one of them does not know it, or when there are none. */
function mergeKnown<Name extends 'warmup' | 'phases' | 'byRequest' | 'composition' | 'series', Merged>(
  parts: readonly Measurement[],
  name: Name,
  merge: (known: ReadonlyArray<NonNullable<Measurement[Name]>>) => Merged,
): Merged | null {
  const known = parts.map((part) => part[name]).filter((value) => value !== null)
  return known.length === 0 || known.length < parts.length ? null : merge(known)
}

function addTallies(tallies: ReadonlyArray<Readonly<Record<string, number>>>): Record<string, number> {
  const added = new Map<string, number>()
  for (const tally of tallies) {
    for (const [name, count] of Object.entries(tally)) added.set(name, (added.get(name) ?? 0) + count)
  }
  return Object.fromEntries(added)
}

function sum<Part>(parts: readonly Part[], of: (part: Part) => number): number {
  return parts.reduce((total, part) => total + of(part), 0)
}

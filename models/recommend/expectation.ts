import { dialsPerSecond, failureRate, type Measurement } from '../measurement/measurement.ts'

/** What the simulator expects of settings, all pods together. */
export interface Expectation {
  readonly meanMs: number
  readonly p99Ms: number
  /** In [0, 1]. */
  readonly failureRate: number
  readonly dialsPerSecond: number
  /** Dials for each request that was due. */
  readonly dialShare: number
  /** In the window of the schedule that has most. */
  readonly peakDialsPerSecond: number
  /** Mean. */
  readonly idleConnections: number
  readonly peakOpen: number
  readonly peakIdle: number
  /** Most connections in use at once. */
  readonly peakBusy: number
  /** P99 of what requests wait for a connection, dialing included; `null` where none was sent. */
  readonly waitP99Ms: number | null
  /** P99 of what a dial takes; `null` where none was needed. */
  readonly dialP99Ms: number | null
}

/** @param peakDialsPerSecond of the window with most dials */
export function expectationOf(measurement: Measurement, peakDialsPerSecond: number): Expectation {
  const { response, connections, poolWait, dial, measuredMs, requests } = measurement
  return {
    meanMs: response.meanMs,
    p99Ms: response.quantileMs(0.99),
    failureRate: failureRate(measurement),
    dialsPerSecond: dialsPerSecond(measurement),
    dialShare: requests.due === 0 ? 0 : connections.dialed / requests.due,
    peakDialsPerSecond,
    idleConnections: (1000 * connections.idleSeconds) / measuredMs,
    peakOpen: connections.peakOpen,
    peakIdle: connections.peakIdle,
    peakBusy: connections.peakBusy,
    waitP99Ms: knownOrNull(poolWait.quantileMs(0.99)),
    dialP99Ms: knownOrNull(dial.quantileMs(0.99)),
  }
}

/** New connections per second in the stretch that has most. */
export function highestDialRate(stretches: readonly Measurement[]): number {
  return Math.max(0, ...stretches.map(dialsPerSecond))
}

function knownOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

import { PoolCounters } from '../pool/pool-counters.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { Measurement } from './measurement.ts'

/** A second in which a hundred requests all took as long, for tests that compare measurements. */
export function steadyMeasurement(figures: {
  readonly responseMs: number
  readonly dialed?: number
  readonly idleSeconds?: number
}): Measurement {
  const { responseMs, dialed = 1, idleSeconds = 1 } = figures
  const response = new LatencyHistogram()
  for (let i = 0; i < 100; i++) response.record(responseMs)
  const nothing = () => new LatencyHistogram()
  const { closed } = new PoolCounters()
  return {
    measuredMs: 1000,
    warmup: null,
    requests: { due: 100, completed: 100, ended: 100, failed: 0, dropped: 0, retried: 0 },
    connections: { dialed, reused: 99, closed, idleSeconds, peakOpen: 1, peakIdle: 1, peakBusy: 1 },
    response,
    service: nothing(),
    lateness: nothing(),
    poolWait: nothing(),
    dial: nothing(),
    phases: null,
    byRequest: null,
    composition: null,
    statuses: {},
    errors: {},
    whole: { sent: 110, dialed, primed: 3 },
    series: null,
  }
}

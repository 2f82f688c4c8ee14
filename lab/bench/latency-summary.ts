import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'

/** Durations of one kind in ms; `null` where there are none. */
export interface LatencySummary {
  readonly mean: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  readonly p999: number | null
  readonly max: number | null
  /** How many there are: few say nothing of a high percentile. */
  readonly count: number
}

export function summarizeLatency(histogram: LatencyHistogram): LatencySummary {
  return {
    mean: finiteOrNull(histogram.meanMs),
    p50: finiteOrNull(histogram.quantileMs(0.5)),
    p90: finiteOrNull(histogram.quantileMs(0.9)),
    p99: finiteOrNull(histogram.quantileMs(0.99)),
    p999: finiteOrNull(histogram.quantileMs(0.999)),
    max: finiteOrNull(histogram.maxMs),
    count: histogram.count,
  }
}

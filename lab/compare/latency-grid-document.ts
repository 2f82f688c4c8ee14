import { LATENCY_BUCKETS } from '../../models/measurement/latency-grid.ts'
import type { TimeSeries } from '../../models/measurement/time-series.ts'
import { exp, ln } from '../../models/random/portable-math.ts'
import type { SparseCounts } from '../../models/statistics/weighted-quantile.ts'

/** Response times of each interval of a timeline by size, as JSON holds them: what intervals for percentiles rest on. */
export interface LatencyGridDocument {
  /** Lower end of bucket 0. */
  readonly lowestMs: number
  /** Buckets for each doubling: bucket i begins at lowestMs × 2^(i / bucketsPerDoubling). */
  readonly bucketsPerDoubling: number
  /** For each interval: bucket, count, bucket, count, …; ascending, without empty buckets. */
  readonly counts: ReadonlyArray<readonly number[]>
  /** For each interval: sum of its response times, in ms. */
  readonly sumMs: readonly number[]
}

/** As `LatencyGrid` has it. */
const LOWEST_MS = 0.001
const BUCKETS_PER_DOUBLING = 8

/** @returns `null` where the response times were not counted by size */
export function storeLatencyGrid(series: TimeSeries | null): LatencyGridDocument | null {
  const grid = series?.latencyCounts ?? null
  if (series === null || grid === null) return null
  return {
    lowestMs: LOWEST_MS,
    bucketsPerDoubling: BUCKETS_PER_DOUBLING,
    counts: series.due.map((_, interval) =>
      sparse(grid.counts.subarray(interval * LATENCY_BUCKETS, (interval + 1) * LATENCY_BUCKETS)),
    ),
    sumMs: series.completed.map((count, i) => toMicroseconds(count * (series.meanResponseMs[i] ?? 0))),
  }
}

/** The response times of one interval, at the geometric middles of their buckets. */
export function latencyCountsOf(grid: LatencyGridDocument, interval: number): SparseCounts {
  const flat = grid.counts[interval] ?? []
  const pairs = Array.from({ length: flat.length >> 1 }, (_, i) => [flat[2 * i], flat[2 * i + 1]] as const)
  return {
    values: Float64Array.from(
      pairs,
      ([bucket = 0]) => grid.lowestMs * exp(cellWidthOf(grid) * (bucket + 0.5)),
    ),
    counts: Float64Array.from(pairs, ([, count = 0]) => count),
  }
}

/** Logarithm of the ratio of a bucket's ends. */
export function cellWidthOf({ bucketsPerDoubling }: LatencyGridDocument): number {
  return ln(2) / bucketsPerDoubling
}

function sparse(row: Uint32Array): number[] {
  const flat: number[] = []
  row.forEach((count, bucket) => {
    if (count > 0) flat.push(bucket, count)
  })
  return flat
}

function toMicroseconds(ms: number): number {
  return Math.round(1000 * ms) / 1000
}

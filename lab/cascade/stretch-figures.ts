import { failureRate, type Measurement, throughput } from '../../models/measurement/measurement.ts'
import {
  addLatencyGrids,
  emptyLatencyGrid,
  LATENCY_BUCKETS,
  type LatencyGrid,
  latencyQuantileMs,
} from '../../models/measurement/latency-grid.ts'
import type { CascadeChange, StretchFigures } from '../../models/root-cause/cascade-view.ts'
import { blockDifference, type BlockPair, blockRatio } from '../../models/statistics/block-ratio.ts'

/** One second of a stretch of traffic. */
interface SecondBlock {
  readonly due: number
  readonly failed: number
  readonly latencies: LatencyGrid
}

export function stretchFigures(measurement: Measurement): StretchFigures {
  return {
    requestsPerSecond: throughput(measurement),
    p50Ms: measurement.response.quantileMs(0.5),
    p99Ms: measurement.response.quantileMs(0.99),
    failedShare: failureRate(measurement),
  }
}

/**
 * How the whole changed from one stretch to another that was sent the same requests at the same moments: the seconds of
 * the two are the pairs of `blockRatio` and `blockDifference`.
 *
 * @param seed of the intervals
 */
export function stretchChanges(
  before: Measurement,
  after: Measurement,
  seed: number,
): readonly CascadeChange[] {
  const pairs = pairsOf(before, after)
  const p99 = blockRatio(pairs, p99OfBlocks, { seed })
  const failed = blockDifference(pairs, failedOfBlocks, { seed })
  return [
    { metric: 'p99' as const, ...p99 },
    { metric: 'failedShare' as const, ...failed },
  ].flatMap(({ metric, change, low, high }) => (change === null ? [] : [{ metric, change, low, high }]))
}

function pairsOf(before: Measurement, after: Measurement): BlockPair<SecondBlock>[] {
  const ofAfter = blocksOf(after)
  return blocksOf(before).flatMap((block, i) => {
    const other = ofAfter[i]
    return other === undefined || block.due === 0 ? [] : [{ before: block, after: other }]
  })
}

function blocksOf({ series }: Measurement): SecondBlock[] {
  const counts = series?.latencyCounts ?? null
  if (series === null || counts === null) return []
  return series.due.map((due, i) => ({
    due,
    failed: (series.failed[i] ?? 0) + (series.dropped[i] ?? 0),
    latencies: rowOf(counts, i),
  }))
}

function rowOf({ counts }: LatencyGrid, interval: number): LatencyGrid {
  const row = emptyLatencyGrid(1)
  row.counts.set(counts.subarray(interval * LATENCY_BUCKETS, (interval + 1) * LATENCY_BUCKETS))
  return row
}

function p99OfBlocks(blocks: readonly SecondBlock[]): number {
  return latencyQuantileMs(addLatencyGrids(blocks.map(({ latencies }) => latencies)), 0, 0.99)
}

function failedOfBlocks(blocks: readonly SecondBlock[]): number {
  const sum = (of: (block: SecondBlock) => number): number =>
    blocks.reduce((total, block) => total + of(block), 0)
  return (
    sum(({ failed }) => failed) /
    Math.max(
      1,
      sum(({ due }) => due),
    )
  )
}

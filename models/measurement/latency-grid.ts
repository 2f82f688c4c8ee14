import { quantileRank } from './quantile-rank.ts'

/**
 * How many durations of each size there were in each interval of time: plain data, which may be posted and its buffer
 * transferred. A bucket is an eighth of an octave wide, from 1 µs up to an hour, so that a percentile is within 4.5 %
 * of the exact one (2^(1/16) − 1 from the middle of a bucket to its edge, and 0.05 % of rounding). An interval takes
 * 1 KB.
 */
export interface LatencyGrid {
  readonly intervals: number
  /** Row by row, one for each interval, `LATENCY_BUCKETS` in each. */
  readonly counts: Uint32Array<ArrayBuffer>
}

/** 8 for each of the 32 octaves from 1 µs on; an hour is in the last but two. */
export const LATENCY_BUCKETS = 256

export function emptyLatencyGrid(intervals: number): LatencyGrid {
  return { intervals, counts: new Uint32Array(intervals * LATENCY_BUCKETS) }
}

/** A copy that is longer, with empty intervals at its end, or shorter. */
export function resizedLatencyGrid(grid: LatencyGrid, intervals: number): LatencyGrid {
  const resized = emptyLatencyGrid(intervals)
  resized.counts.set(grid.counts.subarray(0, resized.counts.length))
  return resized
}

/** @param durationMs counted as 1 µs when shorter, and as an hour when longer */
export function countLatency(grid: LatencyGrid, interval: number, durationMs: number): void {
  grid.counts[interval * LATENCY_BUCKETS + bucketOf(durationMs)]! += 1
}

/** The sum of grids whose intervals begin at the same time and are of the same length; as long as the longest. */
export function addLatencyGrids(grids: readonly LatencyGrid[]): LatencyGrid {
  const sum = emptyLatencyGrid(Math.max(0, ...grids.map(({ intervals }) => intervals)))
  for (const { counts } of grids) {
    for (let cell = 0; cell < counts.length; cell++) sum.counts[cell]! += counts[cell] as number
  }
  return sum
}

/** The grid over intervals twice as long: each is the sum of two. */
export function joinLatencyGrid(grid: LatencyGrid): LatencyGrid {
  const joined = emptyLatencyGrid(Math.ceil(grid.intervals / 2))
  for (let cell = 0; cell < grid.counts.length; cell++) {
    const interval = Math.floor(cell / LATENCY_BUCKETS) >> 1
    joined.counts[interval * LATENCY_BUCKETS + (cell % LATENCY_BUCKETS)]! += grid.counts[cell] as number
  }
  return joined
}

/**
 * @param quantile in [0, 1]
 * @returns the duration at rank ⌈q n⌉ of the n in this interval, in ms, within 4.5 %; NaN where there are none
 */
export function latencyQuantileMs(grid: LatencyGrid, interval: number, quantile: number): number {
  const row = grid.counts.subarray(interval * LATENCY_BUCKETS, (interval + 1) * LATENCY_BUCKETS)
  const rank = quantileRank(
    quantile,
    row.reduce((sum, count) => sum + count, 0),
  )
  let seen = 0
  for (let bucket = 0; bucket < row.length; bucket++) {
    seen += row[bucket] as number
    if (seen >= rank) return MIDDLES_MS[bucket] as number
  }
  return Number.NaN
}

const HIGHEST_US = 3_600_000_000

// Square roots are exact to the last bit in every engine, powers and logarithms are not.
const QUARTER_OCTAVE = Math.sqrt(Math.SQRT2)
const EIGHTH_OCTAVE = Math.sqrt(QUARTER_OCTAVE)
const SIXTEENTH_OCTAVE = Math.sqrt(EIGHTH_OCTAVE)

/** Where the buckets of the octave from 1 to 2 begin: 2^(i/8). */
const EDGES = Float64Array.from({ length: 8 }, (_, i) => {
  const half = i & 4 ? Math.SQRT2 : 1
  const quarter = i & 2 ? QUARTER_OCTAVE : 1
  return half * quarter * (i & 1 ? EIGHTH_OCTAVE : 1)
})

/** Geometric middles, to four digits: artifacts hold them as text. */
const MIDDLES_MS = Float64Array.from({ length: LATENCY_BUCKETS }, (_, bucket) => {
  const us = 2 ** (bucket >> 3) * (EDGES[bucket & 7] as number) * SIXTEENTH_OCTAVE
  return Number((us / 1000).toPrecision(4))
})

function bucketOf(durationMs: number): number {
  const us = Math.min(Math.max(1, 1000 * durationMs), HIGHEST_US)
  const octave = 31 - Math.clz32(us)
  const share = us / ((1 << octave) >>> 0)
  let eighth = share >= (EDGES[4] as number) ? 4 : 0
  if (share >= (EDGES[eighth + 2] as number)) eighth += 2
  if (share >= (EDGES[eighth + 1] as number)) eighth += 1
  return 8 * octave + eighth
}

import { describe, expect, it } from 'vitest'
import {
  addLatencyGrids,
  countLatency,
  emptyLatencyGrid,
  LATENCY_BUCKETS,
  latencyQuantileMs,
} from './latency-grid.ts'

/** The bucket that a duration is counted in. */
function bucketOf(durationMs: number): number {
  const grid = emptyLatencyGrid(1)
  countLatency(grid, 0, durationMs)
  return grid.counts.indexOf(1)
}

describe('LatencyGrid', () => {
  it('takes 1 KB for an interval', () => {
    expect(emptyLatencyGrid(3).counts.byteLength).toBe(3 * 1024)
  })

  it('has eight buckets to an octave, that begin at 2^(i/8) µs', () => {
    const rounding = 1e-12
    for (let bucket = 1; bucket < 250; bucket++) {
      const edgeMs = 2 ** (bucket / 8) / 1000
      expect(bucketOf(edgeMs * (1 + rounding))).toBe(bucket)
      expect(bucketOf(edgeMs * (1 - rounding))).toBe(bucket - 1)
    }
  })

  it('begins a bucket at each whole power of two', () => {
    expect([0.001, 0.002, 0.004, 0.064, 1.024].map(bucketOf)).toEqual([0, 8, 16, 48, 80])
  })

  it('counts what is out of range at its ends: a microsecond and an hour', () => {
    expect([-1, 0, 0.0005].map(bucketOf)).toEqual([0, 0, 0])
    expect(bucketOf(3_600_000)).toBe(253)
    expect([3_600_001, 1e12, Infinity].map(bucketOf)).toEqual([253, 253, 253])
    expect(LATENCY_BUCKETS).toBeGreaterThan(253)
  })

  it('gives a quantile as the geometric middle of its bucket, to four digits', () => {
    const grid = emptyLatencyGrid(2)
    for (let i = 0; i < 98; i++) countLatency(grid, 1, 1)
    for (let i = 0; i < 2; i++) countLatency(grid, 1, 40)
    // 2^(79.5/8) = 980.6 and 2^(122.5/8) = 40,687 µs.
    expect([0, 0.5, 0.98, 0.99, 1].map((quantile) => latencyQuantileMs(grid, 1, quantile))).toEqual([
      0.9806, 0.9806, 0.9806, 40.69, 40.69,
    ])
    expect(latencyQuantileMs(grid, 0, 0.5)).toBeNaN()
  })

  it('adds grids of different lengths', () => {
    const short = emptyLatencyGrid(1)
    const long = emptyLatencyGrid(3)
    countLatency(short, 0, 5)
    countLatency(long, 0, 5)
    countLatency(long, 2, 5)
    const { intervals, counts } = addLatencyGrids([short, long])
    const rows = [0, 1, 2].map((i) => counts.slice(i * LATENCY_BUCKETS, (i + 1) * LATENCY_BUCKETS))
    expect(intervals).toBe(3)
    expect(rows.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([2, 0, 1])
    expect(addLatencyGrids([]).intervals).toBe(0)
  })
})

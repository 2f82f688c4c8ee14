import { describe, expect, it } from 'vitest'
import { fnv1aOfBytes } from '../random/fnv1a.ts'
import { poissonArrivals } from './poisson.ts'

const HOUR_MS = 3_600_000

function hour(rate: number, seed: number): Float64Array {
  return poissonArrivals({ kind: 'poisson', rate, durationMs: HOUR_MS }, seed).between(0, HOUR_MS)
}

describe('poisson arrivals', () => {
  it('have exponential gaps, also across the seconds that are drawn apart', () => {
    const due = hour(50, 1)
    const gaps = due.slice(1).map((dueMs, i) => dueMs - (due[i] ?? NaN))
    // 180 000 gaps of mean 20 ms: standard errors 0.24 % of the mean, 0.33 % of the standard deviation.
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const sd = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
    expect(Math.abs(mean / 20 - 1)).toBeLessThan(0.01)
    expect(Math.abs(sd / 20 - 1)).toBeLessThan(0.014)
    // A rate far below one a chunk: a gap spans many seconds. 3600 s × 0.2 = 720 ± 27 arrivals.
    expect(Math.abs(hour(0.2, 1).length - 720)).toBeLessThan(110)
  })

  it('are neither over- nor under-dispersed at one second', () => {
    const counts = new Float64Array(3600)
    for (const dueMs of hour(50, 2))
      counts[Math.floor(dueMs / 1000)] = (counts[Math.floor(dueMs / 1000)] ?? NaN) + 1
    const mean = counts.reduce((sum, x) => sum + x, 0) / 3600
    const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3600
    // Standard error sqrt(2 / 3600) = 0.024.
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.1)
  })

  it('are these very bytes', () => {
    const due = hour(100, 42)
    expect(due.length).toBe(359_134)
    expect(fnv1aOfBytes(new Uint8Array(due.buffer))).toBe(0xb0dfddf2)
  })
})

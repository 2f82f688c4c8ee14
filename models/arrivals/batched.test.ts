import { describe, expect, it } from 'vitest'
import { BATCH_SIZES, batchedDueMs } from './batched.ts'

describe('batchedDueMs', () => {
  const dueMs = batchedDueMs({ rate: 100, durationMs: 600_000 }, 3)

  it('ascends within the duration, at the mean rate', () => {
    expect(dueMs.every((ms, i) => ms >= (dueMs[i - 1] ?? 0) && ms < 600_000)).toBe(true)
    // 60 000 expected; a batch of 3.75 on average has a variance of 21.25 with its Poisson moments: sd 583.
    expect(Math.abs(dueMs.length - 60_000)).toBeLessThan(4 * 583)
  })

  it('has batches of every size about equally often, and no other', () => {
    const sizes = new Map<number, number>()
    for (const ms of dueMs) sizes.set(ms, (sizes.get(ms) ?? 0) + 1)
    const times = BATCH_SIZES.map((size) => [...sizes.values()].filter((each) => each === size).length)
    expect(times.reduce((sum, each) => sum + each, 0)).toBe(sizes.size)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
  })

  it('is the same for the same seed, and another for another', () => {
    expect(batchedDueMs({ rate: 100, durationMs: 600_000 }, 3)).toEqual(dueMs)
    expect(batchedDueMs({ rate: 100, durationMs: 600_000 }, 4)).not.toEqual(dueMs)
  })

  it('refuses what is out of range', () => {
    expect(() => batchedDueMs({ rate: 0, durationMs: 1 }, 1)).toThrow(/rate/)
    expect(() => batchedDueMs({ rate: 1, durationMs: Infinity }, 1)).toThrow(/durationMs/)
    expect(() => batchedDueMs({ rate: 1, durationMs: 1 }, 0.5)).toThrow(/seed/)
  })
})

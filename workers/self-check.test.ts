import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DriftSampler } from './self-check.ts'

beforeEach(() => vi.useFakeTimers())

afterEach(() => vi.useRealTimers())

describe('a drift sampler', () => {
  test('sees no drift where timers fire on time', () => {
    let nowMs = 0
    const sampler = new DriftSampler(() => nowMs)
    sampler.start()
    for (let i = 0; i < 100; i++) {
      nowMs += 10
      vi.advanceTimersByTime(10)
    }
    expect(sampler.p99Ms).toBe(0)
    expect(sampler.maxMs).toBe(0)
    sampler.stop()
  })

  test('sees how long a thread was held up, once', () => {
    let nowMs = 0
    const sampler = new DriftSampler(() => nowMs)
    sampler.start()
    // The timer is due at 10 ms and fires at 130.
    nowMs = 130
    vi.advanceTimersByTime(10)
    expect(sampler.maxMs).toBeCloseTo(120, 0)
    for (let i = 0; i < 1000; i++) {
      nowMs += 10
      vi.advanceTimersByTime(10)
    }
    expect(sampler.maxMs).toBeCloseTo(120, 0)
    expect(sampler.p99Ms).toBe(0)
    sampler.stop()
  })

  test('keeps to its schedule: lateness does not add up', () => {
    let nowMs = 0
    const sampler = new DriftSampler(() => nowMs)
    sampler.start()
    for (let i = 1; i <= 50; i++) {
      nowMs = 10 * i + 4
      vi.runOnlyPendingTimers()
    }
    expect(sampler.maxMs).toBeCloseTo(4, 1)
    expect(sampler.p99Ms).toBeCloseTo(4, 1)
    sampler.stop()
  })

  test('that is stopped leaves no timer', () => {
    const sampler = new DriftSampler(() => 0)
    sampler.start()
    sampler.stop()
    expect(vi.getTimerCount()).toBe(0)
    expect([sampler.p99Ms, sampler.maxMs]).toEqual([0, 0])
  })
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EventLoopDelayMonitor } from './event-loop-delay.ts'

const STARTED_EPOCH_MS = 1_000_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A monitor on a clock that goes with the timers, and may be made to jump while they wait. */
function monitorOnClock() {
  const startedMs = performance.now()
  let jumpedMs = 0
  const now = (): number => Math.round(performance.now() - startedMs) + jumpedMs
  const monitor = new EventLoopDelayMonitor({ now, epochMs: () => STARTED_EPOCH_MS + now() })
  return {
    monitor,
    /** The event loop stands still: it turns so much later. */
    block: (ms: number): void => {
      jumpedMs += ms
    },
  }
}

test('nothing is known before the first second is over; then there is no delay where timers fire in time', () => {
  const { monitor } = monitorOnClock()
  vi.advanceTimersByTime(995)
  expect(monitor.delayMs).toBeNull()
  vi.advanceTimersByTime(5)
  expect(monitor.delayMs).toEqual({ mean: 0, max: 0 })
  expect(monitor.blocksSince(0)).toEqual([])
  monitor.stop()
})

test('a block shows for about a second, and what was due meanwhile is not due twice', () => {
  const { monitor, block } = monitorOnClock()
  vi.advanceTimersByTime(500)
  block(95)
  vi.advanceTimersByTime(500 - 95)
  // Turns at 200, …, 500 ms, then one at 600 that was due at 505, and from 605 on again, to 1,000.
  expect(monitor.delayMs).toEqual({ mean: 95 / (61 + 1 + 80), max: 95 })
  vi.advanceTimersByTime(1_000)
  expect(monitor.delayMs).toEqual({ mean: 0, max: 0 })
  monitor.stop()
  expect(vi.getTimerCount()).toBe(0)
})

test('blocks of more than 10 ms are kept, from when the timer was due', () => {
  const { monitor, block } = monitorOnClock()
  vi.advanceTimersByTime(100)
  block(60)
  vi.advanceTimersByTime(100)
  block(10)
  vi.advanceTimersByTime(100)
  block(11)
  vi.advanceTimersByTime(100)
  const [first, second, ...others] = monitor.blocksSince(0)
  expect(first).toEqual({ startedAtEpochMs: STARTED_EPOCH_MS + 105, durationMs: 60 })
  expect(second?.durationMs).toBe(11)
  expect(others).toEqual([])
  expect(monitor.blocksSince(STARTED_EPOCH_MS + 165)).toEqual([second])
  monitor.stop()
})

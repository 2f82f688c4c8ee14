import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EventLoopDelayMonitor } from './event-loop-delay.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A monitor on a clock that goes with the timers, and may be made to jump while they wait. */
function monitorOnClock() {
  let jumpedMs = 0
  const monitor = new EventLoopDelayMonitor(() => performance.now() + jumpedMs)
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
  vi.advanceTimersByTime(990)
  expect(monitor.delayMs).toBeNull()
  vi.advanceTimersByTime(10)
  expect(monitor.delayMs).toEqual({ mean: 0, max: 0 })
  monitor.stop()
})

test('a block shows in its own second only, and what was due meanwhile is not due twice', () => {
  const { monitor, block } = monitorOnClock()
  vi.advanceTimersByTime(500)
  block(95)
  vi.advanceTimersByTime(500 - 95)
  // Turns at 10, …, 500 ms, then one at 605 that was due at 510, and from 610 on again.
  expect(monitor.delayMs).toEqual({ mean: 95 / 91, max: 95 })
  vi.advanceTimersByTime(1_000)
  expect(monitor.delayMs).toEqual({ mean: 0, max: 0 })
  monitor.stop()
  expect(vi.getTimerCount()).toBe(0)
})

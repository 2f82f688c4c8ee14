import type { DeadlineClock } from './delay-queue.ts'

/** Under this much to go, turns of the event loop take over from timers, which have a grain of 1 ms. */
const TURNS_BELOW_MS = 0.5

/**
 * The process's monotonic clock with wake-up calls finer than `setTimeout`: a timer for the whole milliseconds, then
 * turns of the event loop (`setImmediate`) for what is left. Nothing runs while no call is pending.
 */
export const systemDeadlineClock: DeadlineClock = {
  nowMs: () => performance.now(),
  wakeAt(deadlineMs, wake) {
    const leftMs = deadlineMs - performance.now()
    const again = (): void => {
      if (performance.now() >= deadlineMs) wake()
      else systemDeadlineClock.wakeAt(deadlineMs, wake)
    }
    if (leftMs < TURNS_BELOW_MS) setImmediate(again)
    else setTimeout(again, Math.max(1, Math.floor(leftMs)))
  },
}

/** Where time is read, and waited for. */
export interface RealTimeClock {
  /** Of the wall, in ms since the epoch: for people. It may be set, forward or back. */
  nowEpochMs(): number
  /** Monotonic, in ms since a moment that all threads of the process share: for pacing. */
  nowMs(): number
  /**
   * Resolves at that time of the monotonic clock, or at once where it is past.
   *
   * @throws the signal's reason as soon as it is aborted
   */
  waitUntil(atMs: number, signal: AbortSignal): Promise<void>
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The clocks of this machine. */
export const systemClock: RealTimeClock = {
  nowEpochMs: () => Date.now(),
  nowMs: () => Number(process.hrtime.bigint()) / 1e6,
  async waitUntil(atMs, signal) {
    for (;;) {
      signal.throwIfAborted()
      const leftMs = atMs - systemClock.nowMs()
      if (leftMs <= 0) return
      await sleep(Math.min(leftMs, LONGEST_TIMER_MS), signal)
    }
  },
}

/** Ends early when the signal is aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}

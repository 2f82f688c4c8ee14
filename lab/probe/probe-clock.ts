/** Time, as the prober sees it: the machine's, or a test's own. */
export interface ProbeClock {
  /** Monotonic, in ms. */
  nowMs(): number
  /**
   * Calls `act` once, as soon as may be at or after `atMs`, never before this returns.
   *
   * @returns takes the call back
   */
  at(atMs: number, act: () => void): () => void
}

/** Timers fire up to a millisecond or so late: from here on the event loop is polled instead. */
const POLLED_BEFORE_MS = 2
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The machine's clock, exact to a turn of the event loop. */
export const machineClock: ProbeClock = {
  nowMs: () => performance.now(),
  at(atMs, act) {
    let timer: NodeJS.Timeout | null = null
    let immediate: NodeJS.Immediate | null = null
    const wait = (): void => {
      const leftMs = atMs - performance.now()
      if (leftMs > POLLED_BEFORE_MS) {
        timer = setTimeout(wait, Math.min(leftMs - POLLED_BEFORE_MS, LONGEST_TIMER_MS))
      } else immediate = setImmediate(poll)
    }
    const poll = (): void => {
      if (performance.now() >= atMs) act()
      else immediate = setImmediate(poll)
    }
    wait()
    return () => {
      if (timer !== null) clearTimeout(timer)
      if (immediate !== null) clearImmediate(immediate)
    }
  },
}

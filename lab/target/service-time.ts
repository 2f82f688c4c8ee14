/** The clock and the timer that service times run on; a test passes a virtual one. */
export interface ServiceClock {
  /** Monotonic time in ms, with fractions. */
  nowMs(): number
  /** Calls `fire` once, `delayMs` whole ms from now or a little later; 0 means the next turn of the event loop. */
  after(delayMs: number, fire: () => void): void
}

/** Repaid at most: a longer delay is a pause of the process, a garbage collection for one, and stays visible. */
const MAX_CARRY_MS = 2

/**
 * Holds a request for its service time with timers of a whole millisecond, so that the mean is right all the same:
 * what a hold ran over (or under) is taken off (or put on) the next one. A single hold may be up to about 1 ms off;
 * the sum over many is not.
 */
export class ServiceTimer {
  readonly #clock: ServiceClock
  #carryMs = 0

  constructor(clock: ServiceClock = systemServiceClock) {
    this.#clock = clock
  }

  /** Time held in excess of what was asked for, not yet repaid; in ms, between -2 and 2. */
  get carryMs(): number {
    return this.#carryMs
  }

  /** Calls `done` once, `durationMs` (0 or more, with fractions) after now on the average. */
  hold(durationMs: number, done: () => void): void {
    const startedMs = this.#clock.nowMs()
    // Taken whole, so that requests held at the same time do not each repay the same excess.
    const repaidMs = this.#carryMs
    const targetMs = durationMs - repaidMs
    this.#carryMs = 0
    this.#clock.after(Math.max(0, Math.floor(targetMs)), () => {
      const heldMs = this.#clock.nowMs() - startedMs
      this.#carryMs = clamp(this.#carryMs + heldMs - targetMs, -MAX_CARRY_MS, MAX_CARRY_MS)
      done()
    })
  }
}

const systemServiceClock: ServiceClock = {
  nowMs: () => performance.now(),
  after(delayMs, fire) {
    if (delayMs === 0) setImmediate(fire)
    else setTimeout(fire, delayMs)
  },
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

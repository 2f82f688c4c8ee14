/**
 * How a thread waits for the next request that is due.
 *
 * - `timer`: sleeps. Timers have a granularity of a millisecond: requests go out up to that much late.
 * - `spin`: sleeps until two milliseconds before, then polls its sockets without pause until the moment has come.
 *   Requests go out within microseconds, for a whole core.
 */
export type Pacing = 'timer' | 'spin'

/** Wakes a load thread when something is due. */
export class Pacer {
  readonly #clock: () => number
  readonly #pacing: Pacing
  #timer: NodeJS.Timeout | null = null
  #immediate: NodeJS.Immediate | null = null
  #atMs = 0
  #wake: () => void = () => {}
  #polledAtMs = 0
  #polledMs = 0

  /** @param clock monotonic, in ms */
  constructor(pacing: Pacing, clock: () => number) {
    this.#pacing = pacing
    this.#clock = clock
  }

  /** Time spent in polling while nothing happened, in ms: CPU time that was not needed. */
  get polledMs(): number {
    return this.#polledMs
  }

  /** Calls `wake` once at `atMs` on the clock, or as soon as can be when that is past; Infinity is never. Replaces what was asked before. */
  wakeAt(atMs: number, wake: () => void): void {
    this.cancel()
    if (atMs === Infinity) return
    this.#atMs = atMs
    this.#wake = wake
    const delayMs = atMs - this.#clock()
    if (this.#pacing === 'timer' || delayMs > POLLED_BEFORE_MS) {
      const earlyMs = this.#pacing === 'timer' ? 0 : POLLED_BEFORE_MS
      this.#timer = setTimeout(this.#onTimer, Math.min(Math.max(0, delayMs - earlyMs), LONGEST_TIMER_MS))
    } else {
      this.#poll()
    }
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#immediate !== null) clearImmediate(this.#immediate)
    this.#timer = null
    this.#immediate = null
  }

  readonly #onTimer = (): void => {
    this.#timer = null
    if (this.#pacing === 'timer' || this.#clock() >= this.#atMs) this.#wake()
    else this.#poll()
  }

  #poll(): void {
    this.#polledAtMs = this.#clock()
    this.#immediate = setImmediate(this.#onImmediate)
  }

  readonly #onImmediate = (): void => {
    const nowMs = this.#clock()
    const passedMs = nowMs - this.#polledAtMs
    // A turn of the loop in which something happened takes longer than an empty one.
    if (passedMs < EMPTY_TURN_MS) this.#polledMs += passedMs
    this.#polledAtMs = nowMs
    if (nowMs >= this.#atMs) {
      this.#immediate = null
      this.#wake()
    } else {
      this.#immediate = setImmediate(this.#onImmediate)
    }
  }
}

const POLLED_BEFORE_MS = 2
const EMPTY_TURN_MS = 0.01
const LONGEST_TIMER_MS = 2 ** 31 - 1

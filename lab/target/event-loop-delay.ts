import type { TargetSample } from '../../models/measurement/target-sample.ts'

type Delay = NonNullable<TargetSample['eventLoopDelayMs']>

const PERIOD_MS = 10
const WINDOW_MS = 1_000

/**
 * Event loop delay over the last whole second: how late a timer that is due every 10 ms fires, against an absolute
 * schedule, which holds on every runtime; a monitor of the runtime's own does not show delays on all of them. Timers
 * have the resolution of the runtime, up to 1 ms, which is part of the delay.
 */
export class EventLoopDelayMonitor {
  readonly #clock: () => number
  #timer: NodeJS.Timeout
  #dueMs: number
  #windowEndsMs: number
  #turns = 0
  #sumMs = 0
  #maxMs = 0
  #last: Delay | null = null

  /** @param clock monotonic, in ms */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
    const nowMs = clock()
    this.#dueMs = nowMs + PERIOD_MS
    this.#windowEndsMs = nowMs + WINDOW_MS
    this.#timer = this.#arm(nowMs)
  }

  /** `null` until the first second is over. */
  get delayMs(): Delay | null {
    return this.#last
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #arm(nowMs: number): NodeJS.Timeout {
    const timer = setTimeout(() => this.#turn(), Math.max(0, this.#dueMs - nowMs))
    timer.unref()
    return timer
  }

  #turn(): void {
    const nowMs = this.#clock()
    const lateMs = Math.max(0, nowMs - this.#dueMs)
    this.#turns++
    this.#sumMs += lateMs
    this.#maxMs = Math.max(this.#maxMs, lateMs)
    if (nowMs >= this.#windowEndsMs) this.#closeWindow(nowMs)
    this.#dueMs += PERIOD_MS * Math.max(1, Math.ceil(lateMs / PERIOD_MS))
    this.#timer = this.#arm(nowMs)
  }

  #closeWindow(nowMs: number): void {
    this.#last = { mean: this.#sumMs / this.#turns, max: this.#maxMs }
    this.#turns = 0
    this.#sumMs = 0
    this.#maxMs = 0
    this.#windowEndsMs = nowMs + WINDOW_MS
  }
}

import type { TargetSample } from '../../models/measurement/target-sample.ts'
import type { EventLoopBlock } from '../../models/profile/event-loop-block.ts'
import { BlockRing } from './block-ring.ts'
import { epochMs } from './epoch-clock.ts'
import { RollingSecond } from './rolling-second.ts'

type Delay = NonNullable<TargetSample['eventLoopDelayMs']>

const PERIOD_MS = 5
const WINDOW_MS = 1_000
const BLOCK_MS = 10

export interface EventLoopClocks {
  /** Monotonic ms. */
  now(): number
  /** Wall-clock ms since the epoch. */
  epochMs(): number
}

const OWN_CLOCKS: EventLoopClocks = { now: () => performance.now(), epochMs }

/**
 * Event loop delay over about the last second, and its blocks: how late a timer that is due every 5 ms fires, against an
 * absolute schedule, which holds on every runtime; a monitor of the runtime's own does not show delays on all of them.
 * Timers have the resolution of the runtime, up to 1 ms, which is part of the delay.
 *
 * A delay of more than 10 ms is a block: it lasted at least from when the timer was due until it fired, and may have
 * begun up to 5 ms earlier. So blocks from 15 ms on are all seen, and shorter ones as it happens.
 */
export class EventLoopDelayMonitor {
  readonly #clocks: EventLoopClocks
  readonly #startedMs: number
  readonly #lastSecond = new RollingSecond()
  readonly #blocks = new BlockRing()
  #timer: NodeJS.Timeout
  #dueMs: number

  constructor(clocks: EventLoopClocks = OWN_CLOCKS) {
    this.#clocks = clocks
    this.#startedMs = clocks.now()
    this.#dueMs = this.#startedMs + PERIOD_MS
    this.#timer = this.#arm(this.#startedMs)
  }

  /** `null` until the first second is over. */
  get delayMs(): Delay | null {
    const nowMs = this.#clocks.now()
    if (nowMs < this.#startedMs + WINDOW_MS) return null
    const { count, sum, max } = this.#lastSecond.read(nowMs)
    return count === 0 ? null : { mean: sum / count, max }
  }

  /** The newest 10,000 at most, in order of time; those that ended after a moment. */
  blocksSince(epochMs: number): EventLoopBlock[] {
    return this.#blocks.since(epochMs)
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
    const nowMs = this.#clocks.now()
    const lateMs = Math.max(0, nowMs - this.#dueMs)
    this.#lastSecond.add(lateMs, nowMs)
    if (lateMs > BLOCK_MS) {
      this.#blocks.add({ startedAtEpochMs: this.#clocks.epochMs() - lateMs, durationMs: lateMs })
    }
    this.#dueMs += PERIOD_MS * (Math.floor(lateMs / PERIOD_MS) + 1)
    this.#timer = this.#arm(nowMs)
  }
}

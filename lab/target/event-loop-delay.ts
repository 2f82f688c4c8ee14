import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TargetSample } from '../../models/measurement/target-sample.ts'

type Delay = NonNullable<TargetSample['eventLoopDelayMs']>

const RESOLUTION_MS = 10
const WINDOW_MS = 1_000
const PROBE_BLOCK_MS = 30

/**
 * Event loop delay over the last whole second. On Node the histogram of `monitorEventLoopDelay` holds the intervals
 * between its own timer's turns, so the timer's resolution is taken off to leave the delay; elsewhere it may hold the
 * delays themselves.
 */
export class EventLoopDelayMonitor {
  readonly #histogram: IntervalHistogram
  readonly #window: NodeJS.Timeout
  #last: Delay | null = null

  private constructor(histogram: IntervalHistogram, includedMs: number) {
    this.#histogram = histogram
    this.#window = setInterval(() => {
      this.#last = delayOf(histogram, includedMs)
      histogram.reset()
    }, WINDOW_MS)
    this.#window.unref()
  }

  /**
   * Starts to observe, and blocks the event loop for 30 ms to see whether the delay shows: on some runtimes it does
   * not.
   *
   * @returns null where delays cannot be seen
   */
  static async start(): Promise<EventLoopDelayMonitor | null> {
    const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    histogram.enable()
    await sleep(3 * RESOLUTION_MS)
    const untilMs = performance.now() + PROBE_BLOCK_MS
    while (performance.now() < untilMs);
    await sleep(3 * RESOLUTION_MS)
    if (histogram.max / 1e6 < PROBE_BLOCK_MS - RESOLUTION_MS) {
      histogram.disable()
      return null
    }
    const holdsIntervals = histogram.min / 1e6 > RESOLUTION_MS / 2
    histogram.reset()
    return new EventLoopDelayMonitor(histogram, holdsIntervals ? RESOLUTION_MS : 0)
  }

  /** `null` until the first second is over. */
  get delayMs(): Delay | null {
    return this.#last
  }

  stop(): void {
    clearInterval(this.#window)
    this.#histogram.disable()
  }
}

/** `null` when the timer had no turn, which makes the mean NaN. */
function delayOf(histogram: IntervalHistogram, includedMs: number): Delay | null {
  if (!Number.isFinite(histogram.mean)) return null
  const beyondIncluded = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - includedMs)
  return { mean: beyondIncluded(histogram.mean), max: beyondIncluded(histogram.max) }
}

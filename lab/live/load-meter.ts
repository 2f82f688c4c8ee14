import type { LoadSample } from './load-sample.ts'

/** What is shown of a stretch of load; `null` where it is not known yet. */
export interface LoadReading {
  /** Whether requests are due whether or not earlier ones were answered. */
  readonly isOpen: boolean
  /** Per second, of about the last second. */
  readonly dueRate: number | null
  readonly completedRate: number | null
  readonly dialRate: number | null
  readonly p50: PercentileReading
  readonly p99: PercentileReading
  readonly latenessP99Ms: number | null
  readonly open: number
  readonly idle: number
  readonly busy: number
  readonly failed: number
  readonly dropped: number
}

export interface PercentileReading {
  readonly ms: number | null
  /** Of the last intervals of half a second, the newest at the end; stretches that followed one another too. */
  readonly historyMs: readonly number[]
}

interface TimedSample {
  readonly atMs: number
  readonly sample: LoadSample
}

const RATE_OVER_MS = 1000
const LEAST_RATE_OVER_MS = 400
const INTERVAL_MS = 500
/** Samples come every 250 ms, some a little early. */
const EARLY_MS = 50
const MOST_INTERVALS = 30

/** Turns counts that grow into rates, and percentiles into their history. Times are ms on one clock. */
export class LoadMeter {
  #samples: readonly TimedSample[] = []
  #intervalMs = -Infinity
  #p50Ms: readonly number[] = []
  #p99Ms: readonly number[] = []

  /** @param atMs not before the sample that was taken last */
  take(sample: LoadSample, atMs: number): void {
    const last = this.#samples.at(-1)?.sample
    const goesOn =
      last !== undefined && last.due > 0 && last.due <= sample.due && last.dialed <= sample.dialed
    const samples = [...(goesOn ? this.#samples : []), { atMs, sample }]
    const from = samples.findLastIndex((each) => each.atMs <= atMs - RATE_OVER_MS + EARLY_MS)
    this.#samples = samples.slice(Math.max(0, from))
    if (atMs - this.#intervalMs < INTERVAL_MS - EARLY_MS || Number.isNaN(sample.p99Ms)) return
    this.#intervalMs = atMs
    this.#p50Ms = [...this.#p50Ms, sample.p50Ms].slice(-MOST_INTERVALS)
    this.#p99Ms = [...this.#p99Ms, sample.p99Ms].slice(-MOST_INTERVALS)
  }

  /** `null` before there is a sample. */
  get reading(): LoadReading | null {
    const newest = this.#samples.at(-1)?.sample
    if (newest === undefined) return null
    const { p50Ms, p99Ms, latenessP99Ms, open, idle, busy, failed, dropped } = newest
    return {
      isOpen: newest.closed !== true,
      dueRate: this.#rate(({ due }) => due),
      completedRate: this.#rate(({ completed }) => completed),
      dialRate: this.#rate(({ dialed }) => dialed),
      p50: { ms: known(p50Ms), historyMs: this.#p50Ms },
      p99: { ms: known(p99Ms), historyMs: this.#p99Ms },
      latenessP99Ms: known(latenessP99Ms),
      open,
      idle,
      busy,
      failed,
      dropped,
    }
  }

  #rate(of: (sample: LoadSample) => number): number | null {
    const [oldest] = this.#samples
    const newest = this.#samples.at(-1)
    if (oldest === undefined || newest === undefined) return null
    const overMs = newest.atMs - oldest.atMs
    return overMs < LEAST_RATE_OVER_MS ? null : (1000 * (of(newest.sample) - of(oldest.sample))) / overMs
  }
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

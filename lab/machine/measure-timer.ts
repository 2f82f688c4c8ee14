import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'

/** How fine this runtime's clock is, and how well it wakes up. */
export interface TimerQuality {
  /** Smallest step of the clock other than 0, in µs. */
  readonly resolutionUs: number
  /** How much longer than asked for a 1 ms timer took. */
  readonly sleepLateMs: { readonly p50: number; readonly p99: number }
}

export interface Timers {
  /** Monotonic, in ms. */
  nowMs(): number
  sleep(durationMs: number): Promise<void>
}

const runtimeTimers: Timers = {
  nowMs: () => performance.now(),
  sleep: (durationMs) =>
    new Promise((resolve) => {
      setTimeout(resolve, durationMs)
    }),
}

const READINGS = 100_000
const SLEEPS = 200
/** What a clock counts as that does not move at all in so many readings. */
const COARSEST_MS = 1000

/** Takes about 0.3 s, in which the process should have nothing else to do. */
export async function measureTimer(timers: Timers = runtimeTimers): Promise<TimerQuality> {
  const resolutionUs = smallestStepMs(timers) * 1000
  const late = new LatencyHistogram()
  for (let i = 0; i < SLEEPS; i++) {
    const startMs = timers.nowMs()
    await timers.sleep(1)
    late.record(timers.nowMs() - startMs - 1)
  }
  return { resolutionUs, sleepLateMs: { p50: late.quantileMs(0.5), p99: late.quantileMs(0.99) } }
}

/** Steps are differences of large numbers: picoseconds are rounding. */
function smallestStepMs(timers: Timers): number {
  let smallestMs = COARSEST_MS
  let beforeMs = timers.nowMs()
  for (let i = 0; i < READINGS; i++) {
    const atMs = timers.nowMs()
    if (atMs > beforeMs) smallestMs = Math.min(smallestMs, atMs - beforeMs)
    beforeMs = atMs
  }
  return Math.round(smallestMs * 1e9) / 1e9
}

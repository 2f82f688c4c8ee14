import type { ServiceVitals } from './observation.ts'
import { mean } from './significant-excess.ts'
import { quantileOf } from './spread.ts'

/** How busy a service's thread was. */
export interface ThreadLoad {
  /** CPU seconds per second, one for each stretch between two samples. */
  readonly cpuShares: readonly number[]
  /** Seconds of garbage collection per second, likewise. */
  readonly gcShares: readonly number[]
  /** Longest time that an event had to wait for the thread: what nine of ten samples stay at or below, in ms. */
  readonly blockMs: number
}

const USUAL_LONGEST = 0.9

/** @param vitals of one service, in order of time */
export function threadLoad(vitals: readonly ServiceVitals[]): ThreadLoad {
  const cpuShares: number[] = []
  const gcShares: number[] = []
  for (const [i, sample] of vitals.entries()) {
    const before = vitals[i - 1]
    if (before === undefined || sample.atEpochMs <= before.atEpochMs) continue
    const elapsedMs = sample.atEpochMs - before.atEpochMs
    cpuShares.push(((sample.cpuSeconds - before.cpuSeconds) * 1000) / elapsedMs)
    gcShares.push((sample.gcTotalMs - before.gcTotalMs) / elapsedMs)
  }
  // What the first sample tells happened before the stretch began.
  const delays = vitals
    .slice(1)
    .map(({ eventLoopDelayMaxMs }) => eventLoopDelayMaxMs)
    .sort((a, b) => a - b)
  return { cpuShares, gcShares, blockMs: delays.length === 0 ? 0 : quantileOf(delays, USUAL_LONGEST) }
}

/** Mean of shares; 0 where nothing was sampled. */
export function meanShare(shares: readonly number[]): number {
  return shares.length === 0 ? 0 : mean(shares)
}

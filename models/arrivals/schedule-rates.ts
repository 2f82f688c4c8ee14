import type { Arrivals } from './arrivals.ts'

/** The rate of a schedule over its whole length. */
export interface ScheduleRates {
  readonly durationMs: number
  /** Length of an interval of `ratePerSecond`; the last one ends with the schedule, and may overlap the one before. */
  readonly everyMs: number
  /** Mean requests per second of each interval, to a tenth; at most 1008 of them, 10 minutes each for a week. */
  readonly ratePerSecond: readonly number[]
  /** Highest mean of a minute, per second. */
  readonly peakMinuteRate: number
}

/**
 * @param recorded whether the arrivals are a recording: its requests are counted. Otherwise the rate is averaged that
 *   the schedule states, looked up every 5 s or more often.
 */
export function scheduleRates(arrivals: Arrivals, recorded: boolean): ScheduleRates {
  const { durationMs } = arrivals
  const meanRate = recorded ? countedRate(arrivals) : statedRate(arrivals)
  const everyMs = intervalFor(durationMs)
  const ratePerSecond = eachInterval(durationMs, everyMs, meanRate).map((rate) => Math.round(10 * rate) / 10)
  const minutes = eachInterval(durationMs, MINUTE_MS, meanRate)
  const peakMinuteRate = minutes.reduce((highest, rate) => Math.max(highest, rate), 0)
  return { durationMs, everyMs, ratePerSecond, peakMinuteRate }
}

const MINUTE_MS = 60_000
const LOOKUP_MS = 5000
const MOST_INTERVALS = 1008
const INTERVALS_MS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 360, 720].map((minutes) => minutes * MINUTE_MS),
]
const DAY_MS = 1440 * MINUTE_MS

/** The shortest round length with which there are few enough; whole days for what is longer than that. */
function intervalFor(durationMs: number): number {
  const round = INTERVALS_MS.find((everyMs) => durationMs <= MOST_INTERVALS * everyMs)
  return round ?? DAY_MS * Math.ceil(durationMs / (MOST_INTERVALS * DAY_MS))
}

type MeanRate = (fromMs: number, toMs: number) => number

/** What is left at the end may be a moment in which a single request would be a high rate: it is taken with what precedes it. */
function eachInterval(durationMs: number, everyMs: number, meanRate: MeanRate): number[] {
  return Array.from({ length: Math.ceil(durationMs / everyMs) }, (_, i) => {
    const toMs = Math.min((i + 1) * everyMs, durationMs)
    return meanRate(Math.max(0, toMs - everyMs), toMs)
  })
}

function countedRate(arrivals: Arrivals): MeanRate {
  return (fromMs, toMs) => (1000 * arrivals.between(fromMs, toMs).length) / (toMs - fromMs)
}

function statedRate(arrivals: Arrivals): MeanRate {
  return (fromMs, toMs) => {
    const lookups = Math.ceil((toMs - fromMs) / LOOKUP_MS)
    let sum = 0
    for (let i = 0; i < lookups; i++) {
      sum += arrivals.ratePerSecond(fromMs + ((i + 0.5) * (toMs - fromMs)) / lookups)
    }
    return sum / lookups
  }
}

import type { Arrivals } from '../arrivals/arrivals.ts'
import { RandomStream } from '../random/random-stream.ts'

/** A stretch of a schedule, in ms from its start. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Draws windows evenly over a schedule: it is cut into `strata` equal parts (seven, for a week, are its days) and
 * each part gives `perStratum` windows, placed at random with a chance in proportion to the arrival rate, so that a
 * window shows what a typical request meets rather than what a typical minute looks like.
 *
 * @returns in order of time; a schedule shorter than a window gives itself, as often as windows were asked for
 */
export function drawWindows(options: {
  readonly arrivals: Arrivals
  readonly strata: number
  readonly perStratum: number
  readonly lengthMs: number
  readonly seed: number
}): Window[] {
  const { arrivals, strata, perStratum, seed } = options
  const lengthMs = Math.min(options.lengthMs, arrivals.durationMs)
  const stream = new RandomStream(seed, 'windows')
  const windows: Window[] = []
  for (let stratum = 0; stratum < strata; stratum++) {
    const beginMs = (stratum * arrivals.durationMs) / strata
    const endMs = ((stratum + 1) * arrivals.durationMs) / strata
    const drawn: Window[] = []
    for (let i = 0; i < perStratum; i++) {
      const middleMs = drawByRate(arrivals, beginMs, endMs, stream)
      const latestMs = arrivals.durationMs - lengthMs
      const fromMs = Math.min(Math.max(0, middleMs - lengthMs / 2), latestMs)
      drawn.push({ fromMs, toMs: fromMs + lengthMs })
    }
    windows.push(...drawn.sort((a, b) => a.fromMs - b.fromMs))
  }
  return windows
}

const GRID = 1440

function drawByRate(arrivals: Arrivals, beginMs: number, endMs: number, stream: RandomStream): number {
  const cellMs = (endMs - beginMs) / GRID
  const cumulative = new Float64Array(GRID)
  let total = 0
  for (let cell = 0; cell < GRID; cell++) {
    total += arrivals.ratePerSecond(beginMs + (cell + 0.5) * cellMs)
    cumulative[cell] = total
  }
  const drawn = stream.float() * total
  const cell = Math.max(
    0,
    cumulative.findIndex((upTo) => upTo > drawn),
  )
  return beginMs + (cell + stream.float()) * cellMs
}

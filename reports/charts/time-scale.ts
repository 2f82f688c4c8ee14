/** How a stretch of time is marked off on an axis. */
export interface TimeScale {
  readonly unit: 'day' | 'hour' | 'minute' | 'second'
  readonly unitMs: number
  /** Units from mark to mark; whole. */
  readonly every: number
  readonly name: string
}

const units = [
  { unit: 'day', unitMs: 86_400_000 },
  { unit: 'hour', unitMs: 3_600_000 },
  { unit: 'minute', unitMs: 60_000 },
  { unit: 'second', unitMs: 1000 },
] as const

/**
 * The largest unit that there are at least two of, and marks so far apart that there are about `most` of them.
 *
 * @param durationMs > 0
 */
export function timeScale(durationMs: number, most: number): TimeScale {
  const { unit, unitMs } = units.find((each) => durationMs >= 2 * each.unitMs) ?? units[3]
  const wanted = durationMs / unitMs / most
  const every = [1, 2, 5, 10, 15, 30, 60].find((step) => step >= wanted) ?? Math.ceil(wanted)
  return { unit, unitMs, every, name: `${unit}s from the beginning of the schedule` }
}

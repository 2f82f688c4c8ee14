/** The pairs of idle timeout and idle cap that are told apart while a pool runs. */
export interface TuningGrid {
  /** In ms, ascending; the last may be Infinity. */
  readonly idleTimeoutsMs: readonly number[]
  /** Ascending whole numbers from 1. */
  readonly idleCaps: readonly number[]
}

/** Lengths of time that people write, at most twice apart. */
const USUAL_TIMEOUTS_MS = [
  0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300,
  400, 500, 600, 900, 1200, 1800, 3600,
].map((seconds) => 1000 * seconds)

/** At most twice apart, a third from 4 on: 32 steps to 4096, so that a grid has a few KB whatever the traffic. */
const USUAL_CAPS = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 512, 640,
  768, 1024, 1536, 2048, 3072, 4096,
]

/**
 * The usual figures, and those named: bounds, and the settings to begin with, so that they are told apart exactly.
 *
 * @param idleTimeoutsMs others than positive ones are left out
 * @param idleCaps others than whole numbers from 1 are left out
 */
export function tuningGrid(named: TuningGrid): TuningGrid {
  return {
    idleTimeoutsMs: ascending([...USUAL_TIMEOUTS_MS, ...named.idleTimeoutsMs.filter((ms) => ms > 0)]),
    idleCaps: ascending([
      ...USUAL_CAPS,
      ...named.idleCaps.filter((cap) => Number.isInteger(cap) && cap >= 1),
    ]),
  }
}

/** Index of the largest value that is not above the limit; −1 when all are. */
export function lastUpTo(values: readonly number[], limit: number): number {
  let last = values.length - 1
  while (last >= 0 && (values[last] as number) > limit) last--
  return last
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1))
}

/** How far something may grow, by what was tried. */
export interface GrowthStep {
  /** Times what it is today, > 1. */
  readonly factor: number
  readonly holds: boolean
}

export interface GrowthLimit {
  /** The highest factor below the first that fails which was seen to hold; 1 where none was. */
  readonly upTo: number
  /** The lowest factor that was seen to fail; `null` where none was. */
  readonly failsAt: number | null
}

/** No growth beyond this is looked into. */
export const MOST_GROWTH = 4

/** How near the two ends of a search come to each other. */
const PRECISION = 1.05
const STRIDE = 1.6

export function growthLimit(steps: readonly GrowthStep[]): GrowthLimit {
  const failing = steps.filter(({ holds }) => !holds).map(({ factor }) => factor)
  const first = failing.length === 0 ? Infinity : Math.min(...failing)
  const holding = steps.filter(({ factor, holds }) => holds && factor < first).map(({ factor }) => factor)
  return { upTo: Math.max(1, ...holding), failsAt: first === Infinity ? null : first }
}

/**
 * The factor to try next: further out by strides of 1.6 until one fails, then the geometric mean of both ends until they
 * are within 5 % of each other.
 *
 * @returns `null` when nothing is left to find out
 */
export function nextGrowth(steps: readonly GrowthStep[]): number | null {
  const { upTo, failsAt } = growthLimit(steps)
  if (failsAt === null) return upTo >= MOST_GROWTH ? null : Math.min(MOST_GROWTH, STRIDE * upTo)
  return failsAt <= PRECISION * upTo ? null : Math.sqrt(upTo * failsAt)
}

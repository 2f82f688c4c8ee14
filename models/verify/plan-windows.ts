import type { Arrivals } from '../arrivals/arrivals.ts'
import { RandomStream } from '../random/random-stream.ts'
import { drawWindows, type Window } from '../simulate/draw-windows.ts'

/** What the windows of a verification follow from. */
export interface WindowPlan {
  readonly arrivals: Arrivals
  /** Equal parts of the schedule, each of which gives as many windows. */
  readonly strata: number
  readonly lengthMs: number
  readonly seed: number
  /** Windows of the first stage: a multiple of `strata`. */
  readonly first: number
  /** Windows of both stages: a multiple of `strata`, ≥ `first`. */
  readonly total: number
}

/**
 * The windows of both stages, in the order in which they are sent. The first ones do not depend on how many more
 * there are. Those of the second stage overlap none of the first where the schedule is long enough: they are drawn
 * anew until they do not, and after 64 draws those that overlap least are taken.
 *
 * @throws RangeError when `first` or `total` is not such a multiple
 */
export function planWindows({ arrivals, strata, lengthMs, seed, first, total }: WindowPlan): Window[] {
  for (const count of [first, total - first]) {
    if (!(count >= 0 && Number.isInteger(count / strata))) {
      throw new RangeError(`windows must come in multiples of ${strata}, got ${first} and ${total}`)
    }
  }
  const draw = (windows: number, drawSeed: number) =>
    drawWindows({ arrivals, strata, perStratum: windows / strata, lengthMs, seed: drawSeed })
  const begun = draw(first, seed)
  if (total === first) return begun
  let further: Window[] = []
  let leastMs = Infinity
  for (let attempt = 0; attempt < MOST_DRAWS && leastMs > 0; attempt++) {
    const drawn = draw(total - first, new RandomStream(seed, 'further-windows', attempt).int32())
    const sharedMs = overlapMs(begun, drawn)
    if (sharedMs < leastMs) {
      leastMs = sharedMs
      further = drawn
    }
  }
  return [...begun, ...further]
}

const MOST_DRAWS = 64

/** What windows of one list share with those of another. */
function overlapMs(some: readonly Window[], others: readonly Window[]): number {
  let sum = 0
  for (const one of some) {
    for (const other of others) {
      sum += Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs))
    }
  }
  return sum
}

/** Throughput with so many of something. */
export interface VariedPoint {
  /** How many: workers, connections or pods; ≥ 1. */
  readonly n: number
  /** Requests per second, ≥ 0. */
  readonly throughput: number
  /** 95 % interval of `throughput`; `null` where it is not known. */
  readonly interval: readonly [low: number, high: number] | null
}

/** Where more of something stops helping. */
export interface StopsHelping {
  /** The smallest number with at least 95 % of the best throughput. */
  readonly n: number
  /**
   * The smallest number that may have it, and the smallest that has it beyond doubt, by the intervals; equal to `n` where
   * they leave no doubt. `n` twice where no interval is known.
   */
  readonly interval: readonly [low: number, high: number]
  /** With the highest throughput; the smallest of equal ones. */
  readonly best: number
  /** Whether `n` is the largest number tried, and not the only one, so that more may help still. */
  readonly stillGrows: boolean
}

/** Share of the best throughput from which on more does not help. */
export const ENOUGH_SHARE = 0.95

/**
 * Where more stops helping: the smallest n whose throughput is within 5 % of the best. Points may come in any order.
 *
 * The ends of its interval: low, the smallest n that would do if its own throughput lay at the upper end of its interval
 * and the best at the lower end; high, the smallest n that does with both the other way round, or the best n where none
 * does.
 *
 * @throws RangeError when there are no points, or a throughput is negative or not finite
 */
export function stopsHelping(points: readonly VariedPoint[]): StopsHelping {
  const ascending = points.toSorted((a, b) => a.n - b.n)
  const first = ascending[0]
  if (first === undefined) throw new RangeError('no points to compare')
  for (const { throughput } of ascending) {
    if (!(throughput >= 0 && throughput < Infinity)) {
      throw new RangeError(`throughput must be at least 0 and finite, got ${throughput}`)
    }
  }
  const best = ascending.reduce((most, point) => (point.throughput > most.throughput ? point : most), first)
  const enough = (of: (point: VariedPoint) => number, wanted: number): number =>
    ascending.find((point) => of(point) >= ENOUGH_SHARE * wanted)?.n ?? best.n
  const n = enough(({ throughput }) => throughput, best.throughput)
  return {
    n,
    interval: [
      Math.min(n, enough(upperEnd, lowerEnd(best))),
      Math.max(
        n,
        enough((point) => (point === best ? Infinity : lowerEnd(point)), upperEnd(best)),
      ),
    ],
    best: best.n,
    stillGrows: ascending.length > 1 && n === ascending.at(-1)?.n,
  }
}

function lowerEnd({ throughput, interval }: VariedPoint): number {
  return interval?.[0] ?? throughput
}

function upperEnd({ throughput, interval }: VariedPoint): number {
  return interval?.[1] ?? throughput
}

import { departureIndex, type DialPoint, findDeparture } from './dial-floor.ts'

/** Where a crossover is looked for, and how closely. */
export interface CrossoverRange {
  /** Requests per second; 0 < lowest ≤ highest. */
  readonly lowestRate: number
  readonly highestRate: number
  /** Ratio of the two rates around the crossover at which the search ends, > 1. */
  readonly narrowRatio: number
}

const OCTAVE = 2
/** A floor with fewer dials than this share of the requests does not move the crossover. */
const NEGLIGIBLE_SHARE = 0.01
const SIGNIFICANT_DIGITS = 4

/**
 * The rate at which dials should be counted next, for `findDeparture` to find where they depart from their floor: up in
 * octaves until they have departed; down in octaves while there is no floor, or while the lowest rate tried may be above
 * it; then by halves between the last rate before the departure and the first after it.
 *
 * @param points in ascending order of rates, at least one
 * @returns `null` when there is nothing more to try
 * @throws RangeError when there are no points, or they do not ascend
 */
export function nextCrossoverRate(points: readonly DialPoint[], range: CrossoverRange): number | null {
  const departure = findDeparture(points)
  const lowest = points[0] as DialPoint
  const highest = points.at(-1) as DialPoint
  if (departure.kind === 'no-floor') return lower(lowest, range)
  if (departure.floor === lowest && lowest.dialsPerSecond > NEGLIGIBLE_SHARE * lowest.rate) {
    const rate = lower(lowest, range)
    if (rate !== null) return rate
  }
  if (departure.kind === 'not-reached') return higher(highest, range)
  const index = departureIndex(points) as number
  return between(points[index - 1] as DialPoint, points[index] as DialPoint, range)
}

function lower({ rate }: DialPoint, { lowestRate }: CrossoverRange): number | null {
  const next = Math.max(lowestRate, rounded(rate / OCTAVE))
  return next < rate ? next : null
}

function higher({ rate }: DialPoint, { highestRate }: CrossoverRange): number | null {
  const next = Math.min(highestRate, rounded(rate * OCTAVE))
  return next > rate ? next : null
}

function between(before: DialPoint, after: DialPoint, { narrowRatio }: CrossoverRange): number | null {
  if (after.rate / before.rate <= narrowRatio) return null
  const middle = rounded(Math.sqrt(before.rate * after.rate))
  return middle > before.rate && middle < after.rate ? middle : null
}

/** So that rates are the same in texts and in memory. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(SIGNIFICANT_DIGITS))
}

import { exp, ln } from '../random/portable-math.ts'

/** How many connections a pool dials at one rate of requests, measured or simulated. */
export interface DialPoint {
  /** Requests per second, > 0. */
  readonly rate: number
  /** Connections dialed per second, ≥ 0. */
  readonly dialsPerSecond: number
  /** Of `dialsPerSecond`, ≥ 0. */
  readonly standardError: number
}

/** Where dials leave their floor. */
export type Departure =
  | {
      readonly kind: 'departed'
      /** Requests per second. */
      readonly rate: number
      /**
       * The highest rate up to which dials are at the floor beyond doubt, and the lowest at which they are above it beyond
       * doubt (two standard errors); `null` where there is none.
       */
      readonly interval: readonly [low: number | null, high: number | null]
      readonly floor: DialPoint
    }
  /** Dials stay at their floor up to the highest rate. */
  | { readonly kind: 'not-reached'; readonly highestRate: number; readonly floor: DialPoint }
  /** Most requests dial whatever the rate: there is nothing to depart from. */
  | { readonly kind: 'no-floor'; readonly leastShare: number }

/** Share of the requests that have to dial beyond the floor. */
export const DEPARTURE_SHARE = 0.05
/** So many standard errors are left to chance. */
const CHANCE = 3
const BEYOND_DOUBT = 2
const LARGEST_FLOOR_SHARE = 0.5

/**
 * The rate at which dials depart from their floor: the one definition for curves that were measured and for curves that
 * were simulated.
 *
 * - The **floor** is the dials per second at the rate at which the smallest share of the requests dials. Below that rate
 *   connections expire between requests, above it they are more than may be idle; the share has one trough between.
 * - Dials have **departed** at the first rate above it at which they exceed the floor by more than 5 % of the rate (one
 *   request in twenty dials that would not have to) and by more than 3 standard errors.
 * - The **crossover** lies between that rate and the one before it, where the excess divided by what is allowed passes 1:
 *   interpolated in ln(rate).
 *
 * @param points in ascending order of rates, each rate once; at least one
 * @throws RangeError when there are none, or they do not ascend
 */
export function findDeparture(points: readonly DialPoint[]): Departure {
  const floorIndex = troughOf(points)
  const floor = points[floorIndex] as DialPoint
  const leastShare = floor.dialsPerSecond / floor.rate
  if (leastShare > LARGEST_FLOOR_SHARE) return { kind: 'no-floor', leastShare }
  const index = departureIndex(points, floorIndex)
  const last = points.at(-1) as DialPoint
  if (index === null) return { kind: 'not-reached', highestRate: last.rate, floor }
  const before = points[index - 1] as DialPoint
  return {
    kind: 'departed',
    rate: crossing(before, points[index] as DialPoint, floor),
    interval: doubtful(points.slice(floorIndex), floor),
    floor,
  }
}

/** Index of the first rate at which dials have departed; `null` when there is none. */
export function departureIndex(points: readonly DialPoint[], floorIndex = troughOf(points)): number | null {
  const floor = points[floorIndex] as DialPoint
  const index = points.findIndex((point, i) => i > floorIndex && strength(point, floor) > 1)
  return index === -1 ? null : index
}

function troughOf(points: readonly DialPoint[]): number {
  if (points.length === 0) throw new RangeError('no rates to find a departure in')
  let least = 0
  for (const [i, { rate, dialsPerSecond }] of points.entries()) {
    if (i > 0 && rate <= (points[i - 1] as DialPoint).rate) throw new RangeError('rates must ascend')
    const trough = points[least] as DialPoint
    if (dialsPerSecond / rate < trough.dialsPerSecond / trough.rate) least = i
  }
  return least
}

/** Excess over the floor divided by what is allowed: above 1, dials have departed. */
function strength(point: DialPoint, floor: DialPoint): number {
  return excessOf(point, floor) / Math.max(DEPARTURE_SHARE * point.rate, CHANCE * errorOf(point, floor))
}

function excessOf(point: DialPoint, floor: DialPoint): number {
  return point.dialsPerSecond - floor.dialsPerSecond
}

/** Of the excess; the floor's own excess is 0 by definition. */
function errorOf(point: DialPoint, floor: DialPoint): number {
  if (point === floor) return 0
  return Math.sqrt(point.standardError ** 2 + floor.standardError ** 2)
}

function crossing(before: DialPoint, after: DialPoint, floor: DialPoint): number {
  const low = strength(before, floor)
  const high = strength(after, floor)
  return before.rate * exp(((1 - low) / (high - low)) * ln(after.rate / before.rate))
}

/** @param points from the floor on */
function doubtful(
  points: readonly DialPoint[],
  floor: DialPoint,
): readonly [low: number | null, high: number | null] {
  const margin = (point: DialPoint) => BEYOND_DOUBT * errorOf(point, floor)
  const allowed = (point: DialPoint) => DEPARTURE_SHARE * point.rate
  const high = points.find((point) => excessOf(point, floor) - margin(point) > allowed(point))
  const firstDoubt = points.findIndex((point) => excessOf(point, floor) + margin(point) > allowed(point))
  const low = firstDoubt <= 0 ? null : (points[firstDoubt - 1] as DialPoint).rate
  return [low, high?.rate ?? null]
}

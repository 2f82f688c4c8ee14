import { detrendedCorrelation, varianceInflation } from '../statistics/autocorrelation.ts'
import { median } from '../statistics/median.ts'
import { scaledMad } from '../statistics/scaled-mad.ts'
import {
  type AutocorrelatedTheilSen,
  autocorrelatedTheilSen,
} from '../statistics/theil-sen-autocorrelated.ts'

export type GrowthPoint = readonly [requests: number, bytes: number]

/** How a stretch grows: over the whole of it, and in each of its halves. */
export interface GrowthShape {
  readonly points: readonly GrowthPoint[]
  /** With the interval of 95 %. */
  readonly whole: AutocorrelatedTheilSen
  /** With intervals whose ends are each passed by 5 % of the noise. */
  readonly first: AutocorrelatedTheilSen
  readonly second: AutocorrelatedTheilSen
  /** Standard deviation about the halves' lines, larger by how alike neighbours are, bytes. */
  readonly noise: number
  /** The slope of the whole times the requests in it, bytes. */
  readonly risen: number
}

/** Of the halves' intervals, beyond each end. */
const TAIL_OF_HALVES = 0.05

/** Those from a share of the requests on. @param share in [0, 1) */
export function pointsFrom(points: readonly GrowthPoint[], share: number): readonly GrowthPoint[] {
  const from = points[0]?.[0] ?? 0
  const to = points.at(-1)?.[0] ?? 0
  return points.filter(([requests]) => requests >= from + share * (to - from))
}

/**
 * How alike neighbours are is taken from the halves, each without its own line, and for the whole from what its one line
 * leaves: a curve then makes the whole's interval wider, and not theirs.
 *
 * @param points in order, of at least six different numbers of requests
 */
export function shapeOf(points: readonly GrowthPoint[]): GrowthShape {
  const middle = Math.ceil(points.length / 2)
  const halves = [points.slice(0, middle), points.slice(middle)] as const
  const residuals = halves.map((half) => {
    const { slope } = autocorrelatedTheilSen(half)
    const level = median(half.map(([x, y]) => y - slope * x))
    return half.map(([x, y]) => y - slope * x - level)
  })
  const correlation = residuals.reduce((sum, half) => sum + detrendedCorrelation(half) / 2, 0)
  const ofHalf = (half: readonly GrowthPoint[]) =>
    autocorrelatedTheilSen(half, { tail: TAIL_OF_HALVES, correlation })
  const whole = autocorrelatedTheilSen(points)
  const requests = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
  return {
    points,
    whole,
    first: ofHalf(halves[0]),
    second: ofHalf(halves[1]),
    noise: scaledMad(residuals.flat(), 0) * Math.sqrt(varianceInflation(correlation)),
    risen: whole.slope * requests,
  }
}

/** The level that the first two points have, bytes: what warms up may do so before the third. */
export function firstLevel(points: readonly GrowthPoint[]): number {
  return median(points.slice(0, 2).map(([, bytes]) => bytes))
}

/** The level of the last fifth, bytes. */
export function lastLevel(points: readonly GrowthPoint[]): number {
  return median(points.slice(-fifthOf(points)).map(([, bytes]) => bytes))
}

/** The level of the first fifth, bytes. */
export function earlyLevel(points: readonly GrowthPoint[]): number {
  return median(points.slice(0, fifthOf(points)).map(([, bytes]) => bytes))
}

function fifthOf(points: readonly GrowthPoint[]): number {
  return Math.max(2, Math.floor(points.length / 5))
}

/** The deepest fall from one point to a later one, bytes; 0 for what never falls. */
export function deepestFall(points: readonly GrowthPoint[]): number {
  let highest = -Infinity
  let fall = 0
  for (const [, bytes] of points) {
    highest = Math.max(highest, bytes)
    fall = Math.max(fall, highest - bytes)
  }
  return fall
}

/** Standard deviation of the steps from point to point, whatever a few of them are like, bytes. */
export function stepNoise(points: readonly GrowthPoint[]): number {
  return scaledMad(points.slice(1).map(([, bytes], i) => bytes - (points[i] as GrowthPoint)[1]))
}

import type { RandomStream } from '../random/random-stream.ts'
import { type LinearFit, ordinaryLeastSquares } from './ordinary-least-squares.ts'

/** Points in ascending x; both arrays have the same length. */
export interface SegmentSample {
  readonly xs: Float64Array
  readonly ys: Float64Array
  /** The different x, ascending. */
  readonly distinct: readonly number[]
}

const LARGEST_GRID = 256
const GRID_STEPS_PER_INTERVAL = 64
const STARTS = 3
const MOST_STEPS = 50
const MOST_HALVINGS = 10
const LEAST_GAIN = 1e-12

/** Sorts points by x, and lists the different x. */
export function toSegmentSample(
  points: ReadonlyArray<{ readonly x: number; readonly y: number }>,
): SegmentSample {
  const ascending = points.toSorted((a, b) => a.x - b.x)
  const xs = Float64Array.from(ascending, (point) => point.x)
  return { xs, ys: Float64Array.from(ascending, (point) => point.y), distinct: [...new Set(xs)] }
}

/**
 * Linear regression of y on 1, x and max(0, x − ψ) for each breakpoint ψ; `null` where a breakpoint makes no
 * difference to the points.
 */
export function fitHinges({ xs, ys }: SegmentSample, breakpoints: readonly number[]): LinearFit | null {
  return ordinaryLeastSquares([xs.map(() => 1), xs, ...breakpoints.map((psi) => hinge(xs, psi))], ys)
}

/**
 * The regression that is linear in the breakpoints as well (Muggeo 2003): on 1, x, each max(0, x − ψ), and each
 * −1 where x > ψ. The coefficients come in this order.
 */
export function fitLinearised({ xs, ys }: SegmentSample, breakpoints: readonly number[]): LinearFit | null {
  const jumps = breakpoints.map((psi) => xs.map((x) => (x > psi ? -1 : 0)))
  return ordinaryLeastSquares(
    [xs.map(() => 1), xs, ...breakpoints.map((psi) => hinge(xs, psi)), ...jumps],
    ys,
  )
}

/**
 * Adds a breakpoint to those given, where it helps most: every place on a grid is tried, and from the best few of
 * them all breakpoints are moved to the nearest local minimum of the RSS.
 *
 * @returns ascending breakpoints, one more than given; `null` when there is no room for another
 */
export function addBreakpoint(sample: SegmentSample, breakpoints: readonly number[]): number[] | null {
  const places = gridOf(sample.distinct)
    .map((psi) => [...breakpoints, psi].toSorted((a, b) => a - b))
    .filter((places) => hasRoom(sample, places))
    .map((places) => ({ places, rss: rssAt(sample, places) }))
  const dips = places.filter(
    ({ rss }, i) => rss <= (places[i - 1]?.rss ?? Infinity) && rss < (places[i + 1]?.rss ?? Infinity),
  )
  const starts = dips.toSorted((a, b) => a.rss - b.rss).slice(0, STARTS)
  return best(
    sample,
    starts.map((start) => settle(sample, start.places)),
  )
}

/**
 * Tries to get from a local minimum to a better one by bootstrap restarting (Wood 2001, Biometrics 57, 240–244): the
 * search is repeated on points drawn with replacement, whose minima lie elsewhere, and from there on all points.
 */
export function restartSearch(
  sample: SegmentSample,
  breakpoints: readonly number[],
  random: RandomStream,
  restarts: number,
): readonly number[] {
  let found = breakpoints
  for (let i = 0; i < restarts; i++) {
    const drawn = resample(sample, random)
    if (!hasRoom(drawn, found)) continue
    const elsewhere = descend(drawn, found)
    if (!hasRoom(sample, elsewhere)) continue
    const again = settle(sample, elsewhere)
    if (rssAt(sample, again) < rssAt(sample, found)) found = again
  }
  return found
}

/** RSS of the best segments with these breakpoints; Infinity where they cannot be told apart. */
function rssAt(sample: SegmentSample, breakpoints: readonly number[]): number {
  return fitHinges(sample, breakpoints)?.residualSumOfSquares ?? Infinity
}

function best(sample: SegmentSample, candidates: readonly number[][]): number[] | null {
  let found: number[] | null = null
  for (const candidate of candidates) {
    if (found === null || rssAt(sample, candidate) < rssAt(sample, found)) found = candidate
  }
  return found
}

/** Descends, tries the x next to each breakpoint, since the RSS has kinks there, and descends again while that helps. */
function settle(sample: SegmentSample, start: readonly number[]): number[] {
  let found = descend(sample, start)
  for (let round = 0; round < MOST_STEPS; round++) {
    const rss = rssAt(sample, found)
    const moved = found
      .flatMap((psi, j) => neighbours(sample.distinct, psi).map((x) => found.with(j, x)))
      .filter((places) => hasRoom(sample, places))
    const better = best(sample, moved)
    if (better === null || !(rssAt(sample, better) < rss * (1 - LEAST_GAIN))) break
    found = descend(sample, better)
  }
  return found
}

/**
 * Muggeo's iteration: each breakpoint moves by the ratio of the coefficients of its jump and its hinge in the
 * linearised regression. That is the Gauss-Newton step, and exact as long as no breakpoint passes a point. It is
 * halved until it lowers the RSS.
 */
function descend(sample: SegmentSample, start: readonly number[]): number[] {
  let found = [...start]
  let rss = rssAt(sample, found)
  for (let i = 0; i < MOST_STEPS; i++) {
    const next = muggeoStep(sample, found, rss)
    if (next === null) break
    const gain = (rss - next.rss) / rss
    found = next.places
    rss = next.rss
    if (gain < LEAST_GAIN) break
  }
  return found
}

function muggeoStep(
  sample: SegmentSample,
  breakpoints: readonly number[],
  rss: number,
): { readonly places: number[]; readonly rss: number } | null {
  const fit = fitLinearised(sample, breakpoints)
  if (fit === null) return null
  const count = breakpoints.length
  const steps = breakpoints.map(
    (_, j) => (fit.coefficients[2 + count + j] ?? NaN) / (fit.coefficients[2 + j] ?? NaN),
  )
  for (let halving = 0, share = 1; halving <= MOST_HALVINGS; halving++, share /= 2) {
    const places = breakpoints.map((psi, j) => inRange(sample.distinct, psi + share * (steps[j] ?? NaN)))
    if (!hasRoom(sample, places)) continue
    const candidateRss = rssAt(sample, places)
    if (candidateRss < rss) return { places, rss: candidateRss }
  }
  return null
}

function hinge(xs: Float64Array, psi: number): Float64Array {
  return xs.map((x) => Math.max(0, x - psi))
}

/** Moved between the second and the second to last x. */
function inRange(distinct: readonly number[], psi: number): number {
  return Math.min(Math.max(psi, distinct[1] ?? NaN), distinct.at(-2) ?? NaN)
}

/** Whether breakpoints ascend and each segment, its ends included, has at least two different x. */
function hasRoom({ distinct }: SegmentSample, breakpoints: readonly number[]): boolean {
  const ends = [distinct[0] ?? NaN, ...breakpoints, distinct.at(-1) ?? NaN]
  return ends.slice(1).every((to, j) => {
    const from = ends[j] ?? NaN
    return from < to && firstAbove(distinct, to) - firstAtLeast(distinct, from) >= 2
  })
}

/** Index of the first value ≥ x. */
function firstAtLeast(ascending: readonly number[], x: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? NaN) < x) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the first value > x. */
function firstAbove(ascending: readonly number[], x: number): number {
  const at = firstAtLeast(ascending, x)
  return ascending[at] === x ? at + 1 : at
}

/** The different x on either side of a breakpoint. */
function neighbours(distinct: readonly number[], psi: number): number[] {
  const below = distinct[firstAtLeast(distinct, psi) - 1]
  const above = distinct[firstAbove(distinct, psi)]
  return [below, above].filter((x) => x !== undefined)
}

/** Places for a breakpoint from the second to the second to last x: some between each two, or some of the x. */
function gridOf(distinct: readonly number[]): number[] {
  const inner = distinct.slice(1, -1)
  const every = Math.ceil(inner.length / LARGEST_GRID)
  const steps = Math.min(Math.max(Math.floor(LARGEST_GRID / inner.length), 1), GRID_STEPS_PER_INTERVAL)
  return inner
    .filter((_, i) => i % every === 0)
    .flatMap((x, i, kept) => {
      const next = kept[i + 1]
      if (next === undefined) return [x]
      return Array.from({ length: steps }, (_, step) => x + ((next - x) * step) / steps)
    })
}

/** As many points, drawn with replacement. */
function resample({ xs, ys }: SegmentSample, random: RandomStream): SegmentSample {
  const drawn = Array.from(xs, () => random.below(xs.length))
  return toSegmentSample(drawn.map((i) => ({ x: xs[i] ?? NaN, y: ys[i] ?? NaN })))
}

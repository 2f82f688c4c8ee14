import { type Knee, kneedle } from './kneedle.ts'
import { fitSegmented, type SegmentedFit } from './segmented.ts'
import { LEAST_SEGMENTED_POINTS } from './segments.ts'
import { fitUsl, LEAST_USL_POINTS, type UslFit } from './usl.ts'

/** What one step of a sweep measured. */
export interface SweepPoint {
  /** Requests due per second, > 0. */
  readonly offeredRate: number
  /** Requests completed per second, ≥ 0. */
  readonly achievedRate: number
  /** Mean requests in flight, ≥ 0. */
  readonly concurrency: number
  /** 99th percentile of the response time; NaN or Infinity where nothing completed. */
  readonly p99Ms: number
  /** Mean response time; NaN where nothing completed. */
  readonly meanMs: number
  /** Share of the requests that failed or were dropped, in [0, 1]. */
  readonly failureRate: number
}

/** What a step has to meet. */
export interface ServiceLevel {
  /** Largest p99 of the response time, > 0. */
  readonly p99Ms: number
  /** Largest share of failed requests, in [0, 1]. */
  readonly failureRate: number
}

/** Three answers to "how much can it take", each `null` where the sweep does not give it. */
export interface KneeDescription {
  /** `null` when the lowest step failed, or there are no steps. */
  readonly sloCapacity: SloCapacity | null
  /** The bend of p99 (ms) over offered rate (requests per second); it moves with the swept range it states. */
  readonly kneedle: Knee | null
  /** The Universal Scalability Law through achieved rate over concurrency. */
  readonly usl: UslFit | null
  /** Achieved over offered rate as two segments, where they fit better than one line and growth stops. */
  readonly plateau: SegmentedFit | null
}

/** Between which rates the service level ceases to be met. */
export interface SloCapacity {
  /** Highest offered rate, in requests per second, up to which every step met the service level. */
  readonly rate: number
  /** The next step, which did not meet it: the capacity lies between the two. `null` when none failed. */
  readonly nextRate: number | null
}

/** A step that achieves less than this share of its offered rate has fallen behind, whatever its latency. */
const LEAST_ACHIEVED_SHARE = 0.97
/** Throughput that still grows at more than this share of its first slope has bent, not levelled off. */
const LARGEST_PLATEAU_SLOPE = 0.5

/**
 * Describes where a sweep's target reaches its limit. Steps may come in any order; steps of the same offered rate
 * are averaged, every figure by itself, before anything is computed.
 *
 * A step meets the service level when its p99 and failure rate are at most those of `slo` and it achieved at least
 * 0.97 of its offered rate. A p99 that is not finite does not meet it, and is left out of the latency knee.
 *
 * @throws RangeError when an offered rate is not positive and finite, an achieved rate or concurrency is not ≥ 0 and
 *   finite, a failure rate is outside [0, 1], or `slo` is out of range
 */
export function describeKnee(points: readonly SweepPoint[], slo: ServiceLevel): KneeDescription {
  checkServiceLevel(slo)
  for (const point of points) checkPoint(point)
  const steps = averageByRate(points)
  return {
    sloCapacity: sloCapacityOf(steps, slo),
    kneedle: latencyKnee(steps),
    usl: uslOf(steps),
    plateau: plateauOf(steps),
  }
}

/** One point per offered rate, ascending. */
function averageByRate(points: readonly SweepPoint[]): SweepPoint[] {
  const groups = new Map<number, SweepPoint[]>()
  for (const point of points) {
    const group = groups.get(point.offeredRate)
    if (group === undefined) groups.set(point.offeredRate, [point])
    else group.push(point)
  }
  return [...groups.values()].map(average).toSorted((a, b) => a.offeredRate - b.offeredRate)
}

function average(group: readonly SweepPoint[]): SweepPoint {
  const mean = (figure: (point: SweepPoint) => number): number =>
    group.reduce((sum, point) => sum + figure(point), 0) / group.length
  return {
    offeredRate: group[0]?.offeredRate ?? NaN,
    achievedRate: mean((point) => point.achievedRate),
    concurrency: mean((point) => point.concurrency),
    p99Ms: mean((point) => point.p99Ms),
    meanMs: mean((point) => point.meanMs),
    failureRate: mean((point) => point.failureRate),
  }
}

function sloCapacityOf(steps: readonly SweepPoint[], slo: ServiceLevel): SloCapacity | null {
  const firstFailed = steps.findIndex((step) => !meets(step, slo))
  const lastMet = firstFailed === -1 ? steps.at(-1) : steps[firstFailed - 1]
  if (lastMet === undefined) return null
  return { rate: lastMet.offeredRate, nextRate: steps[firstFailed]?.offeredRate ?? null }
}

function meets(step: SweepPoint, slo: ServiceLevel): boolean {
  return (
    step.p99Ms <= slo.p99Ms &&
    step.failureRate <= slo.failureRate &&
    step.achievedRate >= LEAST_ACHIEVED_SHARE * step.offeredRate
  )
}

function latencyKnee(steps: readonly SweepPoint[]): Knee | null {
  const curve = steps
    .filter((step) => Number.isFinite(step.p99Ms))
    .map((step) => ({ x: step.offeredRate, y: step.p99Ms }))
  return kneedle(curve, { curve: 'convex', direction: 'increasing' })
}

function uslOf(steps: readonly SweepPoint[]): UslFit | null {
  const loaded = steps.filter((step) => step.concurrency > 0)
  const different = new Set(loaded.map((step) => step.concurrency)).size
  if (different < LEAST_USL_POINTS || loaded.every((step) => step.achievedRate === 0)) return null
  return fitUsl(loaded.map((step) => ({ concurrency: step.concurrency, throughput: step.achievedRate })))
}

function plateauOf(steps: readonly SweepPoint[]): SegmentedFit | null {
  if (steps.length < LEAST_SEGMENTED_POINTS) return null
  const fit = fitSegmented(steps.map((step) => ({ x: step.offeredRate, y: step.achievedRate })))
  const levelsOff = fit.slopeBefore > 0 && fit.slopeAfter <= LARGEST_PLATEAU_SLOPE * fit.slopeBefore
  return fit.better === 'segments' && levelsOff ? fit : null
}

function checkServiceLevel({ p99Ms, failureRate }: ServiceLevel): void {
  if (!(p99Ms > 0)) throw new RangeError(`the p99 of a service level must be above 0 ms, got ${p99Ms}`)
  if (!(failureRate >= 0 && failureRate <= 1)) {
    throw new RangeError(`the failure rate of a service level must be in [0, 1], got ${failureRate}`)
  }
}

function checkPoint({ offeredRate, achievedRate, concurrency, failureRate }: SweepPoint): void {
  if (!(offeredRate > 0 && offeredRate < Infinity)) {
    throw new RangeError(`offered rate must be positive and finite, got ${offeredRate}`)
  }
  if (!(achievedRate >= 0 && achievedRate < Infinity)) {
    throw new RangeError(`achieved rate must be at least 0 and finite, got ${achievedRate}`)
  }
  if (!(concurrency >= 0 && concurrency < Infinity)) {
    throw new RangeError(`concurrency must be at least 0 and finite, got ${concurrency}`)
  }
  if (!(failureRate >= 0 && failureRate <= 1)) {
    throw new RangeError(`failure rate must be in [0, 1], got ${failureRate}`)
  }
}

import {
  deepestFall,
  earlyLevel,
  firstLevel,
  type GrowthPoint,
  type GrowthShape,
  lastLevel,
  pointsFrom,
  shapeOf,
  stepNoise,
} from './growth-series.ts'
import type { Estimate, GrowthVerdict, MeasureVerdict, UnknownReason } from './leak-verdict.ts'

export interface MeasureOptions {
  readonly budgetBytesPerRequest: number
  readonly concernBytesPerRequest: number
  /** Growth that the measurement itself may show, bytes. */
  readonly resolutionBytes: number
  readonly ratePerSecond: number | null
  readonly limitBytes: number | null
}

/** A quarter of them is warm-up, and half of what is left has to show a slope. */
const LEAST_CHECKPOINTS = 12
/** Of the stretch that is judged: a slope in a half takes four points. */
const LEAST_JUDGED = 8
/** Of the requests: in it, code is compiled, and caches and pools fill. */
const WARM_UP_SHARE = 0.25
/** What is looked at again where something grew that had warmed up for longer. */
const LATE_SHARE = 0.5
/** What the second half of a leak shows, as shares of the slope in its first half. */
interface Steadiness {
  /** Its slope, at least. */
  readonly slope: number
  /** The lower end of it, at least. */
  readonly low: number
}

const steady: Steadiness = { slope: 2 / 3, low: 1 / 3 }
/** The late stretch is shorter: what approaches a level with a time constant as long as the run is below it. */
const steadyLate: Steadiness = { slope: 0.8, low: 2 / 3 }
/** Below it, growth ends by itself. */
const LEVELS_OFF = 1 / 3
/** Standard deviations of the noise that a difference of two levels exceeds where something grew. */
const SURE_LEVELS = 5
/** A fall of as many standard deviations of the steps is none of them. */
const SURE_FALL = 8
/** Of what a stretch rose: what falls by more does not only grow. */
const FALLS_BACK = 0.5
/** Half-widths of an interval that its upper end is hardly ever beyond where nothing grows: 1, and 2 standard deviations. */
const WELL_WITHIN = 2
/** Of the requests so far, at the least, where more are needed. */
const LEAST_LONGER = 1.5
const SECONDS_A_DAY = 86_400

/**
 * Judges how one figure grows with the requests, by the size of the effect: a leak is a slope whose lower end is above the
 * budget, over the stretch without its warm-up, and in its second half as well, where it is not much lower than in the first.
 *
 * @param series in order of requests; of those with as many, the last counts
 */
export function judgeMeasure(series: readonly GrowthPoint[], options: MeasureOptions): MeasureVerdict {
  const points = series.filter(([requests], i) => requests !== series[i + 1]?.[0])
  const judged = pointsFrom(points, WARM_UP_SHARE)
  if (points.length < LEAST_CHECKPOINTS || judged.length < LEAST_JUDGED) return tooFew(points)
  const shape = shapeOf(judged)
  if (isLeak(points, shape, steady, options)) return leak(points, shape, options)
  if (isRising(shape.second, options)) {
    const late = pointsFrom(points, LATE_SHARE)
    const lateShape = late.length >= LEAST_JUDGED ? shapeOf(late) : null
    if (lateShape !== null && isLeak(points, lateShape, steadyLate, options))
      return leak(points, lateShape, options)
  }
  return notLeaking(points, shape, options)
}

function isRising({ low }: { readonly low: number }, { budgetBytesPerRequest }: MeasureOptions): boolean {
  return low > budgetBytesPerRequest
}

function isLeak(
  points: readonly GrowthPoint[],
  shape: GrowthShape,
  least: Steadiness,
  options: MeasureOptions,
): boolean {
  const { whole, first, second, risen } = shape
  return (
    isRising(whole, options) &&
    risen > options.resolutionBytes &&
    second.low > Math.max(options.budgetBytesPerRequest, least.low * first.slope) &&
    second.slope >= least.slope * first.slope &&
    !fallsBack(points, shape)
  )
}

/** What fell before the stretch that is judged counts too, but for the first two points. */
function fallsBack(points: readonly GrowthPoint[], { risen }: GrowthShape): boolean {
  const settled = points.slice(2)
  const fall = deepestFall(settled)
  return fall > FALLS_BACK * risen && fall > SURE_FALL * stepNoise(settled)
}

function leak(points: readonly GrowthPoint[], shape: GrowthShape, options: MeasureOptions): MeasureVerdict {
  const verdict = verdictOf('leak', null, points, shape, options)
  return { ...verdict, daysUntilLimit: daysUntil(verdict.bytesPerDay, lastLevel(points), options.limitBytes) }
}

function notLeaking(
  points: readonly GrowthPoint[],
  shape: GrowthShape,
  options: MeasureOptions,
): MeasureVerdict {
  const { points: judged, whole, first, second } = shape
  const say = (verdict: GrowthVerdict) => verdictOf(verdict, null, points, shape, options)
  const doubt = (reason: UnknownReason, times: number) => ({
    ...verdictOf('unknown', reason, points, shape, options),
    requestsNeeded: roundUp(Math.max(times, LEAST_LONGER) * requestsIn(points)),
  })
  const leastGrowth = Math.max(options.resolutionBytes, SURE_LEVELS * shape.noise)
  const grew = (from: number) => lastLevel(points) - from > leastGrowth
  const concern = options.concernBytesPerRequest
  const isSettled = second.high <= Math.max(concern, steady.slope * first.slope)

  if (isRising(second, options) || (isRising(whole, options) && shape.risen > options.resolutionBytes)) {
    if (fallsBack(points, shape)) return doubt('falls-back', 2)
    if (second.slope < LEVELS_OFF * first.slope && isSettled) return say('bounded-growth')
    if (second.slope < first.slope && Math.max(whole.high, second.high) <= concern)
      return say('bounded-growth')
    if (!isRising(second, options)) return doubt('too-weak', timesForSurety(second, options))
    return doubt(second.slope > first.slope ? 'began-late' : 'slowing', 2)
  }
  if (grew(earlyLevel(judged)) && isSettled) return say('bounded-growth')
  const earlyRate = (lastLevel(points) - firstLevel(points)) / (WARM_UP_SHARE * requestsIn(points))
  if (grew(firstLevel(points)) && whole.high <= Math.max(concern, LEVELS_OFF * earlyRate))
    return say('warm-up')
  if (whole.high <= concern) return say('none')
  const likelyHigh = Math.max(whole.high, (WELL_WITHIN * (whole.high - whole.low)) / 2)
  return doubt(fallsBack(points, shape) ? 'falls-back' : 'too-much-noise', likelyHigh / concern)
}

/** With as many checkpoints over k times the requests, an interval of a slope is k times narrower. */
function timesForSurety(
  { slope, low }: { readonly slope: number; readonly low: number },
  { budgetBytesPerRequest }: MeasureOptions,
): number {
  return slope > budgetBytesPerRequest ? (slope - low) / (slope - budgetBytesPerRequest) : 2
}

function tooFew(points: readonly GrowthPoint[]): MeasureVerdict {
  return {
    verdict: 'unknown',
    reason: 'too-few-checkpoints',
    checkpoints: points.length,
    bytesPerRequest: null,
    bytesPerDay: null,
    daysUntilLimit: null,
    grownBytes: points.length < 2 ? 0 : lastLevel(points) - firstLevel(points),
    judgedFromRequests: 0,
    requestsNeeded: null,
  }
}

function verdictOf(
  verdict: GrowthVerdict,
  reason: UnknownReason | null,
  points: readonly GrowthPoint[],
  { whole, points: judged }: GrowthShape,
  { ratePerSecond }: MeasureOptions,
): MeasureVerdict {
  const { slope, low, high } = whole
  const bytesPerRequest = { value: slope, low, high }
  return {
    verdict,
    reason,
    checkpoints: points.length,
    bytesPerRequest,
    bytesPerDay: ratePerSecond === null ? null : times(bytesPerRequest, ratePerSecond * SECONDS_A_DAY),
    daysUntilLimit: null,
    grownBytes: lastLevel(points) - firstLevel(points),
    judgedFromRequests: (judged[0]?.[0] ?? 0) - (points[0]?.[0] ?? 0),
    requestsNeeded: null,
  }
}

function daysUntil(perDay: Estimate | null, level: number, limitBytes: number | null): Estimate | null {
  if (perDay === null || limitBytes === null) return null
  const room = Math.max(limitBytes - level, 0)
  return { value: room / perDay.value, low: room / perDay.high, high: room / perDay.low }
}

function times({ value, low, high }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor }
}

function requestsIn(points: readonly GrowthPoint[]): number {
  return (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
}

/** To two digits, as more are not known. */
function roundUp(requests: number): number {
  let step = 1
  while (requests / step >= 100) step *= 10
  return Math.ceil(requests / step) * step
}

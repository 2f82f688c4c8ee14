/** A point of the curve; the units are the caller's and do not matter. */
export interface CurvePoint {
  readonly x: number
  readonly y: number
}

/** How the curve bends, and how sharply it has to. */
export interface KneedleOptions {
  /** `concave` curves bend down (throughput), `convex` ones bend up (latency). */
  readonly curve: 'concave' | 'convex'
  /** Whether y grows or falls as x grows. */
  readonly direction: 'increasing' | 'decreasing'
  /**
   * S > 0: how far the curve must turn back to the straight line before a bend counts, in mean steps of x. 1 unless
   * told; smaller is more eager.
   */
  readonly sensitivity?: number
}

/** A bend of a curve, in the units of its points. */
export interface Knee {
  /** Of the point at which it is. */
  readonly x: number
  /** Of the point at which it is. */
  readonly y: number
  /** Index among the given points. */
  readonly index: number
  /** Smallest and largest x given. The knee moves with them, so quote them with it. */
  readonly range: readonly [min: number, max: number]
}

/**
 * The knee of a curve by Kneedle (Satopaa, Albrecht, Irwin, Raghavan 2011, ICDCS Workshops, 166-171), without
 * smoothing, the first one found.
 *
 * x and y are scaled to [0, 1] and mirrored so that the curve is concave and increasing. The knee is the first local
 * maximum of y − x after which y − x falls below that maximum by S times the mean step of x, before a local minimum
 * is reached. Mirrored curves are walked from the right end, so for them it is the knee with the largest x. The first
 * and the last point are never a knee.
 *
 * A knee describes the curve over the swept range and is no property of the system: on M/M/1, swept from 0 to a
 * utilisation of m, the knee of the response time is at 1 − √(1 − m).
 *
 * @param points at strictly ascending x
 * @returns `null` when there is no knee: fewer than 3 points, a constant y, or no bend that is sharp enough
 * @throws RangeError when a number is not finite, x does not ascend strictly, or `sensitivity` is not above 0
 */
export function kneedle(points: readonly CurvePoint[], options: KneedleOptions): Knee | null {
  const { sensitivity = 1 } = options
  if (!(sensitivity > 0 && sensitivity < Infinity)) {
    throw new RangeError(`sensitivity must be above 0 and finite, got ${sensitivity}`)
  }
  checkPoints(points)
  const first = points[0]
  const last = points.at(-1)
  if (points.length < 3 || first === undefined || last === undefined) return null

  const mirrored = isMirrored(options)
  const difference = differenceCurve(points, options)
  if (difference === null) return null
  const found = firstKnee(difference, sensitivity / (points.length - 1))
  if (found === null) return null
  const index = mirrored ? points.length - 1 - found : found
  const knee = points[index]
  return knee === undefined ? null : { x: knee.x, y: knee.y, index, range: [first.x, last.x] }
}

/** Whether the curve has to be walked from right to left to be concave and increasing. */
function isMirrored({ curve, direction }: KneedleOptions): boolean {
  return (curve === 'convex') === (direction === 'increasing')
}

/** y − x of the curve scaled to [0, 1] and turned to concave and increasing; `null` when y is constant. */
function differenceCurve(points: readonly CurvePoint[], options: KneedleOptions): number[] | null {
  const xs = scaled(points.map((point) => point.x))
  const ys = scaled(points.map((point) => point.y))
  if (xs === null || ys === null) return null
  const upright = options.curve === 'convex' ? ys.map((y) => 1 - y) : ys
  if (!isMirrored(options)) return upright.map((y, i) => y - (xs[i] ?? NaN))
  return upright.map((y, i) => y - (1 - (xs[i] ?? NaN))).toReversed()
}

function scaled(values: readonly number[]): number[] | null {
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  return max > min ? values.map((value) => (value - min) / (max - min)) : null
}

/** Index of the first inner local maximum that the curve falls `drop` below before its next local minimum. */
function firstKnee(difference: readonly number[], drop: number): number | null {
  let candidate: number | null = null
  let threshold = -Infinity
  for (let i = 1; i < difference.length; i++) {
    const value = difference[i] ?? NaN
    if (candidate !== null && value < threshold) return candidate
    const before = difference[i - 1] ?? NaN
    const after = nextDifferent(difference, i)
    if (value > before && after !== null && after < value) {
      candidate = i
      threshold = value - drop
    } else if (value < before && after !== null && after > value) {
      candidate = null
    }
  }
  return null
}

/** The first value after `from` that differs from the one there, so that a flat stretch is one extremum. */
function nextDifferent(values: readonly number[], from: number): number | null {
  for (let i = from + 1; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (value !== values[from]) return value
  }
  return null
}

function checkPoints(points: readonly CurvePoint[]): void {
  let previous = -Infinity
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y))
      throw new RangeError(`points must be finite, got (${x}, ${y})`)
    if (x <= previous) throw new RangeError(`x must ascend strictly, got ${x} after ${previous}`)
    previous = x
  }
}

import type { CurveAxes, CurveVariable, KneedleSummary } from './curve-fits.ts'
import { type CurveShape, guessShape } from './guess-shape.ts'
import { type CurvePoint, kneedle, type KneedleOptions } from './kneedle.ts'

/** Fewest different x for a knee. */
export const LEAST_KNEEDLE_POINTS = 3
/** A curve of one bend turns once at most; more turns than this share of its points are noise. */
const LARGEST_ROUGHNESS = 0.1
/** How response time and throughput go with load in any queueing system. */
const USUAL_SHAPES: Readonly<Partial<Record<CurveVariable, CurveShape>>> = {
  latencyMs: { curve: 'convex', direction: 'increasing' },
  throughput: { curve: 'concave', direction: 'increasing' },
}

/**
 * The knee by Kneedle, of points in any order; those of equal x are averaged. Where options do not say how the curve
 * bends, response time is taken as convex and throughput as concave, both increasing, and others are guessed.
 *
 * @param notes gets sentences that say why, where the result is `null`, and what to mind
 * @throws RangeError when a number is not finite, or `sensitivity` is not above 0
 */
export function summarizeKneedle(
  points: readonly CurvePoint[],
  axes: CurveAxes,
  options: Partial<KneedleOptions>,
  notes: string[],
): KneedleSummary | null {
  const { sensitivity = 1 } = options
  const curve = averageByX(points)
  if (curve.length < LEAST_KNEEDLE_POINTS) {
    notes.push(
      `No knee by Kneedle: it needs ${LEAST_KNEEDLE_POINTS} points of different ${axes.x}, and there are ${curve.length}.`,
    )
    return null
  }
  const shape = shapeOf(curve, axes, options, notes)
  if (shape === null) return null
  noteRoughness(curve, axes, notes)
  const knee = kneedle(curve, { ...shape, sensitivity })
  if (knee === null) {
    notes.push(
      `No knee by Kneedle: ${axes.y} over ${axes.x}, taken as ${shape.curve} and ${shape.direction}, does not bend sharply enough for a sensitivity of ${sensitivity}.`,
    )
    return null
  }
  return { ...knee, axes, ...shape, sensitivity }
}

function shapeOf(
  curve: readonly CurvePoint[],
  axes: CurveAxes,
  options: Partial<KneedleOptions>,
  notes: string[],
): CurveShape | null {
  const guess = guessShape(curve)
  const assumed = USUAL_SHAPES[axes.y] ?? guess
  const bend = options.curve ?? assumed?.curve
  const direction = options.direction ?? assumed?.direction
  if (bend === undefined || direction === undefined) {
    notes.push(
      `No knee by Kneedle: ${axes.y} over ${axes.x} is too straight or too level to tell how it bends; say it with curve and direction.`,
    )
    return null
  }
  if (guess !== null && (guess.curve !== bend || guess.direction !== direction)) {
    notes.push(
      `Kneedle takes ${axes.y} over ${axes.x} as ${bend} and ${direction}; as a whole it looks ${guess.curve} and ${guess.direction}.`,
    )
  }
  return { curve: bend, direction }
}

function noteRoughness(curve: readonly CurvePoint[], axes: CurveAxes, notes: string[]): void {
  const steps = curve.slice(1).map(({ y }, i) => y - (curve[i]?.y ?? NaN))
  const rises = steps.filter((step) => step !== 0).map((step) => step > 0)
  const turns = rises.slice(1).filter((rise, i) => rise !== rises[i]).length
  if (turns < 2 || turns <= LARGEST_ROUGHNESS * curve.length) return
  notes.push(
    `${axes.y} turns ${turns} times over ${curve.length} points: the knee by Kneedle may follow the noise; a higher sensitivity asks for a sharper bend.`,
  )
}

/** One point for each x, ascending. */
function averageByX(points: readonly CurvePoint[]): CurvePoint[] {
  const groups = new Map<number, number[]>()
  for (const { x, y } of points) {
    const group = groups.get(x)
    if (group === undefined) groups.set(x, [y])
    else group.push(y)
  }
  return [...groups]
    .map(([x, ys]) => ({ x, y: ys.reduce((sum, y) => sum + y, 0) / ys.length }))
    .toSorted((a, b) => a.x - b.x)
}

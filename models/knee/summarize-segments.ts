import type { CurveAxes, SegmentedSummary } from './curve-fits.ts'
import type { CurvePoint } from './kneedle.ts'
import {
  chooseSegments,
  fitSegments,
  isSpread,
  LEAST_SEGMENTED_POINTS,
  type SegmentsFit,
} from './segments.ts'

/** Growth at more than this share of the slope before has bent, not levelled off. */
const LARGEST_PLATEAU_SLOPE = 0.5

/** A smaller lead of the criterion is weaker than strong evidence (Kass and Raftery 1995, JASA 90, 773–795). */
const STRONG_EVIDENCE = 6

/**
 * Straight segments, as many as have the smallest criterion, through points in any order.
 *
 * @param seed of the restarts
 * @param notes gets a sentence that says why, where the result is `null`, or that the evidence is weak
 * @throws RangeError when a number is not finite
 */
export function summarizeSegments(
  points: readonly CurvePoint[],
  axes: CurveAxes,
  seed: number,
  notes: string[],
): SegmentedSummary | null {
  const xs = points.map((point) => point.x)
  const different = new Set(xs).size
  if (different < LEAST_SEGMENTED_POINTS) {
    notes.push(
      `No segments: they need ${LEAST_SEGMENTED_POINTS} points of different ${axes.x}, and there are ${different}.`,
    )
    return null
  }
  if (!isSpread(xs)) {
    notes.push(`No segments: ${axes.x} is the same at all points but for a billionth.`)
    return null
  }
  const fits = fitSegments(points, { seed })
  const chosen = chooseSegments(fits)
  noteWeakEvidence(fits, chosen, notes)
  const largest = largestChange(chosen)
  const main = chosen.breakpoints[largest]
  return {
    axes,
    breakpoint: main?.x ?? null,
    interval: main?.interval ?? null,
    standardError: main?.standardError ?? null,
    plateau: main !== undefined && levelsOff(chosen, largest) ? main.y : null,
    breakpoints: chosen.breakpoints,
    slopes: chosen.slopes,
    residualSumOfSquares: chosen.residualSumOfSquares,
    bic: chosen.bic,
    bicByBreaks: fits.map((fit) => fit.bic),
    range: [Math.min(...xs), Math.max(...xs)],
    points: points.length,
  }
}

function noteWeakEvidence(fits: readonly SegmentsFit[], chosen: SegmentsFit, notes: string[]): void {
  const simpler = fits.filter((fit) => fit.breakpoints.length < chosen.breakpoints.length)
  const lead = Math.min(...simpler.map((fit) => fit.bic)) - chosen.bic
  if (lead >= STRONG_EVIDENCE) return
  const count = chosen.breakpoints.length
  notes.push(
    `The evidence for ${count} ${count === 1 ? 'break' : 'breaks'} in the segments is weak: the criterion is better than that of fewer by ${lead.toFixed(1)} only, and ${STRONG_EVIDENCE} is strong.`,
  )
}

/** Index of the breakpoint at which the slope changes most. */
function largestChange({ slopeChanges }: SegmentsFit): number {
  const sizes = slopeChanges.map(({ slope }) => Math.abs(slope))
  return sizes.indexOf(Math.max(...sizes))
}

function levelsOff({ slopes }: SegmentsFit, index: number): boolean {
  const before = slopes[index]?.slope ?? NaN
  const after = slopes[index + 1]?.slope ?? NaN
  return before > 0 && after <= LARGEST_PLATEAU_SLOPE * before
}

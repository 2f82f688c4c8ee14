import type { CurveFits, CurveVariable } from '../../models/knee/curve-fits.ts'
import { fitCurves, type FitCurvesOptions, fitPlainCurve } from '../../models/knee/fit-curves.ts'
import type { PointsTable } from './read-points.ts'

/**
 * Fits the curves through measured points that they have the figures for; what was left out, or done to them, is in the
 * notes.
 *
 * @throws RangeError when a figure is not finite or, but for x and y, negative
 */
export function fitPoints({ columns, rows, notes }: PointsTable, options: FitCurvesOptions): CurveFits {
  const plain = columns.includes('x')
  const fits = plain
    ? fitPlainCurve(
        rows.map(({ x = NaN, y = NaN }) => ({ x, y })),
        options,
      )
    : fitCurves(
        rows.map(({ rate = null, concurrency = null, throughput = null, latencyMs = null }) => ({
          rate,
          concurrency,
          throughput,
          latencyMs,
        })),
        options,
      )
  return {
    ...fits,
    notes: [...notes, ...columnNotes(columns, fits), ...repeatNotes(rows, fits), ...fits.notes],
  }
}

/** Which columns no fit has a use for. */
function columnNotes(columns: readonly CurveVariable[], { usl, kneedle, segmented }: CurveFits): string[] {
  const axes = [kneedle?.axes, segmented?.axes].flatMap((each) =>
    each === undefined ? [] : [each.x, each.y],
  )
  const used = new Set<CurveVariable>([
    ...axes,
    ...(usl === null ? [] : (['concurrency', 'throughput'] as const)),
  ])
  const unused = used.size === 0 ? [] : columns.filter((column) => !used.has(column))
  return unused.map((column) => `The column ${column} is not used: the fits take the others.`)
}

/** What was done to points of the same x. */
function repeatNotes(rows: PointsTable['rows'], { kneedle }: CurveFits): string[] {
  const variable = kneedle?.axes.x
  if (variable === undefined) return []
  const repeated = rows.length - new Set(rows.map((row) => row[variable])).size
  if (repeated === 0) return []
  const points = repeated === 1 ? 'point has' : 'points have'
  return [`${repeated} ${points} the same ${variable} as another; Kneedle takes their mean.`]
}

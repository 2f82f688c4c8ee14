import type { WeekShape } from './spec.ts'

/** Minutes in the seven days that a week schedule lasts. */
export const MINUTES_PER_WEEK = 7 * 24 * 60

interface ShapeFactors {
  /** Monday first. */
  readonly days: readonly number[]
  /** 0:00 first. */
  readonly hours: readonly number[]
}

/**
 * Request counts of the 1998 World Cup web site (Internet Traffic Archive; Arlitt & Jin 2000) in its calm week
 * of Monday 25 to Sunday 31 May 1998, GMT: days and hours of the day relative to the mean, to two decimals.
 */
const WORLD_CUP_98_CALM: ShapeFactors = {
  days: [0.9, 1.04, 1.05, 1.14, 1.19, 0.83, 0.84],
  hours: [
    0.75, 0.74, 0.74, 0.7, 0.66, 0.63, 0.71, 0.82, 0.93, 0.99, 1.01, 1.12, 1.23, 1.32, 1.36, 1.36, 1.33, 1.28,
    1.22, 1.2, 1.17, 1.03, 0.89, 0.8,
  ],
}

const FLAT: ShapeFactors = { days: Array<number>(7).fill(1), hours: Array<number>(24).fill(1) }

const SHAPES: Readonly<Record<WeekShape, ShapeFactors>> = { 'worldcup98-calm': WORLD_CUP_98_CALM, flat: FLAT }

/**
 * The load of each hour of the week, Monday 0:00 first, relative to the week's mean: the day's factor times
 * the hour's, each scaled so that it averages to 1 (two decimals leave them a tenth of a percent short).
 *
 * @throws RangeError when there is no such shape
 */
export function weekShapeFactors(shape: WeekShape): readonly number[] {
  if (!Object.hasOwn(SHAPES, shape)) {
    throw new RangeError(`shape must be one of ${Object.keys(SHAPES).join(', ')}, got ${shape}`)
  }
  const hours = averagingOne(SHAPES[shape].hours)
  return averagingOne(SHAPES[shape].days).flatMap((day) => hours.map((hour) => day * hour))
}

function averagingOne(factors: readonly number[]): number[] {
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length
  return factors.map((factor) => factor / mean)
}

import { median } from '../../../models/statistics/median.ts'
import { theilSenSlope } from '../../../models/statistics/theil-sen.ts'

/** One figure over a soak. */
export interface SoakSeries {
  readonly name: string
  readonly unit: string
  /** Growth over the judged stretch that says nothing. */
  readonly tolerance: number
  /** Minutes from the start, and the figure. */
  readonly points: ReadonlyArray<readonly [minutes: number, value: number]>
}

export interface GrowthVerdict {
  readonly series: SoakSeries
  /** Of the judged stretch: medians of its first and last fifth. */
  readonly early: number
  readonly late: number
  /** A minute, with the interval of 95 %. */
  readonly slope: number
  readonly low: number
  readonly high: number
  /** `null` where there are too few points to tell. */
  readonly isFlat: boolean | null
}

const LEAST_POINTS = 10
/** In it, caches fill and code is compiled. */
const WARM_UP_SHARE = 0.25

/**
 * Flat is what has not grown beyond its tolerance: neither from the first fifth of the judged stretch to the last, nor by
 * a slope that is surely above 0 over the whole of it. The first quarter of a soak is not judged.
 */
export function judgeGrowth(series: SoakSeries): GrowthVerdict {
  const judged = series.points.slice(Math.floor(WARM_UP_SHARE * series.points.length))
  if (judged.length < LEAST_POINTS) {
    return { series, early: NaN, late: NaN, slope: NaN, low: NaN, high: NaN, isFlat: null }
  }
  const fifth = Math.max(1, Math.floor(judged.length / 5))
  const values = judged.map(([, value]) => value)
  const early = median(values.slice(0, fifth))
  const late = median(values.slice(-fifth))
  const { slope, low, high } = theilSenSlope(judged)
  const minutes = (judged.at(-1)?.[0] ?? 0) - (judged[0]?.[0] ?? 0)
  const rises = low > 0 && slope * minutes > series.tolerance
  return { series, early, late, slope, low, high, isFlat: !rises && late - early <= series.tolerance }
}

/** A row of the table. */
export function growthRow({ series, early, late, slope, low, high, isFlat }: GrowthVerdict): string {
  const { name, unit, tolerance } = series
  const verdict = isFlat === null ? 'too short' : isFlat ? 'flat' : 'GROWS'
  const figures = [early, late].map((value) => value.toFixed(1).padStart(9)).join(' ')
  const slopes = `${slope.toFixed(3).padStart(9)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
  return `${name.padEnd(26)} ${unit.padEnd(5)}${figures}  ${slopes.padEnd(34)} ${String(tolerance).padStart(9)}  ${verdict}`
}

export const GROWTH_HEAD = `${''.padEnd(31)} ${'early'.padStart(8)} ${'late'.padStart(9)}  ${' slope a minute [95 %]'.padEnd(34)} ${'may grow'.padStart(9)}  verdict`

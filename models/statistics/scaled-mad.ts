import { median } from './median.ts'

/**
 * Robust standard deviation: the median of |value − centre|, times 1.4826 = 1 / Φ⁻¹(¾), which makes it that of a
 * normal distribution. Half of the values may lie anywhere (Hampel 1974, Journal of the American Statistical
 * Association 69, 383–393).
 *
 * @param centre where the values lie if nothing happens; their median, unless told
 * @returns ≥ 0, in the unit of the values; NaN when there are none
 */
export function scaledMad(values: readonly number[], centre = median(values)): number {
  return NORMAL_CONSISTENCY * median(values.map((value) => Math.abs(value - centre)))
}

/** 1 / Φ⁻¹(¾). */
const NORMAL_CONSISTENCY = 1.482602218505602

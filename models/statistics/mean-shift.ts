import { studentTCdf } from './student-t.ts'

/** How much a series shifted, and how likely so much is by chance. */
export interface MeanShift {
  /** Mean of the right part less mean of the left, in the unit of the values. */
  readonly size: number
  /** Of the two-sided test that the mean did not shift, in [0, 1]. */
  readonly pValue: number
  /** Lag-one autocorrelation that was allowed for, in [0, 0.9]. */
  readonly autocorrelation: number
}

/**
 * - `independent`: Student's test with one variance for both parts.
 * - `correlated`: the same with fewer effective values, as if each depended on the one before.
 */
export type Dependence = 'independent' | 'correlated'

/**
 * Whether the mean of a series is another from `index` on. For values that follow an autoregression of order one with
 * coefficient ρ, the variance of a mean is (1 + ρ) / (1 − ρ) times that of independent ones, so n of them count for
 * n (1 − ρ) / (1 + ρ) (Bayley and Hammersley 1946, Journal of the Royal Statistical Society, supplement 8, 184–197).
 * ρ is estimated from what is left when each part's mean is taken out, and its bias of −(1 + 3ρ) / n (Marriott and
 * Pope 1954, Biometrika 41, 390–402) is corrected, twice the 1 because two means were taken out.
 *
 * @param index first element of the right part, in 1…n − 1
 * @returns `pValue` 0 where neither part has any spread and the means differ, 1 where they do not
 * @throws RangeError when a part would be empty or there are fewer than 3 values
 */
export function meanShift(values: readonly number[], index: number, dependence: Dependence): MeanShift {
  if (!(Number.isInteger(index) && index >= 1 && index < values.length && values.length >= 3)) {
    throw new RangeError(`cannot split ${values.length} values at ${index}`)
  }
  const left = meanOf(values, 0, index)
  const right = meanOf(values, index, values.length)
  const size = right - left
  const residuals = values.map((value, i) => value - (i < index ? left : right))
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0)
  const autocorrelation = dependence === 'independent' ? 0 : autocorrelationOf(residuals, squares)
  const inflation = (1 + autocorrelation) / (1 - autocorrelation)
  const degreesOfFreedom = Math.max(1, values.length / inflation - 2)
  const variance = squares / Math.max(1, values.length - 2 * inflation)
  const error = Math.sqrt(variance * inflation * (1 / index + 1 / (values.length - index)))
  return { size, autocorrelation, pValue: pValueOf(size, error, degreesOfFreedom) }
}

function pValueOf(size: number, error: number, degreesOfFreedom: number): number {
  if (size === 0) return 1
  return error === 0 ? 0 : 2 * studentTCdf(-Math.abs(size) / error, degreesOfFreedom)
}

const LARGEST_AUTOCORRELATION = 0.9

/** Below 6 residuals nothing is known of it, and 0 is returned. */
function autocorrelationOf(residuals: readonly number[], squares: number): number {
  const n = residuals.length
  if (n < 6 || squares === 0) return 0
  let products = 0
  for (let i = 1; i < n; i++) products += (residuals[i] ?? 0) * (residuals[i - 1] ?? 0)
  const corrected = ((products / squares) * n + 2) / (n - 3)
  return Math.min(LARGEST_AUTOCORRELATION, Math.max(0, corrected))
}

function meanOf(values: readonly number[], from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i] ?? 0
  return sum / (to - from)
}

import { normalQuantile } from '../random/normal-quantile.ts'
import { exp } from '../random/portable-math.ts'
import { autocorrelations } from './autocorrelation.ts'
import { theilSenSlope } from './theil-sen.ts'
import { kendallVariance } from './mann-kendall-variance.ts'

/** Whether values rise or fall in their order, whatever the form. */
export interface MannKendall {
  /** Pairs of which the later is larger, without those of which it is smaller. */
  readonly s: number
  /** Of s, if the values were in random order. */
  readonly variance: number
  /** s in standard deviations, one step closer to 0 for continuity. */
  readonly z: number
  /** Two-sided, in [0, 1]. */
  readonly p: number
  /** s as a share of all pairs, in [−1, 1]. */
  readonly tau: number
}

export interface MannKendallOptions {
  /**
   * Autocorrelations that the variance is corrected for, after Hamed and Rao: fixed in advance, since what is found
   * depends on it; 0, none, unless told.
   */
  readonly lags?: 0 | 1 | 2 | 3
}

/**
 * The test for a trend of Mann (1945, Econometrica 13, 245–259) and Kendall: S = Σ sign(x_j − x_i) over i < j, Z =
 * (S ∓ 1) / √Var. With `lags`, Var is multiplied by 1 + 2 / (n (n − 1) (n − 2)) Σ (n − i) (n − i − 1) (n − i − 2) ρ_i,
 * where ρ_i are those autocorrelations of the ranks of the detrended values that are beyond ±1.96 / √n (Hamed and Rao
 * 1998, Journal of Hydrology 204, 182–196); where that is not positive, Var stays as it is.
 *
 * @param values in order; finite
 * @throws RangeError when there are fewer than 2 values
 */
export function mannKendall(values: readonly number[], { lags = 0 }: MannKendallOptions = {}): MannKendall {
  const n = values.length
  if (n < 2) throw new RangeError(`a trend takes two values, got ${n}`)
  const s = scoreOf(values)
  const variance = kendallVariance(values) * (lags === 0 ? 1 : hamedRaoFactor(values, lags))
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance)
  return { s, variance, z, p: 2 * normalTail(Math.abs(z)), tau: s / ((n * (n - 1)) / 2) }
}

function scoreOf(values: readonly number[]): number {
  let s = 0
  for (let j = 1; j < values.length; j++) {
    for (let i = 0; i < j; i++) s += Math.sign((values[j] as number) - (values[i] as number))
  }
  return s
}

function hamedRaoFactor(values: readonly number[], lags: number): number {
  const n = values.length
  if (n < 4) return 1
  const { slope } = theilSenSlope(values.map((value, i) => [i, value] as const))
  const ranks = ranksOf(values.map((value, i) => value - slope * (i + 1)))
  const limit = normalQuantile(0.975) / Math.sqrt(n)
  const sum = autocorrelations(ranks, lags)
    .map((rho, i) => (Math.abs(rho) > limit ? (n - i - 1) * (n - i - 2) * (n - i - 3) * rho : 0))
    .reduce((total, part) => total + part, 0)
  const factor = 1 + (2 * sum) / (n * (n - 1) * (n - 2))
  return factor > 0 ? factor : 1
}

/** From 1; those that are alike have the mean of theirs. */
function ranksOf(values: readonly number[]): number[] {
  const ascending = [...values].sort((a, b) => a - b)
  const ends = new Map<number, { first: number; last: number }>()
  for (const [i, value] of ascending.entries()) {
    const known = ends.get(value)
    if (known === undefined) ends.set(value, { first: i + 1, last: i + 1 })
    else known.last = i + 1
  }
  return values.map((value) => {
    const { first, last } = ends.get(value) as { first: number; last: number }
    return (first + last) / 2
  })
}

const SQRT_2_PI = 2.5066282746310002
/** From here on the continued fraction has all digits within its terms. */
const FAR = 4
const FRACTION_TERMS = 60

/**
 * P(Z > z) of the standard normal distribution, for z ≥ 0: ½ less the series of Φ, or far out the continued fraction of
 * Laplace (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14).
 */
function normalTail(z: number): number {
  if (z === Infinity) return 0
  const density = exp((-z * z) / 2) / SQRT_2_PI
  if (z >= FAR) {
    let below = z
    for (let k = FRACTION_TERMS; k >= 1; k--) below = z + k / below
    return density / below
  }
  let term = z
  let sum = z
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 - density * sum
}

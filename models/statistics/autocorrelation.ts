/**
 * How alike values are that lie `lag` apart: r_k = Σ (x_i − x̄)(x_{i+k} − x̄) / Σ (x_i − x̄)², for k = 1…lags (Box and
 * Jenkins 1976, Time Series Analysis, 2.1.5). It is pulled towards 0 in short series.
 *
 * @param lags whole, ≥ 0; from the length of the values on, r_k is 0
 * @returns r_1…r_lags, each in [−1, 1]; 0 where the values are all alike
 */
export function autocorrelations(values: readonly number[], lags: number): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const centred = values.map((value) => value - mean)
  const scale = centred.reduce((sum, value) => sum + value * value, 0)
  return Array.from({ length: lags }, (_, i) => {
    if (!(scale > 0)) return 0
    let sum = 0
    for (let at = i + 1; at < centred.length; at++) {
      sum += (centred[at] as number) * (centred[at - i - 1] as number)
    }
    return sum / scale
  })
}

/**
 * The correlation of neighbours in an autoregressive series of order 1, from what is left of it without its line. Taking
 * out a line of n points moves the estimate by about −(2 + 4ρ) / n (Kendall 1954, Biometrika 41, 403–404, for a mean;
 * Marriott and Pope 1954, 390–402), which is added back.
 *
 * @param residuals in order, at equal distances
 * @returns in [0, 0.95]: a negative one would make intervals narrower, and is taken for none
 */
export function detrendedCorrelation(residuals: readonly number[]): number {
  const [first = 0] = autocorrelations(residuals, 1)
  if (residuals.every((value) => value === residuals[0])) return 0
  const corrected = first + (2 + 4 * Math.max(first, 0)) / residuals.length
  return Math.min(Math.max(corrected, 0), LARGEST_CORRELATION)
}

/** Beyond it, a series is hardly told from one that wanders. */
const LARGEST_CORRELATION = 0.95

/**
 * How many times larger the variance of a mean or slope is than that of independent values: (1 + ρ) / (1 − ρ) for an
 * autoregressive series of order 1 (Bayley and Hammersley 1946, Supplement to the Journal of the Royal Statistical
 * Society 8, 184–197).
 *
 * @param correlation in [0, 1)
 */
export function varianceInflation(correlation: number): number {
  return (1 + correlation) / (1 - correlation)
}

/** How often a quantile may lie beyond everything that was recorded. */
const LARGEST_RISK = 0.05

/**
 * Whether so many independent values say anything of a quantile from above: it lies beyond all of them with
 * probability quantile^count, which may be 5 % at most (Wilks 1941, Annals of Mathematical Statistics 12, 91–96).
 * That takes 5 values for the median, 29 for P90, 299 for P99 and 2995 for P99.9.
 *
 * @param quantile in (0, 1)
 */
export function isKnownQuantile(quantile: number, count: number): boolean {
  return quantile ** count <= LARGEST_RISK
}

import type { BlockRatio } from './block-ratio.ts'

/**
 * Fewest values from which a two-sided 95 % interval for a quantile can be had at all: from the least to the largest of
 * n values it holds the quantile with a chance of 1 − qⁿ − (1 − q)ⁿ (David and Nagaraja 2003, Order Statistics, §7.1).
 */
export const leastForQuantile = { p50: 6, p99: 299 } as const

/**
 * A quantile of too few values is near their least or their largest: what changed has no interval then.
 *
 * @param fewest values on the side that has fewer
 */
export function withoutGuess(
  effect: BlockRatio,
  quantile: keyof typeof leastForQuantile,
  fewest: number,
): BlockRatio {
  if (fewest >= leastForQuantile[quantile]) return effect
  return { ...effect, low: null, high: null, margin: null, pValue: null }
}

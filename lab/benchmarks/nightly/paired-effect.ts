import { exp } from '../../../models/random/portable-math.ts'
import type { BlockRatio } from '../../../models/statistics/block-ratio.ts'
import { studentTCdf, studentTQuantile } from '../../../models/statistics/student-t.ts'

/**
 * Block values against block values, as a ratio with the interval of the paired t test on their logarithms: what the
 * bootstrap of pairs in `blockRatio` comes to where the statistic is the geometric mean of the blocks, at a thousandth
 * of its cost.
 *
 * @param before logarithms
 * @param after logarithms, in the same order
 */
export function pairedEffect(before: readonly number[], after: readonly number[]): BlockRatio {
  const pairs = before.length
  const differences = after.map((value, i) => value - (before[i] ?? NaN))
  const effect = meanOf(differences)
  const squares = differences.reduce((sum, difference) => sum + (difference - effect) ** 2, 0)
  const error = Math.sqrt(squares / (pairs - 1) / pairs)
  const margin = marginFactor(pairs) * error
  return {
    before: exp(meanOf(before)),
    after: exp(meanOf(after)),
    change: exp(effect) - 1,
    low: exp(effect - margin) - 1,
    high: exp(effect + margin) - 1,
    margin,
    pValue: 2 * studentTCdf(-Math.abs(effect) / error, pairs - 1),
  }
}

const marginFactors = new Map<number, number>()

function marginFactor(pairs: number): number {
  const known = marginFactors.get(pairs) ?? studentTQuantile(0.975, pairs - 1)
  marginFactors.set(pairs, known)
  return known
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

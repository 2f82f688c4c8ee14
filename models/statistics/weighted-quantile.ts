/**
 * A histogram without its empty cells: `counts[i]` samples of `values[i]`. Values ascend; counts are whole and
 * ≥ 0; both arrays have the same length. The unit is that of the values.
 */
export interface SparseCounts {
  readonly values: Float64Array
  readonly counts: Float64Array
}

const EMPTY: SparseCounts = { values: new Float64Array(0), counts: new Float64Array(0) }

/**
 * Adds histograms up: the counts of equal values are summed, so quantiles of the result are quantiles of all
 * samples together. The inputs are not changed; no histograms give an empty one. Takes time proportional to
 * cells × log(histograms).
 */
export function mergeCounts(list: readonly SparseCounts[]): SparseCounts {
  let round = list
  while (round.length > 1) {
    const next: SparseCounts[] = []
    for (let i = 0; i < round.length; i += 2) {
      next.push(mergeTwo(round[i] ?? EMPTY, round[i + 1] ?? EMPTY))
    }
    round = next
  }
  return round[0] ?? EMPTY
}

function mergeTwo(left: SparseCounts, right: SparseCounts): SparseCounts {
  if (right.values.length === 0) return left
  if (left.values.length === 0) return right
  const values = new Float64Array(left.values.length + right.values.length)
  const counts = new Float64Array(values.length)
  let i = 0
  let j = 0
  let size = 0
  while (i < left.values.length || j < right.values.length) {
    const leftValue = left.values[i] ?? Infinity
    const rightValue = right.values[j] ?? Infinity
    const takeLeft = i < left.values.length && (j >= right.values.length || leftValue <= rightValue)
    const value = takeLeft ? leftValue : rightValue
    const count = (takeLeft ? left.counts[i] : right.counts[j]) ?? 0
    if (takeLeft) i++
    else j++
    if (size === 0 || values[size - 1] !== value) values[size++] = value
    counts[size - 1] = (counts[size - 1] ?? 0) + count
  }
  return { values: values.subarray(0, size), counts: counts.subarray(0, size) }
}

/** Number of samples; 0 when empty. */
export function totalOfCounts(histogram: SparseCounts): number {
  let total = 0
  for (const count of histogram.counts) total += count
  return total
}

/** Mean of the samples in the unit of the values; NaN when empty. */
export function meanOfCounts(histogram: SparseCounts): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < histogram.values.length; i++) {
    const count = histogram.counts[i] ?? 0
    sum += (histogram.values[i] ?? 0) * count
    total += count
  }
  return sum / total
}

/**
 * The value at rank ⌈q n⌉ of the n samples in ascending order, and the smallest sample for q = 0: the definition
 * of HdrHistogram's value at percentile. A product q n that exceeds a whole number by rounding alone counts as
 * that number.
 *
 * @param quantile q in [0, 1]
 * @returns the value, in the unit of the values; NaN when there are no samples
 * @throws RangeError when `quantile` is outside [0, 1]
 */
export function quantileOfCounts(histogram: SparseCounts, quantile: number): number {
  if (!(quantile >= 0 && quantile <= 1)) throw new RangeError(`quantile must be in [0, 1], got ${quantile}`)
  const total = totalOfCounts(histogram)
  const rank = Math.max(1, Math.ceil(quantile * total * (1 - 2 * Number.EPSILON)))
  let seen = 0
  for (let i = 0; i < histogram.values.length; i++) {
    seen += histogram.counts[i] ?? 0
    if (seen >= rank) return histogram.values[i] ?? NaN
  }
  return NaN
}

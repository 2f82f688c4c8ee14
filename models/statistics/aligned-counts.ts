import type { SparseCounts } from './weighted-quantile.ts'

/** A histogram on cells that it shares with others: `counts[i]` samples of `values[i]`. */
export interface AlignedCounts {
  /** Ascending; one array for all that were aligned together. */
  readonly values: Float64Array
  readonly counts: Float64Array
  /** Number of samples. */
  readonly total: number
}

/**
 * Puts histograms on common cells, so that quantiles over many different selections of them can be taken without
 * merging each time. In the order given.
 */
export function alignCounts(histograms: readonly SparseCounts[]): AlignedCounts[] {
  const distinct = new Set<number>()
  for (const { values } of histograms) for (const value of values) distinct.add(value)
  const values = Float64Array.from(distinct).sort()
  const cellOf = new Map(Array.from(values, (value, cell) => [value, cell] as const))
  return histograms.map((histogram) => {
    const counts = new Float64Array(values.length)
    let total = 0
    histogram.values.forEach((value, i) => {
      const count = histogram.counts[i] ?? 0
      counts[cellOf.get(value) ?? 0] = count
      total += count
    })
    return { values, counts, total }
  })
}

/**
 * What `quantileOfCounts` gives for these histograms merged, found from the top: for a high quantile few cells are
 * looked at.
 *
 * @param histograms aligned together; one may be there more than once
 * @param quantile in [0, 1]
 * @returns in the unit of the values; NaN when there are no samples
 * @throws RangeError when `quantile` is outside [0, 1]
 */
export function quantileOfAligned(histograms: readonly AlignedCounts[], quantile: number): number {
  if (!(quantile >= 0 && quantile <= 1)) throw new RangeError(`quantile must be in [0, 1], got ${quantile}`)
  const values = histograms[0]?.values ?? new Float64Array(0)
  const total = histograms.reduce((sum, histogram) => sum + histogram.total, 0)
  if (total === 0) return NaN
  const rank = Math.max(1, Math.ceil(quantile * total * (1 - 2 * Number.EPSILON)))
  let below = total
  for (let cell = values.length - 1; cell >= 0; cell--) {
    for (const { counts } of histograms) below -= counts[cell] ?? 0
    if (below < rank) return values[cell] ?? NaN
  }
  return NaN
}

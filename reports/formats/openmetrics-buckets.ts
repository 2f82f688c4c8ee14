import type { HistogramPoint } from './openmetrics-families.ts'

/**
 * How many durations lie in each bucket: one more than there are bounds, as the last has no upper end. A bucket of the
 * histogram, 0.1 % wide at most, counts where its middle lies; an upper end, a whole number of µs, belongs to the bucket
 * below.
 */
export function bucketCounts({ histogram, boundsSeconds }: HistogramPoint): number[] {
  const all = [...boundsSeconds.map(() => 0), 0]
  const endsUs = boundsSeconds.map((bound) => Math.round(1e6 * bound))
  const { values, counts } = histogram.sparse()
  let bucket = 0
  for (const [i, valueMs] of values.entries()) {
    while (bucket < endsUs.length && Math.round(1000 * valueMs) > (endsUs[bucket] as number)) bucket++
    all[bucket]! += counts[i] as number
  }
  return all
}

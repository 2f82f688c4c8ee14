import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { ImportedLatency } from './imported-result.ts'
import type { TextLines } from './text-lines.ts'

export interface Spectrum {
  readonly latencyMs: Omit<ImportedLatency, 'percentiles'>
  readonly histogram: LatencyHistogram
}

/**
 * The "Detailed Percentile spectrum" of wrk2, in ms: rows of a value, the percentile up to it, and how many values there
 * are up to it. What lies between two rows counts at the upper one, so that every percentile of the histogram is one that
 * was printed, or the next above it. Sum and maximum are from the lines below it.
 *
 * @returns `null` where wrk2 printed none
 * @throws UsageError when it breaks off
 */
export function readSpectrum(lines: TextLines): Spectrum | null {
  const spectrum = lines.after(/^ +Detailed Percentile spectrum:/)
  if (spectrum === null) return null
  const [mean = '', stdev = ''] = spectrum.need('#[Mean', /^#\[Mean +=\s+(\S+), StdDeviation +=\s+([\d.]+)\]/)
  const [max = '', count = ''] = spectrum.need('#[Max', /^#\[Max +=\s+(\S+), Total count +=\s+(\d+)\]/)
  const rows = spectrum
    .before(/^#\[Mean/)
    .all(/^ +([\d.]+) +([\d.]+) +(\d+) +(?:[\d.]+|inf) *$/)
    .map(([value, , total]) => ({ ms: Number(value), total: Number(total) }))
  const last = rows.at(-1)
  if (last === undefined || last.total !== Number(count)) {
    return spectrum.refuse(
      `the percentile spectrum has ${last?.total ?? 0} of its ${count} values: rows are missing`,
    )
  }
  const histogram = new LatencyHistogram()
  let below = 0
  for (const { ms, total } of rows) {
    if (total < below)
      return spectrum.refuse(`the percentile spectrum falls from ${below} to ${total} values`)
    if (total > below) histogram.record(ms, total - below)
    below = total
  }
  return {
    latencyMs: {
      mean: Number(mean),
      stdev: Number(stdev),
      min: rows[0]?.ms ?? null,
      max: Number(max),
    },
    histogram: LatencyHistogram.fromPacked({
      ...histogram.pack(),
      sumMs: Number(mean) * below,
      maxMs: Number(max),
    }),
  }
}

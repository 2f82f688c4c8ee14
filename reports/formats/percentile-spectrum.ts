import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'

/** A spectrum of percentiles with what it is of. */
export interface TitledSpectrum {
  readonly title: string
  readonly histogram: LatencyHistogram
}

/**
 * Spectra of percentiles in the text form of HdrHistogram's tools, which plotters read: value in ms, percentile, count
 * up to there, 1/(1 − percentile); then mean, standard deviation and maximum as the buckets have them. Ends with a
 * newline. Titles stand on lines of their own, marked as comments.
 */
export function percentileSpectrum(spectra: readonly TitledSpectrum[]): string {
  return spectra
    .map(({ title, histogram }) => `#[${title}]\n${histogram.percentileDistribution()}`)
    .join('\n')
}

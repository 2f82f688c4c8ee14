import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { Side } from '../../models/report/figures/run-figures.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { percentileSpectrum, type TitledSpectrum } from './percentile-spectrum.ts'
import type { ReportFormat } from './report-format.ts'

/**
 * Measured response times before and after, of all windows of the verification, as HdrHistogram and wrk2 print them.
 * Plotters draw one curve for each file, so there is a format for each side too.
 */
export const hgrmFormat = spectrumFormat('hgrm', ['before', 'after'])
export const hgrmBeforeFormat = spectrumFormat('hgrm-before', ['before'])
export const hgrmAfterFormat = spectrumFormat('hgrm-after', ['after'])

function spectrumFormat(name: string, sides: readonly Side[]): ReportFormat {
  return {
    name,
    mediaType: 'text/plain; charset=utf-8',
    fileName: name === 'hgrm' ? 'report.hgrm' : `${sides.join('')}.hgrm`,
    render: (run) => percentileSpectrum(sides.map((side) => spectrumOf(run, side))),
  }
}

function spectrumOf({ pairs }: FinishedRun, side: Side): TitledSpectrum {
  return {
    title: `Response time in ms ${side}: end - due`,
    histogram: LatencyHistogram.merge(
      pairs.map((pair) => LatencyHistogram.fromStored(pair[side].measured.response)),
    ),
  }
}

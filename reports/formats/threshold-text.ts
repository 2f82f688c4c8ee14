import { formatFigure } from '../../models/thresholds/describe-result.ts'
import { printMetricKey } from '../../models/thresholds/parse-metric-key.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'

/** What a threshold is on and what it asks, such as `responseTime{name:orders} p(99)<250`. */
export function thresholdName({ threshold }: ThresholdResult): string {
  return `${printMetricKey(threshold)} ${threshold.expression}`
}

/** What came of it, such as `271 ms over 4000 requests`. */
export function thresholdOutcome({ threshold, value, samples, aborted }: ThresholdResult): string {
  const figure =
    value === null
      ? 'nothing to look at'
      : `${formatFigure(threshold, value)} over ${samples} request${samples === 1 ? '' : 's'}`
  return aborted ? `${figure}; it ended the run` : figure
}

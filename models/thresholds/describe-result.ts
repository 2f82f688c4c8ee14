import { isMet } from './is-met.ts'
import { printMetricKey } from './parse-metric-key.ts'
import type { Threshold, ThresholdResult } from './threshold.ts'

/** What came of a threshold, as a clause: `responseTime p(99)<250 was 312.4 ms over 1200 requests`. */
export function describeResult({ threshold, value, samples }: ThresholdResult): string {
  const title = `${printMetricKey(threshold)} ${threshold.expression}`
  if (value === null) return `${title} had nothing to look at`
  return `${title} was ${formatFigure(threshold, value)} over ${samples} request${samples === 1 ? '' : 's'}`
}

/**
 * A figure of a threshold with its unit: `312.4 ms`, `1.2 %`, `52.1/s`, `1200`. In up to four digits, or in as many as it
 * takes for what is shown to meet the condition just where the figure does.
 */
export function formatFigure(threshold: Threshold, value: number): string {
  const { metric, aggregate } = threshold
  if (aggregate.kind === 'count') return String(value)
  if (aggregate.kind !== 'rate') return `${inDigits(threshold, value, 1)} ms`
  return metric === 'failed' ? `${inDigits(threshold, value, 100)} %` : `${inDigits(threshold, value, 1)}/s`
}

const FEWEST_DIGITS = 4
const MOST_DIGITS = 15

function inDigits(threshold: Threshold, value: number, scale: number): string {
  // A limit of 0.04762 is one of 4.762 %, not of 4.762000000000001 %.
  const limit = scale === 1 ? threshold.limit : Number((scale * threshold.limit).toPrecision(MOST_DIGITS))
  for (let digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
    const shown = rounded(scale * value, digits)
    if (isMet({ ...threshold, limit }, Number(shown)) === isMet(threshold, value)) return shown
  }
  return String(scale * value)
}

function rounded(value: number, digits: number): string {
  return value >= 1000 ? value.toFixed(digits - FEWEST_DIGITS) : String(Number(value.toPrecision(digits)))
}

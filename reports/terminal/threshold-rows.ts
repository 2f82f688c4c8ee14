import { printMetricKey } from '../../models/thresholds/parse-metric-key.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { fitText } from './fit-text.ts'
import { type Paint, plainPaint } from './paint.ts'

const COLUMNS = 80
const NOTHING = '–'

/**
 * Whether each threshold was kept, and by what figure, in rows of at most 80 columns: `✓ responseTime  p(99)<250  118 ms`.
 */
export function thresholdRows(results: readonly ThresholdResult[], paint: Paint = plainPaint): string[] {
  const metricColumns = Math.max(0, ...results.map(({ threshold }) => printMetricKey(threshold).length))
  const conditionColumns = Math.max(0, ...results.map(({ threshold }) => threshold.expression.length))
  return results.flatMap((result) => {
    const { threshold, passed, aborted } = result
    const cells = [
      printMetricKey(threshold).padEnd(Math.min(metricColumns, MOST_ALIGNED)),
      threshold.expression.padEnd(Math.min(conditionColumns, MOST_ALIGNED)),
      `${figureText(result)}${aborted ? '; it ended the run' : ''}`,
    ]
    const [first = '', ...more] = fitText(`${passed ? '✓' : '✗'} ${cells.join('  ')}`, COLUMNS, '  ')
    const mark = passed ? paint.good('✓') : paint.bad('✗')
    return [`${mark}${first.slice(1)}`, ...more]
  })
}

/** What is longer stands out of its column. */
const MOST_ALIGNED = 28

/** In the unit of the metric; counts and rates per second without decimals that say nothing. */
function figureText({ threshold, value }: ThresholdResult): string {
  if (value === null) return `${NOTHING} (nothing was measured)`
  const { metric, aggregate } = threshold
  if (aggregate.kind === 'count') return digits(value)
  if (metric === 'failed') return `${digits(100 * value)} %`
  return aggregate.kind === 'rate' ? `${digits(value)}/s` : `${digits(value)} ms`
}

/** Three digits, or all there are before the point. */
function digits(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}

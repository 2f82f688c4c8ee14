import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { PredictedMeasured } from '../../models/report/compare-predictions.ts'
import type { Report } from '../../models/report/report.ts'
import { isWithdrawn } from '../../models/report/standing.ts'
import { conclusionText } from '../terminal/conclusion-text.ts'
import { formatChange, formatSize, formatValue } from '../terminal/format-value.ts'
import { missHead, missRows } from '../terminal/miss-rows.ts'
import type { MarkdownBlock } from './markdown-blocks.ts'
import { markdownParagraph } from './markdown-text.ts'
import { comparedCells } from '../wording/compared-cells.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { notAvailable } from '../wording/not-available.ts'

/** What the verification measured, with its intervals, and how that compares with what was predicted. */
export function markdownBeforeAfter(report: Report): MarkdownBlock[] {
  const { beforeAfter, predictions, windows, recommendation } = report
  const through =
    recommendation?.unchanged === true ? "twice through today's settings" : 'through both settings'
  if (beforeAfter.length === 0) return []
  return [
    '## Before and after',
    { head: ['', 'before', 'after', 'change', '95 % interval', 'answer'], rows: beforeAfter.map(compareRow) },
    markdownParagraph(`${windows} windows of the schedule, each sent ${through}.`),
    markdownParagraph(conclusionText(report).join(' ')),
    ...missBlocks(report),
    '### Predicted and measured',
    { head: ['', 'predicted', 'measured', 'error'], rows: predictions.map(predictionRow) },
  ]
}

function compareRow(metric: ComparedMetric): string[] {
  const { unit, kind, answer } = metric
  const title = metricTitles[metric.metric]
  const cells = comparedCells(metric)
  if (cells === null) return [title, notAvailable(metric), '', '', '', '']
  return [
    title,
    ...cells,
    answer?.answer === 'no-difference'
      ? `≤ ${formatSize(answer.largestDifference, kind, unit)}`
      : (answer?.answer ?? ''),
  ]
}

function predictionRow({ setting, metric, unit, predicted, measured, error }: PredictedMeasured): string[] {
  return [
    `${setting}: ${metricTitles[metric]}`,
    formatValue(predicted, unit),
    formatValue(measured, unit),
    error === null ? '–' : formatChange(error),
  ]
}

/** Why the model was wrong, where the recommendation is withdrawn. */
function missBlocks(report: Report): MarkdownBlock[] {
  if (!isWithdrawn(report)) return []
  const { reasons } = report.misses
  return [
    '### Why it is withdrawn: the model was wrong',
    reasons.map((reason) => `- ${markdownParagraph(reason)}`).join('\n'),
    { head: missHead, rows: missRows(report.misses) },
  ]
}

import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { Report } from '../../models/report/report.ts'
import { isWithdrawn } from '../../models/report/standing.ts'
import { formatFigure } from '../../models/thresholds/describe-result.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { printMetricKey } from '../../models/thresholds/parse-metric-key.ts'
import type { ChartSpec } from '../charts/chart-spec.ts'
import { effectsFigure } from '../charts/effects-figure.ts'
import { comparedCells } from '../wording/compared-cells.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { notAvailable } from '../wording/not-available.ts'
import { conclusionText } from '../terminal/conclusion-text.ts'
import { formatChange, formatSize, formatValue } from '../terminal/format-value.ts'
import { missHead, missReasons, missRows } from '../terminal/miss-rows.ts'
import { chartFigure } from './chart-figure.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, type Part } from './html.ts'

/** Before and after with intervals, the model against what was measured, and what the scenario asks for. */
export function certaintySection(report: Report): Html {
  return html`<section id="certainty">
    <h2>How sure are we?</h2>
    ${beforeAfterCard(report)} ${effectsCard(report)} ${missesCard(report)} ${predictionsCard(report)}
    ${thresholdsCard(report.thresholds)}
  </section>`
}

/** The chart of this section, where it has one. */
export function certaintyCharts({ beforeAfter }: Report): ChartSpec[] {
  const figure = effectsFigure(beforeAfter)
  return figure === null ? [] : [{ kind: 'effects', id: 'effects', figure }]
}

function beforeAfterCard(report: Report): Html {
  const { beforeAfter, windows } = report
  if (beforeAfter.length === 0) {
    return html`<p class="card missing">
      Before and after were not compared: the settings were not verified on sockets. The run does it when it
      goes on with <code>--resume</code>.
    </p>`
  }
  return html`<div class="card">
    <h3>Before and after, in ${windows} windows of the schedule</h3>
    ${dataTable({
      label: 'Before and after',
      head: ['', 'before', 'after', 'change', '95 % interval', 'answer'],
      rows: beforeAfter.map(compareCells),
    })}
    <p>${conclusionText(report).join(' ')}</p>
  </div>`
}

function compareCells(metric: ComparedMetric): Part[] {
  const { unit, kind, answer } = metric
  const name = metricTitles[metric.metric]
  const cells = comparedCells(metric)
  if (cells === null) return [name, notAvailable(metric), '', '', '', '']
  return [
    name,
    ...cells,
    answer === null
      ? ''
      : html`<span class="answer-${answer.answer}"
          >${answer.answer === 'no-difference' ? `≤ ${formatSize(answer.largestDifference, kind, unit)}` : answer.answer}</span
        >`,
  ]
}

function effectsCard(report: Report): Html | null {
  const [spec] = certaintyCharts(report)
  if (spec?.kind !== 'effects') return null
  const { effects } = spec.figure
  const apart = effects.filter(({ low, high }) => low > 0 || high < 0).map(({ title }) => title)
  const reading = `Each square is a change, each bar its 95 % interval, which holds the true one in 95 of 100 such runs. ${
    apart.length === 0
      ? 'Every interval reaches over 0, so none shows a difference by itself.'
      : `Those of ${new Intl.ListFormat('en-GB').format(apart)} do not reach 0.`
  }${effects.some(({ low }) => low === -1) ? ' A bar ends at −100 %, also where its interval goes on.' : ''}`
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return chartFigure({
    spec,
    title: 'How much each figure changed, and how surely',
    reading,
    data: dataTable({
      label: 'Changes as shares',
      head: ['', 'change', 'from', 'to'],
      rows: effects.map(({ title, change, low, high }) => [
        title,
        percent(change),
        percent(low),
        percent(high),
      ]),
    }),
  })
}

/** Why the model was wrong, where the recommendation is withdrawn. */
function missesCard(report: Report): Html | null {
  if (!isWithdrawn(report)) return null
  return html`<div class="card note-bad">
    <h3>Why the model was wrong</h3>
    <p>${missReasons(report.misses).join(' ')}</p>
    ${dataTable({ label: 'Windows in which the model was most wrong', head: [...missHead], rows: missRows(report.misses) })}
  </div>`
}

function predictionsCard({ predictions }: Report): Html | null {
  if (predictions.length === 0) return null
  return html`<div class="card">
    <h3>What the model predicted for these windows</h3>
    ${dataTable({
      label: 'Predicted against measured',
      head: ['', 'predicted', 'measured', 'error'],
      rows: predictions.map(({ setting, metric, unit, predicted, measured, error }) => [
        `${setting}: ${metricTitles[metric]}`,
        formatValue(predicted, unit),
        formatValue(measured, unit),
        error === null ? '–' : formatChange(error),
      ]),
    })}
  </div>`
}

function thresholdsCard(results: readonly ThresholdResult[]): Html | null {
  if (results.length === 0) return null
  return html`<div class="card">
    <h3>Thresholds of the scenario</h3>
    ${dataTable({
      label: 'Thresholds',
      head: ['', 'metric', 'condition', 'measured', 'of'],
      words: [1, 2],
      rows: results.map(({ threshold, passed, value, samples, aborted }) => [
        passed
          ? html`<span class="answer-better">✓ kept</span>`
          : html`<span class="answer-worse">✗ not kept</span>`,
        printMetricKey(threshold),
        html`<code>${threshold.expression}</code>`,
        value === null
          ? 'nothing was measured'
          : `${formatFigure(threshold, value)}${aborted ? '; it ended the run' : ''}`,
        samples,
      ]),
    })}
  </div>`
}

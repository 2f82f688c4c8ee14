import Table from 'cli-table3'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { clients, findClient } from '../../models/clients/catalogue.ts'
import { fromStored } from '../../models/pool/settings.ts'
import type { Answer } from '../../models/report/answers.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { PredictedMeasured } from '../../models/report/compare-predictions.ts'
import { settingsForClient } from '../../models/recommend/settings-for-client.ts'
import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn } from '../../models/report/standing.ts'
import { patchText, type RenderedPatch, renderPatches } from '../patches/render-patches.ts'
import { hotPathsText } from '../profile/hot-paths-text.ts'
import { comparedCells } from '../wording/compared-cells.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { notAvailable } from '../wording/not-available.ts'
import { standingTitle } from '../wording/standing-title.ts'
import { commandLines } from './command-lines.ts'
import { conclusionText, doubtOf } from './conclusion-text.ts'
import { describeSettings } from './describe-settings.ts'
import { fitText } from './fit-text.ts'
import { formatChange, formatSize, formatValue } from './format-value.ts'
import { headingText } from './heading-text.ts'
import { missHead, missReasons, missRows } from './miss-rows.ts'
import { type Paint, plainPaint } from './paint.ts'
import { recommendationText } from './recommendation-text.ts'
import { shortFigures } from './short-figures.ts'

/** The clients whose patches every text shows, beside that of the scenario's own client. */
const PATCH_CLIENTS = ['go-net-http', 'hertz', 'node-http-agent', 'undici', 'nginx-upstream']

const COLUMNS = 80

/**
 * A run's report for a terminal of 80 columns, ending with a newline. Only lines of snippets may be longer.
 *
 * @param hotPaths of the target; nothing is said of them unless told
 */
export function reportText(
  report: Report,
  paint: Paint = plainPaint,
  hotPaths: ProfileArtifact | null = null,
): string {
  const sections = [
    headingText(report, paint),
    predictionSection(report.predictions, paint),
    beforeAfterSection(report, paint),
    missesSection(report, paint),
    recommendationSection(report, paint),
    hotPaths === null ? '' : hotPathsText(hotPaths, paint),
    patchSection(report),
    commandLines('Again:', report.command).join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/**
 * The recommended settings for every client there is, the scenario's own first; none when there is nothing to change
 * or it may not be applied.
 */
export function reportPatches(report: Report): RenderedPatch[] {
  const recommendation = report.recommendation
  if (recommendation === null || recommendation.unchanged || !isTrusted(report)) return []
  const own = findClient(recommendation.client)
  const settings = fromStored(recommendation.settings)
  const safe = report.safeIdleTimeout
  return [own, ...clients.filter((client) => client !== own)].flatMap((client) =>
    renderPatches(settingsForClient(settings, { own, client, safe }), [client]),
  )
}

function predictionSection(predictions: readonly PredictedMeasured[], paint: Paint): string {
  if (predictions.length === 0) return ''
  const head = ['Predicted against measured', 'predicted', 'measured', 'error']
  const rows = predictions.map(({ setting, metric, unit, predicted, measured, error }) => [
    `${setting}: ${metricTitles[metric]}`,
    formatValue(predicted, unit),
    formatValue(measured, unit),
    error === null ? '–' : formatChange(error),
  ])
  return tableText(head, () => rows, paint)
}

function beforeAfterSection(report: Report, paint: Paint): string {
  const { beforeAfter, recommendation, windows } = report
  if (beforeAfter.length === 0 || recommendation === null) return ''
  const head = ['Before and after', 'before', 'after', 'change', '95 % interval', 'answer']
  const isDoubtful = doubtOf(report) !== null
  const rows = (withPaint: Paint) =>
    beforeAfter.map((metric) => compareRow(metric, isDoubtful ? plainPaint : withPaint))
  return [
    tableText(head, rows, paint),
    ...fitText(`${windows} windows of the schedule, each sent ${sentThrough(recommendation)}.`, COLUMNS),
    ...conclusionText(report, paint),
  ].join('\n')
}

function sentThrough({ unchanged, before, settings }: RecommendArtifact): string {
  const today = `today's settings (${describeSettings(before)})`
  return unchanged
    ? `twice through ${today}`
    : `through ${today} and the recommended ones (${describeSettings(settings)})`
}

function compareRow(metric: ComparedMetric, paint: Paint): Row {
  const { unit, kind, answer } = metric
  const name = metricTitles[metric.metric]
  const cells = comparedCells(metric)
  if (cells === null) return [name, { content: notAvailable(metric), colSpan: 5, hAlign: 'left' }]
  return [name, ...cells, answer === null ? '' : describeAnswer(answer, kind, unit, paint)]
}

function describeAnswer(
  { answer, largestDifference }: Answer,
  kind: ComparedMetric['kind'],
  unit: ComparedMetric['unit'],
  paint: Paint,
): string {
  if (answer === 'no-difference') return `≤ ${formatSize(largestDifference, kind, unit)}`
  return answer === 'better' ? paint.good(answer) : paint.bad(answer)
}

/** Why the model was wrong, where the recommendation is withdrawn. */
function missesSection(report: Report, paint: Paint): string {
  const { misses } = report
  if (!isWithdrawn(report)) return ''
  return [...missReasons(misses), tableText(missHead, () => missRows(misses), paint)].join('\n')
}

function recommendationSection(report: Report, paint: Paint): string {
  const { recommendation } = report
  if (recommendation === null) return ''
  return recommendationText(
    recommendation,
    standingTitle(report),
    isWithdrawn(report) ? paint.bad : paint.strong,
  )
}

function patchSection(report: Report): string {
  const own = report.recommendation?.client
  const patches = reportPatches(report).filter(
    ({ client }) => client === own || PATCH_CLIENTS.includes(client),
  )
  return patches.length === 0 ? '' : patchText(patches).trimEnd()
}

type Row = readonly Table.Cell[]

const GAP = 2

/** Columns as far apart as there is room for; figures lose decimals before lines get too long. */
function tableText(
  head: readonly string[],
  rowsWith: (paint: Paint) => readonly Row[],
  paint: Paint,
): string {
  const shorten = (row: Row): Row => row.map((cell) => (typeof cell === 'string' ? shortFigures(cell) : cell))
  const layouts = [
    { shown: (row: Row) => row, gap: GAP },
    { shown: shorten, gap: GAP },
    { shown: shorten, gap: 1 },
  ]
  const render = ({ shown, gap }: (typeof layouts)[number], withPaint: Paint) =>
    borderlessTable(head.map(withPaint.strong), rowsWith(withPaint).map(shown), gap)
  const layout = layouts.find((each) => longestLine(render(each, plainPaint)) <= COLUMNS) ?? layouts.at(-1)
  return layout === undefined ? '' : render(layout, paint)
}

function borderlessTable(head: readonly string[], rows: readonly Row[], gap: number): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
  })
  for (const row of rows) table.push([...row])
  return table.toString().replace(/ +$/gm, '')
}

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length))
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
} as const

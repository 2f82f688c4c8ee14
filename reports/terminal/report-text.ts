import Table from 'cli-table3'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { clients, findClient } from '../../models/clients/catalogue.ts'
import { fromStored } from '../../models/pool/settings.ts'
import type { Answer } from '../../models/report/answers.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { PredictedMeasured } from '../../models/report/compare-predictions.ts'
import { settingsForClient } from '../../models/recommend/settings-for-client.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn } from '../../models/report/standing.ts'
import { describeMisfit } from '../../models/simulate/misfit.ts'
import { patchText, type RenderedPatch, renderPatches } from '../patches/render-patches.ts'
import { wrapText } from '../patches/wrap-text.ts'
import { describeSettings } from './describe-settings.ts'
import { conclusionText } from './conclusion-text.ts'
import { formatChange, formatInterval, formatRate, formatSize, formatValue } from './format-value.ts'
import { missHead, missReasons, missRows } from './miss-rows.ts'
import { recommendationText } from './recommendation-text.ts'

/** The clients whose patches every text shows, beside that of the scenario's own client. */
const PATCH_CLIENTS = ['go-net-http', 'hertz', 'node-http-agent', 'undici', 'nginx-upstream']

/** A run's report for a terminal of 80 columns, ending with a newline. */
export function reportText(report: Report): string {
  const sections = [
    heading(report),
    predictionSection(report.predictions),
    beforeAfterSection(report),
    missesSection(report),
    recommendationSection(report),
    patchSection(report),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/**
 * The recommended settings for every client there is, the scenario's own first; none when there is nothing to change
 * or the run cannot be trusted.
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

function heading(report: Report): string {
  const { name, plan, seed, environment, verdict, ledger, capacity, misfit } = report
  return [
    `${name} (${plan}, seed ${seed}) on ${environment}`,
    ...wrapText(
      `${verdict.verdict}: ${verdict.why}.${verdict.advice === null ? '' : ` To do: ${verdict.advice}.`}`,
      80,
      '  ',
    ),
    ...wrapText(
      `Counted: ${count(ledger.requestsSent, 'requests sent', ledger.requestsReceived, 'received')}; ${count(ledger.connectionsOpened, 'connections opened', ledger.connectionsAccepted, 'accepted')}.`,
      80,
      '  ',
    ),
    ...generatorLines(report.generator),
    ...capacityLines(capacity),
    ...misfitLines(misfit),
  ].join('\n')
}

function generatorLines(generator: Report['generator']): string[] {
  if (generator === null) return []
  const { highestRate, latenessP99Ms } = generator
  const late = `${latenessP99Ms.toFixed(1)} ms late (P99)`
  return [`Generator: a load thread can send ${formatRate(highestRate)}, at most ${late}.`]
}

function count(own: number, what: string, theirs: number | null, theirWord: string): string {
  if (theirs === null) return `${own} ${what}`
  return own === theirs ? `${own} ${what} = ${theirWord}` : `${own} ${what}, ${theirs} ${theirWord}`
}

function capacityLines(knee: Report['capacity']): string[] {
  if (knee === null) return []
  const lines: string[] = []
  const { sloCapacity, kneedle, plateau } = knee
  if (sloCapacity === null) lines.push('Capacity: the SLO is not met at any rate that was tried.')
  else if (sloCapacity.nextRate === null) {
    lines.push(`Capacity: at least ${formatRate(sloCapacity.rate)}; no knee was reached.`)
  } else {
    lines.push(
      `Capacity within the SLO: between ${formatRate(sloCapacity.rate)} and ${formatRate(sloCapacity.nextRate)}.`,
    )
  }
  if (kneedle !== null && sloCapacity?.nextRate != null) {
    const [from, to] = kneedle.range
    lines.push(
      `Knee of the P99 curve (Kneedle): ${formatRate(kneedle.x)}, swept from ${from.toFixed(0)} to ${to.toFixed(0)}/s.`,
    )
  }
  if (plateau !== null) lines.push(`Throughput levels off at ${formatRate(plateau.plateau)}.`)
  return lines
}

function misfitLines(misfit: Report['misfit']): string[] {
  const missed = misfit === null ? null : describeMisfit(misfit)
  return missed === null ? [] : wrapText(`${missed.charAt(0).toUpperCase()}${missed.slice(1)}.`, 80)
}

function predictionSection(predictions: readonly PredictedMeasured[]): string {
  if (predictions.length === 0) return ''
  const table = plainTable(['Predicted against measured', 'predicted', 'measured', 'error'])
  for (const { setting, metric, unit, predicted, measured, error } of predictions) {
    table.push([
      `${setting}: ${metricNames[metric]}`,
      formatValue(predicted, unit),
      formatValue(measured, unit),
      error === null ? '–' : formatChange(error),
    ])
  }
  return tableText(table)
}

function beforeAfterSection(report: Report): string {
  const { beforeAfter, recommendation, windows } = report
  if (beforeAfter.length === 0 || recommendation === null) return ''
  const table = plainTable(['Before and after', 'before', 'after', 'change', '95 % interval', 'answer'])
  for (const metric of beforeAfter) table.push(compareRow(metric))
  return [
    tableText(table),
    ...wrapText(`${windows} windows of the schedule, each sent ${sentThrough(recommendation)}.`, 80),
    ...conclusionText(report),
  ].join('\n')
}

function sentThrough({ unchanged, before, settings }: RecommendArtifact): string {
  const today = `today's settings (${describeSettings(before)})`
  return unchanged
    ? `twice through ${today}`
    : `through ${today} and the recommended ones (${describeSettings(settings)})`
}

function compareRow({ metric, unit, kind, effect, answer }: ComparedMetric): Table.HorizontalTableRow {
  const name = metricNames[metric]
  if (effect === null) return [name, { content: 'not available', colSpan: 5, hAlign: 'left' }]
  return [
    name,
    formatValue(effect.before, unit),
    formatValue(effect.after, unit),
    effect.change === null ? '–' : formatChange(effect.change, kind, unit),
    formatInterval(effect.low, effect.high, kind, unit),
    answer === null ? '' : describeAnswer(answer, kind, unit),
  ]
}

function describeAnswer(
  { answer, largestDifference }: Answer,
  kind: ComparedMetric['kind'],
  unit: ComparedMetric['unit'],
): string {
  return answer === 'no-difference' ? `≤ ${formatSize(largestDifference, kind, unit)}` : answer
}

const metricNames = {
  mean: 'mean response',
  p99: 'P99 response',
  failureRate: 'failure rate',
  dialsPerSecond: 'dials per second',
  rssPeak: 'target RSS peak',
  gcPause: 'target GC pause',
} as const

/** Why the model was wrong, where the recommendation is withdrawn. */
function missesSection(report: Report): string {
  const { misses } = report
  if (!isWithdrawn(report)) return ''
  const table = plainTable(missHead)
  for (const row of missRows(misses)) table.push(row)
  return [...missReasons(misses), tableText(table)].join('\n')
}

function recommendationSection(report: Report): string {
  const { recommendation } = report
  return recommendation === null ? '' : recommendationText(recommendation, standing(report))
}

function standing(report: Report): string {
  if (isWithdrawn(report)) return 'Withdrawn'
  return report.verdict.verdict === 'VALID' ? 'Recommendation' : 'Not verified, so not recommended yet'
}

function patchSection(report: Report): string {
  const own = report.recommendation?.client
  const patches = reportPatches(report).filter(
    ({ client }) => client === own || PATCH_CLIENTS.includes(client),
  )
  return patches.length === 0 ? '' : patchText(patches).trimEnd()
}

function plainTable(head: readonly string[]): Table.Table {
  return new Table({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  })
}

function tableText(table: Table.Table): string {
  return table.toString().replace(/ +$/gm, '')
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

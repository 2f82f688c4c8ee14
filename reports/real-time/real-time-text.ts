import { describeResult } from '../../models/thresholds/describe-result.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { RealTimeReport, SideReport } from '../../models/real-time/real-time-report.ts'
import { columnsText } from '../experiment/columns-text.ts'
import { commandLines } from '../terminal/command-lines.ts'
import { describeSettings } from '../terminal/describe-settings.ts'
import { fitText } from '../terminal/fit-text.ts'
import { formatSize, formatValue } from '../terminal/format-value.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { comparedCells } from '../wording/compared-cells.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { notAvailable } from '../wording/not-available.ts'
import { dayText, formatGapLength } from './day-text.ts'

const COLUMNS = 80
const MOST_GAPS = 20

const whyGap = {
  'not-running': 'the run was not running',
  'clock-jumped': 'the machine slept, or its clock was set',
} as const

/** The report of a run in real time for a terminal of 80 columns, ending with a newline. */
export function realTimeText(report: RealTimeReport, paint: Paint = plainPaint): string {
  const sections = [
    heading(report, paint),
    beforeAfter(report, paint),
    sides(report, paint),
    thresholds(report, paint),
    report.days.map((day) => dayText(day, report.plan)).join('\n'),
    gaps(report),
    method(report),
    commandLines(report.verdict.verdict === 'INCOMPLETE' ? 'Go on:' : 'Again:', report.command).join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function heading({ name, seed, environment, verdict, span, notes }: RealTimeReport, paint: Paint): string {
  const judged = fitText(`${verdict.verdict}: ${verdict.why}.`, COLUMNS, '  ')
  const colour = verdict.verdict === 'VALID' ? paint.good : paint.bad
  const sent =
    span === null
      ? 'Nothing was measured yet.'
      : `Sent in real time from ${timeText(span.fromEpochMs)} to ${timeText(span.toEpochMs)}.`
  return [
    ...fitText(`${name} in real time (seed ${seed}) on ${environment}`, COLUMNS, '  ').map(paint.strong),
    ...judged.map((line, i) =>
      i === 0 ? colour(verdict.verdict) + line.slice(verdict.verdict.length) : line,
    ),
    ...fitText(sent, COLUMNS, '  '),
    ...notes.flatMap((note) => fitText(note, COLUMNS, '  ')),
  ].join('\n')
}

function beforeAfter(
  { beforeAfter: metrics, pairs, plan, sides: sent }: RealTimeReport,
  paint: Paint,
): string {
  if (metrics.length === 0 || plan.blocks === null) return ''
  const head = ['Before and after', 'before', 'after', 'change', '95 % interval', 'answer']
  const known = metrics.filter(({ effect }) => effect !== null)
  const rows = [head, ...known.map((metric) => metricRow(metric))]
  const lines = columnsText(rows, COLUMNS, (cell, row, column) => {
    if (row === 0) return paint.strong(cell)
    if (column !== 5) return cell
    if (cell.trim() === 'better') return paint.good(cell)
    return cell.trim() === 'worse' ? paint.bad(cell) : cell
  })
  const missing = metrics
    .filter(({ effect }) => effect === null)
    .map((metric) => `${metricTitles[metric.metric]}: ${notAvailable(metric)}`)
  const after = sent.find(({ side }) => side === 'recommended')
  const blockText = formatGapLength(plan.blocks.minutes * plan.minuteMs)
  const settlingText = formatGapLength(plan.blocks.settling * plan.minuteMs)
  const said = `${pairs} pairs of blocks of ${blockText}, through today's settings and those that ${after?.fromRun ?? 'a run'} recommended; the first ${settlingText} of each block, in which its pool fills, are left out.`
  return [...lines, ...missing, ...fitText(said, COLUMNS, '  ')].join('\n')
}

function metricRow(metric: ComparedMetric): string[] {
  const { answer, kind, unit } = metric
  const said =
    answer === null
      ? ''
      : answer.answer === 'no-difference'
        ? `≤ ${formatSize(answer.largestDifference, kind, unit)}`
        : answer.answer
  return [metricTitles[metric.metric], ...(comparedCells(metric) ?? []), said]
}

function sides({ sides: all }: RealTimeReport, paint: Paint): string {
  if (all.length === 0) return ''
  const rows = [['All that was sent', ...all.map(({ side }) => side)], ...figureRows(all)]
  return [
    ...columnsText(rows, COLUMNS, (cell, row) => (row === 0 ? paint.strong(cell) : cell)),
    ...all.flatMap(({ side, settings }) => fitText(`${side}: ${describeSettings(settings)}`, COLUMNS, '  ')),
    ...all.flatMap(errorLines),
  ].join('\n')
}

function figureRows(all: readonly SideReport[]): string[][] {
  const row = (title: string, of: (side: SideReport) => string) => [title, ...all.map(of)]
  return [
    row('minutes', ({ minutes }) => String(minutes)),
    row('requests', ({ requests }) => String(requests)),
    row('failed', (side) => `${side.failed} (${formatValue(side.failureRate, 'share')})`),
    row('mean response', ({ meanMs }) => formatValue(meanMs ?? Number.NaN, 'ms')),
    row('P99 response', ({ p99Ms }) => formatValue(p99Ms ?? Number.NaN, 'ms')),
    row('dials', ({ dialed }) => String(dialed)),
    row('sent, retries included', ({ sent }) => String(sent)),
    row('received by the target', ({ requestsReceived }) => countText(requestsReceived)),
    row('target RSS peak', ({ rssPeakBytes }) => formatValue(rssPeakBytes ?? Number.NaN, 'bytes')),
    row('target GC pauses', ({ gcPauses }) => countText(gcPauses)),
    row('longest GC pause', ({ gcMaxMs }) => formatValue(gcMaxMs ?? Number.NaN, 'ms')),
    row("the scenario's SLO", ({ meetsSlo }) => (meetsSlo ? 'met' : 'missed')),
  ]
}

function countText(count: number | null): string {
  return count === null ? '–' : String(count)
}

function errorLines({ side, errors }: SideReport): string[] {
  const kinds = Object.entries(errors).map(([kind, count]) => `${kind} ${count}`)
  return kinds.length === 0 ? [] : fitText(`errors, ${side}: ${kinds.join(', ')}`, COLUMNS, '  ')
}

function thresholds({ thresholds: results }: RealTimeReport, paint: Paint): string {
  return results
    .flatMap((result) => {
      const [first = '', ...more] = fitText(
        `${result.passed ? '✓' : '✗'} ${describeResult(result)}`,
        COLUMNS,
        '  ',
      )
      const mark = result.passed ? paint.good('✓') : paint.bad('✗')
      return [`${mark}${first.slice(1)}`, ...more]
    })
    .join('\n')
}

function gaps({ gaps: all }: RealTimeReport): string {
  const lines = all.slice(0, MOST_GAPS).map(({ fromEpochMs, toEpochMs, why }) => {
    const lasted = formatGapLength(toEpochMs - fromEpochMs)
    return `gap of ${lasted} from ${timeText(fromEpochMs)}: ${whyGap[why]}`
  })
  const more = all.length - lines.length
  return [...lines, ...(more > 0 ? [`and ${more} more gaps`] : [])]
    .flatMap((line) => fitText(line, COLUMNS, '  '))
    .join('\n')
}

function method({ gaps: all, minutes }: RealTimeReport): string {
  if (minutes.measured === 0) return ''
  const said = [
    'A request counts in the minute in which it was due, and its time runs from then on.',
    ...(all.length === 0
      ? []
      : ['In a gap the schedule stood still: it is time without figures, not time without traffic.']),
  ]
  return said.flatMap((sentence) => fitText(sentence, COLUMNS, '  ')).join('\n')
}

/** UTC, to the minute. */
function timeText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

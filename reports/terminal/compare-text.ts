import type { ComparedFigure, Comparison } from '../../models/compare/compare-sources.ts'
import type { ComparedSource } from '../../models/compare/compared-source.ts'
import { isSameMeasurement } from '../../models/compare/is-same-measurement.ts'
import type { Equivalence } from '../../models/compare/judge-equivalence.ts'
import { wrapText } from '../patches/wrap-text.ts'
import { describeSettings } from './describe-settings.ts'
import { formatChange, formatInterval, formatShare, formatSize, formatValue } from './format-value.ts'

const COLUMNS = 80
const LABEL = 13

/** A comparison for a terminal of 80 columns, ending with a newline. */
export function compareText(comparison: Comparison, equivalence: Equivalence | null): string {
  const { a, b } = comparison
  const lines = [
    ...labelled('A', describeSource(a)),
    ...labelled('B', describeSource(b)),
    '',
    ...table([compareHead, ...comparison.metrics.map(compareRow)]),
    '',
    ...compareNotes(comparison, equivalence).flatMap((note) => wrapText(note, COLUMNS)),
  ]
  return `${lines.join('\n')}\n`
}

export const compareHead = ['', 'A', 'B', 'change', '95 % interval', 'answer'] as const

/** One metric, in the cells of `compareHead`. */
export function compareRow({ metric, unit, kind, effect, tested, answer }: ComparedFigure): string[] {
  const name = metricNames[metric]
  if (effect === null) return [name, '–', '–', '–', '–', 'not available']
  const cells = [
    formatValue(effect.before, unit),
    formatValue(effect.after, unit),
    effect.change === null ? '–' : formatChange(effect.change, kind, unit),
    formatInterval(effect.low, effect.high, kind, unit),
    describeAnswer({ unit, kind, tested, answer }),
  ]
  return [name, ...cells.map(withoutIdleDecimals)]
}

function describeAnswer({
  unit,
  kind,
  tested,
  answer,
}: Pick<ComparedFigure, 'unit' | 'kind' | 'tested' | 'answer'>): string {
  if (answer === null) return tested ? 'no interval' : 'not tested'
  return answer.answer === 'no-difference'
    ? `≤ ${formatSize(answer.largestDifference, kind, unit)}`
    : answer.answer
}

/** Numbers from 1000 up need none. */
function withoutIdleDecimals(cell: string): string {
  return cell.replace(/\d{4,}\.\d+/g, (number) => Number(number).toFixed(0))
}

/** A source on one line: what it is called, what it is, and with which settings. */
export function describeSource({
  label,
  kind,
  startedAt,
  verdict,
  client,
  settings,
}: ComparedSource): string {
  return [
    `${label}: ${kind}${startedAt === null ? '' : ` of ${startedAt}`}`,
    ...(verdict === null ? [] : [verdict.verdict]),
    ...(client === null ? [] : [client]),
    ...(settings === null ? [] : [describeSettings(settings)]),
  ].join(', ')
}

/** What is to be known of the table; a sentence or two each. */
export function compareNotes(comparison: Comparison, equivalence: Equivalence | null): string[] {
  const { overridden, metrics } = comparison
  return [
    describeDesign(comparison),
    ...(metrics.some(({ answer }) => answer?.answer === 'no-difference')
      ? ['≤ d: no difference larger than d. Answers hold for all that is tested together.']
      : []),
    ...withoutInterval(comparison),
    ...overridden.map(
      ({ what, a, b }) => `Compared although the ${what} differs: ${a ?? 'not given'} / ${b ?? 'not given'}.`,
    ),
    ...untrusted(comparison),
    ...notesOfSources(comparison),
    ...(equivalence === null ? [] : [describeEquivalence(comparison, equivalence)]),
  ]
}

function describeDesign({ a, b, design }: Comparison): string {
  if (design.kind === 'figures') {
    return `Figures only: how much of each change is chance cannot be said. ${design.why}.`
  }
  const apart = isSameMeasurement(a, b)
    ? ' A and B are one and the same measurement, so this says nothing.'
    : a.startedAt === b.startedAt
      ? ''
      : ' The two were measured at different times: whatever else changed in between is part of the change.'
  if (design.kind === 'unpaired') {
    return `${design.blocksA} blocks of A and ${design.blocksB} of B, as independent samples.${apart}`
  }
  const leftOut =
    design.leftOut === 0 ? '' : ` ${design.leftOut} blocks have no like on the other side and are left out.`
  return `${design.pairs} pairs of blocks in which the same was sent.${leftOut}${apart}`
}

function withoutInterval({ design, metrics }: Comparison): string[] {
  if (design.kind === 'figures') return []
  return metrics.flatMap(({ metric, noInterval }) =>
    noInterval === null ? [] : [`No interval for ${metricNames[metric]}: ${noInterval}.`],
  )
}

function untrusted({ a, b }: Comparison): string[] {
  const notes = [a, b].flatMap(({ label, verdict }) =>
    verdict === null || verdict.verdict === 'VALID'
      ? []
      : [`Compared although ${label} is ${verdict.verdict}: ${verdict.why}.`],
  )
  return [...new Set(notes)]
}

function describeEquivalence(
  { metrics }: Comparison,
  { within, rareShare, shown, notShown }: Equivalence,
): string {
  const hasDifference = metrics.some(({ tested, kind, effect }) => tested && kind === 'difference' && effect)
  const rare = hasDifference ? `, and what is rare within ${formatShare(rareShare)} of the requests` : ''
  if (shown) return `Every metric tested is within ±${formatShare(within)}${rare}.`
  const names = notShown.map(
    ({ metric, why }) =>
      `${metricNames[metric]} (${why === 'outside' ? 'its interval reaches beyond' : 'no interval'})`,
  )
  const which = names.length === 0 ? 'nothing was tested' : names.join(', ')
  return `Not shown to be within ±${formatShare(within)}${rare}: ${which}.`
}

function labelled(label: string, text: string): string[] {
  const [first = '', ...more] = wrapText(text, COLUMNS - LABEL)
  return [`${label.padEnd(LABEL)}${first}`, ...more.map((line) => ' '.repeat(LABEL) + line)]
}

function table(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = compareHead.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const spare = COLUMNS - widths.reduce((sum, width) => sum + width, 0)
  const gap = ' '.repeat(spare >= 2 * (widths.length - 1) ? 2 : 1)
  return rows.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? ''
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join(gap)
      .trimEnd(),
  )
}

const metricNames = {
  mean: 'mean',
  p50: 'P50',
  p99: 'P99',
  failureRate: 'failure rate',
  throughput: 'throughput',
  dialsPerSecond: 'dials',
  rssPeak: 'RSS peak',
  gcPause: 'GC pause',
} as const satisfies Record<ComparedFigure['metric'], string>

/** What holds of both is said once. */
function notesOfSources({ a, b }: Comparison): string[] {
  const ofBoth = a.notes.filter((note) => b.notes.includes(note))
  const ofOne = [a, b].flatMap(({ label, notes }) =>
    notes.filter((note) => !ofBoth.includes(note)).map((note) => `${label}: ${note}`),
  )
  return [...ofBoth, ...ofOne]
}

import type { Report, Verdict } from '../../models/report/report.ts'
import { describeMisfit } from '../../models/simulate/misfit.ts'
import { reachedHeadline } from '../wording/reached-headline.ts'
import { fitText } from './fit-text.ts'
import { formatRate } from './format-value.ts'
import type { Paint } from './paint.ts'
import { thresholdRows } from './threshold-rows.ts'

const COLUMNS = 80

/** Which run it is, whether it can be trusted, what it lacks, and what it found of the target. */
export function headingText(report: Report, paint: Paint): string {
  const { name, plan, seed, environment, ledger, capacity, misfit, thresholds } = report
  return [
    ...fitText(`${name} (${plan}, seed ${seed}) on ${environment}`, COLUMNS, '  ').map(paint.strong),
    ...verdictLines(report.verdict, paint),
    ...headlineLines(report, paint),
    ...missingLines(report),
    ...thresholdRows(thresholds, paint),
    ...fitText(
      `Counted: ${count(ledger.requestsSent, 'requests sent', ledger.requestsReceived, 'received')}; ${count(ledger.connectionsOpened, 'connections opened', ledger.connectionsAccepted, 'accepted')}.`,
      COLUMNS,
      '  ',
    ),
    ...generatorLines(report.generator),
    ...capacityLines(capacity),
    ...misfitLines(misfit),
  ].join('\n')
}

function verdictLines({ verdict, why, advice }: Verdict, paint: Paint): string[] {
  const text = `${verdict}: ${why}.${advice === null ? '' : ` To do: ${advice}.`}`
  const [first = '', ...more] = fitText(text, COLUMNS, '  ')
  return [verdictPaint(verdict, paint)(verdict) + first.slice(verdict.length), ...more]
}

/** Green for what can be trusted, yellow for what is not finished, red for what cannot be trusted. */
function verdictPaint(verdict: Verdict['verdict'], paint: Paint): (text: string) => string {
  if (verdict === 'VALID') return paint.good
  return verdict === 'INCOMPLETE' ? paint.warn : paint.bad
}

/** What to do about the settings, and how that was found, where a run has come to that. */
function headlineLines(report: Report, paint: Paint): string[] {
  const headline = reachedHeadline(report)
  if (headline === null) return []
  const { text, tone, sentence } = headline
  return [
    ...fitText(`${text}.`, COLUMNS, '  ').map(paint[tone]),
    ...(sentence === '' ? [] : fitText(sentence, COLUMNS, '  ')),
  ]
}

function missingLines({ verdict, missing }: Report): string[] {
  if (verdict.verdict !== 'INCOMPLETE') return []
  return missing.flatMap((each) => fitText(`Missing: ${each}.`, COLUMNS, '  '))
}

function generatorLines(generator: Report['generator']): string[] {
  if (generator === null) return []
  const { highestRate, latenessP99Ms } = generator
  const late = `${latenessP99Ms.toFixed(1)} ms late (P99)`
  return fitText(
    `Generator: a load thread can send ${formatRate(highestRate)}, at most ${late}.`,
    COLUMNS,
    '  ',
  )
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
  return lines.flatMap((line) => fitText(line, COLUMNS, '  '))
}

function misfitLines(misfit: Report['misfit']): string[] {
  const missed = misfit === null ? null : describeMisfit(misfit)
  return missed === null ? [] : fitText(`${missed.charAt(0).toUpperCase()}${missed.slice(1)}.`, COLUMNS)
}

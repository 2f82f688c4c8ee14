import { fromStored } from '../../models/pool/settings.ts'
import { wrapText } from '../../reports/patches/wrap-text.ts'
import { fitText } from '../../reports/terminal/fit-text.ts'
import { type Paint, plainPaint } from '../../reports/terminal/paint.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { COLUMNS, textRow } from '../bench/text-row.ts'
import { formatTime } from '../simulate/format-time.ts'
import type { CurveFits } from '../../models/knee/curve-fits.ts'
import { fitsText } from './fits-text.ts'
import type { KneeDocument } from './knee-document.ts'
import { percent } from './knee-verdict.ts'
import { trialTable } from './trial-table.ts'
import { certificateText } from '../bench/certificate-text.ts'

const FITS =
  'The curves of these trials. They answer other questions than the capacity: where P99 bends in the range that was tried, where throughput stops growing, and what contention costs.'

/**
 * What a search found, for a terminal of 80 columns, ending with a newline.
 *
 * @param fits those that the document was made with
 */
export function kneeText(document: KneeDocument, fits: CurveFits, paint: Paint = plainPaint): string {
  const { capacity, seed, threads, warnings } = document
  const lines = [
    ...fitText(`${document.method} ${document.target}`, COLUMNS, '  ').map(paint.strong),
    '',
    ...textRow('goal', goalText(document)),
    ...textRow('searched', searchText(document)),
    ...textRow('pool', poolText(document)),
    ...textRow('threads', `${document.driver} driver, ${threads.why}`),
    ...warnings.flatMap((warning) => textRow('warning', warning)),
    '',
    ...trialTable(capacity.trials, capacity.goal),
    '',
    ...textRow('capacity', capacityText(document)),
    ...textRow('', conditionalText(document)),
    ...recoveryRows(document),
    '',
    ...wrapText(FITS, COLUMNS),
    '',
    ...fitsText(fits).trimEnd().split('\n'),
    '',
    ...verdictRows(document, paint),
    ...textRow('machine', certificateText(document.certificate)),
    ...textRow('seed', String(seed)),
  ]
  return `${lines.join('\n')}\n`
}

function goalText({ capacity }: KneeDocument): string {
  const { slo, goal } = capacity
  const level = `P99 within ${formatTime(slo.p99Ms)} and at most ${percent(slo.failureRatio)} failed`
  const missed = `at most ${percent(goal.exceedRatio)} of ${formatTime(goal.durationSumMs)}`
  return `${level}; missed in ${missed}, in trials of ${formatTime(goal.finalTrialMs)}; bounds ${percent(goal.relativeWidth)} apart`
}

function searchText({ capacity, arrivals, durationMs }: KneeDocument): string {
  const { range, trials } = capacity
  const rates = `from ${rateText(range.lowestRate)} up to ${rateText(range.highestRate)}`
  const spaced = arrivals === 'constant' ? 'evenly spaced' : 'at random (Poisson)'
  return `${rates}, ${spaced}; ${trials.length} ${trials.length === 1 ? 'trial' : 'trials'} in ${formatTime(Math.round(durationMs / 1000) * 1000)}`
}

function poolText({ client, settings }: KneeDocument): string {
  const { maxConnsPerHost } = fromStored(settings)
  const limit =
    maxConnsPerHost === Infinity
      ? 'as many connections as it takes'
      : `${groupDigits(maxConnsPerHost)} connections at most, which may be what is measured`
  return `${limit}; behaves as that of ${client}`
}

function capacityText({ capacity, ended }: KneeDocument): string {
  const { rate, interval, atLeast, stage, range, trials } = capacity
  const [, upper] = interval
  if (rate === null) {
    const first = trials.find(({ generatorBound }) => !generatorBound)
    const there =
      first === undefined
        ? 'no trial says anything of the target'
        : `at ${rateText(first.rate)}, the lowest rate tried, P99 was ${first.p99Ms === null ? 'unknown' : formatTime(first.p99Ms)} and ${percent(first.failureRatio)} failed`
    return `none was found: ${there}`
  }
  const proof = stage === 'confirm' ? '' : ` (not confirmed: known from the trials to ${stage})`
  if (upper === null) {
    const why =
      ended === 'no-knee' && rate === range.highestRate
        ? 'the highest rate tried'
        : 'and no rate is known that misses it'
    return `at least ${rateText(rate)}: the service level was met there, ${why}${proof}`
  }
  const apart = percent((upper - rate) / upper)
  const least = atLeast ? 'at least ' : ''
  return `${least}${rateText(rate)}: the service level was met there, and missed at ${rateText(upper)} (${apart} apart)${proof}`
}

function conditionalText({ capacity }: KneeDocument): string {
  const { conditionalThroughput, rate, slo } = capacity
  if (conditionalThroughput === null || rate === null || conditionalThroughput === 0) return ''
  return `of ${rateText(rate)} offered, ${rateText(conditionalThroughput)} came back within ${formatTime(slo.p99Ms)}`
}

function recoveryRows({ capacity, ended }: KneeDocument): string[] {
  if (capacity.recovered === null) return []
  const text = capacity.recovered
    ? 'after every trial that failed, the target was well again at a low rate'
    : ended === 'generator-bound'
      ? 'after the last trial that failed, the load threads could not show that the target is well'
      : 'after the last trial that failed, the target did not get well again'
  return textRow('recovery', text)
}

function verdictRows({ verdict: { verdict, figure, advice } }: KneeDocument, paint: Paint): string[] {
  const painted = verdict === 'VALID' ? paint.good : paint.bad
  const [first = '', ...more] = textRow('verdict', `${verdict}: ${figure}`)
  return [first.replace(verdict, painted), ...more, ...(advice === null ? [] : textRow('', advice))]
}

function rateText(rate: number): string {
  return `${groupDigits(rate, Number.isInteger(rate) || rate >= 1000 ? 0 : 1)}/s`
}

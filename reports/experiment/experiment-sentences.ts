import type { ComparedMeasure, VariantComparison } from '../../models/experiment/compare-variants.ts'
import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'
import type { TestableMeasure } from '../../models/experiment/measure.ts'
import type { ObjectiveResult } from '../../models/experiment/objectives.ts'
import { formatShare, formatValue } from '../terminal/format-value.ts'
import {
  formatMeasure,
  formatMeasureChange,
  formatMeasureInterval,
  formatMeasureSize,
} from './format-measure.ts'
import { notAvailable } from '../wording/not-available.ts'
import { isUnclear } from './comparison-rows.ts'
import { fullMeasureTitle, measureTitle } from './measure-title.ts'

/** What came out, in one sentence. */
export interface ExperimentHeadline {
  /** The most important of it, for a title. */
  readonly short: string
  readonly sentence: string
  readonly tone: 'good' | 'bad' | 'strong'
}

/** So many changes a sentence tells at most. */
const MOST_TOLD = 3

/** What matters to users comes first, then what it costs. */
const RANKS: readonly TestableMeasure[] = [
  'failureRate',
  'p99',
  'mean',
  'p50',
  'achieved',
  'dropped',
  'cpuPerRequest',
  'allocatedPerRequest',
  'gcLongest',
  'gcPerThousand',
  'eventLoopDelay',
  'rssPeak',
]

/** One for each variant but the first; one that says why there is none where the figures cannot be trusted. */
export function headlines({ verdict, comparisons, traffic }: ExperimentReport): ExperimentHeadline[] {
  if (verdict.verdict !== 'VALID') {
    return [{ short: 'No answer', sentence: `No answer: ${verdict.why}.`, tone: 'bad' }]
  }
  return comparisons.map((comparison) => headlineOf(comparison, traffic.length))
}

function headlineOf({ variant, against, measures }: VariantComparison, classes: number): ExperimentHeadline {
  const tested = measures.filter((each) => each.answer !== null).sort((a, b) => rankOf(a) - rankOf(b))
  const changed = tested.filter(({ answer }) => answer?.answer !== 'no-difference')
  const place = `${variant} against ${against}`
  if (changed.length > 0) {
    const told = changed.slice(0, MOST_TOLD).map((each) => changeText(each, classes))
    const rest = changed.length - told.length
    const more = rest === 0 ? '' : `; ${rest} more below`
    return {
      short: `${place}: ${shortChange(changed[0] as ComparedMeasure, classes)}`,
      sentence: `${place}: ${told.join('; ')}${more}.`,
      tone: toneOf(changed),
    }
  }
  if (tested.length === 0) {
    const short = `${place}: nothing could be tested`
    return { short, sentence: `${short}.`, tone: 'strong' }
  }
  const most = tested
    .slice(0, MOST_TOLD)
    .map((each) => `${fullMeasureTitle(each, classes)} by ${sizeText(each)}`)
  const short = `${place}: no difference was found`
  return { short, sentence: `${short}. At most: ${most.join(', ')}.`, tone: 'strong' }
}

/** Such as `P99 response -31.2 %`. */
function shortChange(compared: ComparedMeasure, classes: number): string {
  const { effect, kind, unit } = compared
  return `${fullMeasureTitle(compared, classes)} ${formatMeasureChange(effect?.change ?? null, kind, unit)}`
}

function rankOf({ measure }: ComparedMeasure): number {
  const rank = RANKS.findIndex((each) => each === measure)
  return rank === -1 ? RANKS.length : rank
}

function toneOf(changed: readonly ComparedMeasure[]): ExperimentHeadline['tone'] {
  const worse = changed.filter(({ answer }) => answer?.answer === 'worse').length
  if (worse === 0) return 'good'
  return worse === changed.length ? 'bad' : 'strong'
}

/** Such as `P99 response -31.2 % (-40.1 … -20.9 %), from 41.2 ms to 28.3 ms`. */
function changeText(compared: ComparedMeasure, classes: number): string {
  const { effect, kind, unit } = compared
  if (effect === null) return fullMeasureTitle(compared, classes)
  const change = formatMeasureChange(effect.change, kind, unit)
  const interval = formatMeasureInterval(effect, kind, unit)
  const from = formatMeasure(effect.before, unit)
  const to = formatMeasure(effect.after, unit)
  return `${fullMeasureTitle(compared, classes)} ${change} (${interval}), from ${from} to ${to}`
}

function sizeText({ answer, kind, unit }: ComparedMeasure): string {
  if (isUnclear({ answer, kind })) return 'many times as much'
  return formatMeasureSize(answer?.largestDifference ?? 0, kind, unit)
}

/**
 * What a variant costs more than the first one, in absolute terms: `context: +3.10 µs of CPU time (+2.20 … +4.00 µs) and
 * +412 B allocated (+400 … +424 B) a request.`; `null` where the targets do not tell, or there is no interval.
 */
export function costSentence({ variant, measures }: VariantComparison): string | null {
  const told = measures.flatMap(({ measure, unit, difference }) => {
    if (difference === null || difference.low === null) return []
    const what = measure === 'cpuPerRequest' ? 'of CPU time' : 'allocated'
    const change = formatMeasureChange(difference.change, 'difference', unit)
    return [`${change} ${what} (${formatMeasureInterval(difference, 'difference', unit)})`]
  })
  return told.length === 0 ? null : `Cost of ${variant}: ${told.join(' and ')} a request.`
}

/** What could not be compared, as one of the two targets does not tell it; `null` where nothing is missing. */
export function missingSentence({ measures }: VariantComparison): string | null {
  const missing = measures.filter(({ effect }) => effect === null)
  if (missing.length === 0) return null
  const names = missing.map((each) => {
    const on = each.unavailableOn === undefined ? '' : ` (${notAvailable(each)})`
    return `${measureTitle(each)}${on}`
  })
  return `Not told by both: ${names.join(', ')}.`
}

/** Whether users of a class get what they may expect. */
export function objectiveCells({
  traffic,
  variant,
  p99Ms,
  mostP99Ms,
  failureRate,
  mostFailureRate,
  isMet,
  isRequired,
}: ObjectiveResult): string[] {
  const p99 = p99Ms === null ? '–' : formatValue(p99Ms, 'ms')
  return [
    traffic,
    variant,
    mostP99Ms === null ? p99 : `${p99} of ${formatValue(mostP99Ms, 'ms')}`,
    mostFailureRate === null
      ? formatValue(failureRate, 'share')
      : `${formatValue(failureRate, 'share')} of ${formatValue(mostFailureRate, 'share')}`,
    `${isMet ? 'met' : 'MISSED'}${isRequired ? ', required' : ''}`,
  ]
}

export const objectiveHead = ['SLO', 'variant', 'P99', 'failure rate', 'result'] as const

/** How it was measured, and what the answers mean. */
export function methodSentences(report: ExperimentReport): string[] {
  const { plan, rounds, traffic, comparisons } = report
  const tested = comparisons.flatMap(({ measures }) => measures.filter((each) => each.tested)).length
  const rates = traffic.map(({ name, rate, arrivals, pods, client }) => {
    const what = `${name}: ${rate}/s ${arrivals}, ${pods} ${client} ${pods === 1 ? 'pool' : 'pools'}`
    return traffic.length === 1 ? what.slice(name.length + 2) : what
  })
  const together = tested === 1 ? 'One measure was tested:' : `${tested} measures were tested together:`
  const length = `${plan.measuredMs / 1000} s`
  const measured =
    report.events.length === 0
      ? `${length} measured`
      : `measured until its restart was over, for ${length} at most,`
  return [
    `${rounds} rounds; in each, every variant was sent the same requests at the same times, one after the other in an order that favours none, ${measured} after ${plan.warmupMs / 1000} s of warm-up, through fresh pools.`,
    `Traffic: ${rates.join('; ')}.`,
    `Intervals are of 95 %, from the spread over rounds. ${together} where nothing differs, the chance of even one wrong answer is at most ${formatShare(0.05)}.`,
  ]
}

/** What was done to the targets under load, counted by variant and event. */
export function eventSentences({ events, variants }: ExperimentReport): string[] {
  return variants.flatMap(({ name }) => {
    const own = events.filter(({ variant }) => variant === name)
    const kinds = [...new Set(own.map(({ event }) => event))]
    if (kinds.length === 0) return []
    const counts = kinds.map((kind) => {
      const times = own.filter(({ event }) => event === kind).length
      return `${kind} ${times} ${times === 1 ? 'time' : 'times'}`
    })
    return [`Under load, ${name}: ${counts.join(', ')}.`]
  })
}

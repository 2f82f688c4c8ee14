import type {
  LeakMeasure,
  LeakVerdict,
  MeasureVerdict,
  UnknownReason,
} from '../../models/leak/leak-verdict.ts'
import { formatBytes, formatCount, formatDays, formatEnds, formatMemory } from './format-growth.ts'

export const measureTitles: Readonly<Record<LeakMeasure, string>> = {
  heap: 'Heap',
  external: 'External',
  rss: 'RSS',
}

const reasons: Readonly<Record<UnknownReason, string>> = {
  'too-few-checkpoints': 'there are fewer checkpoints than a slope can be told from: it takes 12',
  'too-much-noise': 'a leak that matters would not stand out from the noise',
  'too-weak': 'it grows, but not so surely that it does so to the end',
  slowing: 'it grows less and less, and has not stopped',
  'began-late': 'it grows at the end, and did not before',
  'falls-back': 'it grows and falls back, as what works in batches does',
}

/** The verdict in a sentence or two, with its figures. */
export function verdictSentences(verdict: LeakVerdict): string[] {
  const { heap, external, rss } = verdict.measures
  switch (verdict.verdict) {
    case 'leak':
      return [
        ...(verdict.causes.includes('heap') && heap !== null ? [leakSentence(heap, '', verdict)] : []),
        ...(verdict.causes.includes('buffers') && external !== null
          ? [leakSentence(external, ' of buffers outside of the heap', verdict)]
          : []),
      ]
    case 'native-growth':
      return rss === null ? [] : [nativeSentence(rss)]
    case 'bounded-growth':
      return [`No leak: ${grownWords(verdict)}, and levels off, as a cache does that fills.`]
    case 'warm-up':
      return [`No leak: ${grownWords(verdict)} while it warmed up, and no more since.`]
    case 'none':
      return [noneSentence(verdict)]
    default:
      return [unknownSentence(verdict)]
  }
}

function leakSentence(
  measure: MeasureVerdict,
  of: string,
  { ratePerSecond, limitBytes }: LeakVerdict,
): string {
  const { bytesPerRequest, bytesPerDay, daysUntilLimit } = measure
  if (bytesPerRequest === null) return ''
  const size = `Leaks ${formatBytes(bytesPerRequest.value)} bytes${of} a request (${formatEnds(bytesPerRequest)})`
  if (ratePerSecond === null || bytesPerDay === null) return `${size}.`
  const rate = `at ${formatCount(ratePerSecond)}/s`
  if (limitBytes === null || daysUntilLimit === null) {
    return `${size}: ${rate} that is ${formatMemory(bytesPerDay.value)} a day.`
  }
  const limit = `the limit of ${formatMemory(limitBytes)}`
  if (daysUntilLimit.value <= 0) return `${size}: ${limit} has been reached.`
  return `${size}: ${rate} ${limit} is reached in ${formatDays(daysUntilLimit.value)}.`
}

function nativeSentence({ bytesPerRequest }: MeasureVerdict): string {
  const size =
    bytesPerRequest === null
      ? ''
      : ` by ${formatBytes(bytesPerRequest.value)} bytes a request (${formatEnds(bytesPerRequest)})`
  return `The heap does not leak, but the resident set grows${size}: fragmentation, or memory that native code holds.`
}

function grownWords({ verdict, measures: { heap, external } }: LeakVerdict): string {
  const parts = [
    ...(heap?.verdict === verdict ? [`the heap grew by ${formatMemory(heap.grownBytes)}`] : []),
    ...(external?.verdict === verdict
      ? [`external memory grew by ${formatMemory(external.grownBytes)}`]
      : []),
  ]
  return parts.join(' and ')
}

function noneSentence({ measures: { heap, external } }: LeakVerdict): string {
  const high = (heap ?? external)?.bytesPerRequest?.high
  const most = high === undefined ? '' : `: at most ${formatBytes(Math.max(high, 0))} bytes a request (95 %)`
  return `No leak${most}.`
}

function unknownSentence({ measures: { heap, external } }: LeakVerdict): string {
  const measure = [heap, external].find((each) => each?.verdict === 'unknown') ?? null
  if (measure?.reason == null) return 'Cannot be told: no checkpoint knows the heap or external memory.'
  const of = measure === heap ? 'the heap' : 'external memory'
  const needed =
    measure.requestsNeeded === null
      ? ''
      : ` It takes about ${formatCount(measure.requestsNeeded)} requests in all.`
  return `Cannot be told for ${of}: ${reasons[measure.reason]}.${needed}`
}

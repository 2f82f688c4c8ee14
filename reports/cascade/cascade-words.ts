import type { CascadeInjection, CascadeView } from '../../models/root-cause/cascade-view.ts'
import type { Suspect } from '../../models/root-cause/diagnosis.ts'
import { LATENT_SCORE } from '../../models/root-cause/diagnosis.ts'
import type { FaultKind } from '../../models/root-cause/fault-kind.ts'
import { formatChange, formatInterval, formatShare, formatValue } from '../terminal/format-value.ts'

const kindTitles: Readonly<Record<FaultKind, string>> = {
  'leaked-connection': 'leaked connections',
  'slow-dependency': 'slow dependency',
  'cpu-block': 'blocked thread',
  'gc-pressure': 'garbage collection',
  'lost-capacity': 'lost capacity',
  'retry-storm': 'retry storm',
  'timeout-order': 'timeout too short',
}

export function kindTitle(kind: FaultKind | null): string {
  return kind === null ? 'nothing known' : kindTitles[kind]
}

/** The cause that the diagnosis names first; `null` where it finds nothing wrong. */
export function namedCause({ diagnosis }: CascadeInjection): Suspect | null {
  const first = diagnosis.ranking[0]
  return first === undefined || first.score === 0 ? null : first
}

/** How an answer compares with what was put in. */
interface Judged {
  readonly words: string
  readonly tone: 'good' | 'warn' | 'bad'
}

/** `null` where it is not known what was put in. */
export function judgeAnswer(injection: CascadeInjection): Judged | null {
  const { injected } = injection
  const cause = namedCause(injection)
  if (injected === null) return null
  if (cause === null) return { words: 'missed', tone: 'bad' }
  if (cause.service !== injected.service) return { words: 'wrong service', tone: 'bad' }
  if (cause.kind !== injected.kind) return { words: 'right service, wrong kind', tone: 'warn' }
  return { words: 'right', tone: 'good' }
}

/** What came out, in one sentence. */
export function cascadeHeadline({ injections }: CascadeView): string {
  const known = injections.filter(({ injected }) => injected !== null)
  if (known.length === 0) return injections.length === 0 ? 'No fault was put in.' : 'What was found:'
  const right = known.filter((each) => judgeAnswer(each)?.tone === 'good').length
  const byErrors = known.filter(({ injected, baseline }) => baseline[0] === injected?.service).length
  return `Service and kind of fault named first: ${right} of ${known.length}; the service with the most errors was the one at fault: ${byErrors} of ${known.length}.`
}

/** A heading for one of the faults. */
export function injectionTitle(injection: CascadeInjection, index: number): string {
  const { injected } = injection
  if (injected === null) return `${index + 1}. What is wrong?`
  return `${index + 1}. ${injected.service}: ${kindTitle(injected.kind)} (${injected.strength})`
}

/** What the diagnosis says, in one sentence. */
export function answerSentence(injection: CascadeInjection): string {
  const cause = namedCause(injection)
  const judged = judgeAnswer(injection)
  const verdict = judged === null ? '' : ` (${judged.words})`
  if (cause === null) return `Found: nothing above chance${verdict}.`
  const what = cause.kind === null ? 'it fails by itself, in no way that has a name' : kindTitle(cause.kind)
  const share =
    cause.score < LATENT_SCORE
      ? 'a change that did no harm that shows so far'
      : `explains ${formatShare(cause.score)} of what was added`
  return `Found: ${cause.service}, ${what}${verdict}; ${share}.`
}

export function baselineSentence({ baseline, injected }: CascadeInjection): string {
  const first = baseline[0]
  if (first === undefined) return 'By errors alone: no service answered anything.'
  const verdict =
    injected === null ? '' : first === injected.service ? ' (right service)' : ' (wrong service)'
  return `By errors alone: ${first}${verdict}.`
}

/** How the whole changed when the setting was changed; empty where nobody tried. */
export function changeSentences({ changes }: CascadeInjection): readonly string[] {
  return changes.map(({ metric, change, low, high }) => {
    const kind = metric === 'p99' ? 'ratio' : 'difference'
    const unit = metric === 'p99' ? 'ms' : 'share'
    const interval =
      low === null || high === null ? '' : ` (95 % interval ${formatInterval(low, high, kind, unit)})`
    const name = metric === 'p99' ? 'P99' : 'Failures'
    return `${name} with the setting changed: ${formatChange(change, kind, unit)}${interval}.`
  })
}

export const figuresHead = ['', 'Requests', 'P50', 'P99', 'Failed'] as const

/** The stretches, one a row. */
export function figuresRows({ healthy, faulty, fixed }: CascadeInjection): string[][] {
  const stretches = [
    { name: 'healthy', figures: healthy },
    { name: 'with the fault', figures: faulty },
    { name: 'setting changed', figures: fixed },
  ]
  return stretches.flatMap(({ name, figures }) =>
    figures === null
      ? []
      : [
          [
            name,
            `${figures.requestsPerSecond.toFixed(0)}/s`,
            formatValue(figures.p50Ms, 'ms'),
            formatValue(figures.p99Ms, 'ms'),
            formatShare(figures.failedShare),
          ],
        ],
  )
}

export const suspectsHead = ['Service', 'Kind', 'Score'] as const

/** Those that were found, at most so many. */
export function suspectRows({ diagnosis }: CascadeInjection): string[][] {
  return diagnosis.ranking
    .filter(({ score }) => score > 0)
    .slice(0, MOST_SUSPECTS)
    .map(({ service, kind, score }) => [service, kindTitle(kind), score.toFixed(2)])
}

const MOST_SUSPECTS = 5

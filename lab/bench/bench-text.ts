import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import { fromStored, type PoolSettingName } from '../../models/pool/settings.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { wrapText } from '../../reports/patches/wrap-text.ts'
import { fitText } from '../../reports/terminal/fit-text.ts'
import { type Paint, plainPaint } from '../../reports/terminal/paint.ts'
import { thresholdRows } from '../../reports/terminal/threshold-rows.ts'
import { formatLimit, formatTime } from '../simulate/format-time.ts'
import type { BenchDocument } from './bench-document.ts'
import { benchHotPaths } from './bench-hot-paths.ts'
import { groupDigits } from './group-digits.ts'
import { hasUnknownPercentile, latencyTable } from './latency-table.ts'
import { requestTable } from './request-table.ts'
import { tuningLines } from './tuning-lines.ts'
import { waitText } from './wait-text.ts'
import { whereTimeGoes } from './where-time-goes.ts'
import { COLUMNS, LABEL, textRow } from './text-row.ts'
import { certificateText } from './certificate-text.ts'

export interface BenchTextOptions {
  /** None unless told. */
  readonly thresholds?: readonly ThresholdResult[] | undefined
  /** Of the target; nothing unless told. */
  readonly hotPaths?: ProfileArtifact | undefined
  /** Plain unless told. */
  readonly paint?: Paint
}

/** What a bench found, for a terminal of 80 columns, ending with a newline. */
export function benchText(document: BenchDocument, options: BenchTextOptions = {}): string {
  const { thresholds = [], hotPaths, paint = plainPaint } = options
  const { certificate, seed, threads, warnings } = document
  const lines = [
    ...fitText(`${document.method} ${document.target}`, COLUMNS, '  ').map(paint.strong),
    '',
    ...textRow('model', modelText(document)),
    ...textRow('measured', stretchText(document)),
    ...textRow('pool', poolText(document)),
    ...textRow('threads', `${document.driver} driver, ${threads.why}`),
    ...warnings.flatMap((warning) => textRow('warning', warning)),
    '',
    ...times(document),
    '',
    ...whereTimeGoes(document).flatMap(([label, text]) => textRow(label, text)),
    ...textRow('rate', rateText(document)),
    ...textRow('requests', requestsText(document)),
    ...textRow('connections', connectionsText(document)),
    ...textRow('statuses', tally(document.statuses)),
    ...textRow('errors', tally(document.errors)),
    ...tuningLines(document).flatMap(([label, text]) => textRow(label, text)),
    ...requestTable(document.byRequest),
    '',
    ...(thresholds.length === 0 ? [] : [...thresholdRows(thresholds, paint), '']),
    ...verdictLines(document, paint),
    ...textRow('machine', certificateText(certificate)),
    ...textRow('seed', String(seed)),
    ...(hotPaths === undefined ? [] : ['', benchHotPaths(hotPaths, paint)]),
  ]
  return `${lines.join('\n')}\n`
}

function modelText({ load }: BenchDocument): string {
  if (load.kind === 'open') {
    const spaced = load.arrivals === 'constant' ? 'evenly spaced' : 'at random (Poisson)'
    const due = `${groupDigits(load.rate, Number.isInteger(load.rate) ? 0 : 2)}/s due, ${spaced}`
    return `open: ${due}, at most ${groupDigits(load.inFlightMax)} under way`
  }
  const [user, wait, think] = load.users === 1 ? ['user', 'waits', 'thinks'] : ['users', 'wait', 'think']
  const thinking = load.thinkTime === null ? '' : ` and ${think} before the next request`
  return `closed: ${groupDigits(load.users)} ${user} who ${wait} for each answer${thinking}`
}

function stretchText({ durationMs, warmupMs, requests, ended, paceChanges }: BenchDocument): string {
  const warmup = `${formatTime(warmupMs)} of warm-up (${groupDigits(requests.warmup)} requests, not counted)`
  const end = {
    whole: '',
    finished: '; finished early',
    interrupted: '; interrupted',
    threshold: '; ended by a threshold',
  }[ended]
  const paces = paceChanges.map(({ atMs, factor }) =>
    factor === 0 ? `paused at ${formatTime(atMs)}` : `${Math.round(100 * factor)} % from ${formatTime(atMs)}`,
  )
  const changed = paces.length === 0 ? '' : `; changed while it ran: ${paces.join(', ')}`
  return `${formatTime(durationMs)}${warmupMs === 0 ? ', no warm-up' : ` after ${warmup}`}${end}${changed}`
}

function poolText({ client, settings }: BenchDocument): string {
  const limits = Object.entries(fromStored(settings)) as Array<[PoolSettingName, number]>
  const finite = limits
    .filter(([, value]) => value < Infinity)
    .map(
      ([name, value]) =>
        `${name.replace(/Ms$/, '')} ${name.endsWith('Ms') ? formatTime(value) : formatLimit(value)}`,
    )
  const rest = finite.length === 0 ? 'no limits' : finite.length < limits.length ? 'else no limits' : ''
  const all = [...finite, ...(rest === '' ? [] : [rest])].join(', ')
  return `${all}; behaves as that of ${client}`
}

function times(document: BenchDocument): string[] {
  const rows = [
    ['response', document.responseMs],
    ['service', document.serviceMs],
    ['lateness', document.latenessMs],
    ['pool wait', document.poolWaitMs],
    ['connect', document.connectMs],
  ] as const
  const wait = waitText(document)
  const few = rows.some(([, summary]) => hasUnknownPercentile(summary))
  return [
    ...latencyTable(rows),
    ...(few ? ['–: too few to know it (p90 takes 29, p99 299, p99.9 2,995)'] : []),
    ...(wait === null ? [] : ['', ...wrapText(wait, COLUMNS)]),
  ]
}

function rateText({ rate }: BenchDocument): string {
  const perSecond = (value: number | null) => (value === null ? '–' : `${groupDigits(value, 1)}/s`)
  const achieved = `achieved ${perSecond(rate.achieved)}`
  return rate.offered === null ? achieved : `offered ${perSecond(rate.offered)}, ${achieved}`
}

function requestsText({ requests }: BenchDocument): string {
  const { completed, failed, dropped, retried } = requests
  return [
    `${groupDigits(completed)} completed`,
    `${groupDigits(failed)} failed`,
    ...(dropped === 0 ? [] : [`${groupDigits(dropped)} dropped because too many were under way`]),
    ...(retried === 0 ? [] : [`${groupDigits(retried)} sent again`]),
  ].join(', ')
}

function connectionsText({ connections }: BenchDocument): string {
  const { dialed, dialedInWarmup, reused, closed, peakOpen, peakIdle } = connections
  const before = dialedInWarmup === 0 ? '' : ` (and ${groupDigits(dialedInWarmup)} in the warm-up)`
  const counts = `${groupDigits(dialed)} dialed${before}, ${groupDigits(reused)} ${reused === 1 ? 'reuse' : 'reuses'}`
  const most = `at most ${groupDigits(peakOpen)} open, ${groupDigits(peakIdle)} idle`
  return `${counts}, ${most}; closed: ${tally(closed)}`
}

function tally(counts: Readonly<Record<string, number>>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  return some.length === 0
    ? 'none'
    : some.map(([name, count]) => `${name} × ${groupDigits(count)}`).join(', ')
}

function verdictLines({ verdict: { verdict, figure, advice } }: BenchDocument, paint: Paint): string[] {
  const indent = ' '.repeat(LABEL)
  const advised = advice === null ? [] : wrapText(advice, COLUMNS - LABEL).map((line) => indent + line)
  const painted = verdict === 'VALID' ? paint.good : paint.bad
  const [first = '', ...more] = textRow('verdict', `${verdict}: ${figure}`)
  return [first.replace(verdict, painted), ...more, ...advised]
}

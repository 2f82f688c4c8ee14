import { markdownTable } from '../../docs/markdown-table.ts'
import { GOALS, relativeError, type ReplayResult } from '../replay/replay-result.ts'
import { type Measured, measuredNote } from './measured.ts'

/** A case as `replay.ts --json` prints it, as far as the table needs it. */
export type ReplayCaseResult = Omit<ReplayResult, 'costs'>

const HEAD = [
  'Client',
  'Settings',
  'Dials: predicted',
  'counted',
  'error',
  'P99: predicted',
  'counted',
  'error',
  'Waited for a core',
]

/** Waiting for a core for more of the time than this is being disturbed by other programs. */
const DISTURBED_SHARE = 0.01

/** Real clients on sockets beside the simulator: a row for each case. */
export function replaySection({ finding, ...when }: Measured<readonly ReplayCaseResult[]>): string {
  const [{ requests } = { requests: 0 }] = finding
  const within = (name: keyof typeof GOALS) =>
    finding.filter(({ predicted, counted }) => isWithin(predicted[name], counted[name], GOALS[name])).length
  return [
    ...markdownTable(HEAD, finding.map(row)),
    '',
    `${requests} requests in each case. Dials were predicted within ${percent(GOALS.dials, 0)} in ${within('dials')} of`,
    `${finding.length} cases, the P99 within ${percent(GOALS.responseP99Ms, 0)} in ${within('responseP99Ms')}; ${failuresText(finding)}`,
    ...disturbanceText(finding),
    measuredNote(when),
  ].join('\n')
}

function row(result: ReplayCaseResult): string[] {
  const { client, settings, predicted, counted, coreWaitShare } = result
  return [
    client,
    settings,
    predicted.dials.toFixed(0),
    counted.dials.toFixed(0),
    signed(relativeError(predicted.dials, counted.dials)),
    `${predicted.responseP99Ms.toFixed(1)} ms`,
    `${counted.responseP99Ms.toFixed(1)} ms`,
    signed(relativeError(predicted.responseP99Ms, counted.responseP99Ms)),
    coreWaitShare === null ? 'not known' : percent(coreWaitShare, 1),
  ]
}

function isWithin(predicted: number, counted: number, goal: number): boolean {
  return Math.abs(relativeError(predicted, counted)) <= goal
}

function failuresText(finding: readonly ReplayCaseResult[]): string {
  const failed = finding.filter(({ failures }) => failures.length > 0).length
  return failed === 0 ? 'no request failed.' : `requests failed in ${failed} of them.`
}

function disturbanceText(finding: readonly ReplayCaseResult[]): string[] {
  const disturbed = finding.filter(({ coreWaitShare }) => (coreWaitShare ?? 0) > DISTURBED_SHARE).length
  if (disturbed === 0) return []
  return [
    `**Other programs were running**: in ${disturbed} of ${finding.length} cases the client or the server waited for a core for more`,
    `than ${percent(DISTURBED_SHARE, 0)} of the time, so these errors are not the simulator's alone.`,
  ]
}

function signed(error: number): string {
  return `${error < 0 ? '−' : '+'}${percent(Math.abs(error), 1)}`
}

function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`
}

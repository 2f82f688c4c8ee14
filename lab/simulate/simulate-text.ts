import { findClient } from '../../models/clients/catalogue.ts'
import { fromStored, type PoolSettingName } from '../../models/pool/settings.ts'
import { formatLimit, formatTime } from './format-time.ts'
import type { SimulateDocument } from './simulate-document.ts'
import { surfaceText } from './surface-text.ts'
import { fitText } from '../../reports/terminal/fit-text.ts'
import { type Paint, plainPaint } from '../../reports/terminal/paint.ts'
import { COLUMNS, LABEL, textRow } from '../bench/text-row.ts'

const CELL = 9

/** A simulation for a terminal of 80 columns, ending with a newline. */
export function simulateText(document: SimulateDocument, paint: Paint = plainPaint): string {
  const { client, file, seed, surface } = document
  const lines = [
    ...fitText(`${findClient(client).title} on ${file} (seed ${seed}), in virtual time`, COLUMNS, '  ').map(
      paint.strong,
    ),
    ...textRow('settings', settingsText(document)),
    ...textRow('system', systemText(document)),
    ...textRow('requests', requestsText(document)),
    ...textRow('connections', connectionsText(document)),
    ...textRow('closed', closedText(document)),
    ...textRow('idle', idleText(document)),
    ...responseLines(document),
  ]
  return `${lines.join('\n')}\n${surface === null ? '' : `\n${surfaceText(surface)}`}`
}

function settingsText({ settings }: SimulateDocument): string {
  const limits = Object.entries(fromStored(settings)) as Array<[PoolSettingName, number]>
  const finite = limits
    .filter(([, value]) => value < Infinity)
    .map(
      ([name, value]) =>
        `${name.replace(/Ms$/, '')} ${name.endsWith('Ms') ? formatTime(value) : formatLimit(value)}`,
    )
  if (finite.length === 0) return 'no limits'
  return `${finite.join(', ')}${finite.length < limits.length ? '; else no limits' : ''}`
}

function systemText({ system, pods, podsAtEnd, hosts }: SimulateDocument): string {
  const { rttMs, meanDialMs, meanServiceMs, slots, serverIdleTimeoutMs, hintMs, failures } = system
  return [
    `${podsText(pods, podsAtEnd)}${hosts === 1 ? '' : `, ${hosts} hosts`}`,
    `round trip ${formatTime(rttMs)}`,
    `dial ${formatTime(meanDialMs)}`,
    `service ${formatTime(meanServiceMs)} on average`,
    slots === null ? 'no queue' : `${slots} slots`,
    ...(serverIdleTimeoutMs === null ? [] : [`server closes after ${formatTime(serverIdleTimeoutMs)}`]),
    ...(hintMs === null ? [] : [`hint ${formatTime(hintMs)}`]),
    ...(failures === null
      ? []
      : [`failing: requests ${percent(failures.requestShare)}, dials ${percent(failures.dialShare)}`]),
  ].join(', ')
}

function podsText(pods: number, podsAtEnd: number | null): string {
  const first = `${pods} ${pods === 1 ? 'pod' : 'pods'}`
  return podsAtEnd === null ? first : `${first} at first, ${podsAtEnd} at the end`
}

function requestsText({ requests, failed, retried, errors, durationMs }: SimulateDocument): string {
  const kinds = Object.entries(errors).map(([kind, count]) => `${kind} ${count}`)
  const rate = (1000 * requests) / durationMs
  return [
    `${requests} in ${formatTime(durationMs)} (${rate.toFixed(rate < 10 ? 2 : 0)}/s)`,
    `${failed} failed${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`,
    ...(retried === 0 ? [] : [`${retried} sent again`]),
  ].join(', ')
}

function connectionsText({ connections, requests }: SimulateDocument): string {
  const { dialed, reused, stillOpen, peakOpen } = connections
  const share = requests === 0 ? '' : ` (${percent(dialed / requests)} of the requests)`
  return `${dialed} dialed${share}, ${reused} ${reused === 1 ? 'reuse' : 'reuses'}, ${stillOpen} still open, at most ${peakOpen} at once`
}

function closedText({ connections }: SimulateDocument): string {
  const reasons = Object.entries(connections.closed).filter(([, count]) => count > 0)
  return reasons.length === 0 ? 'none' : reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')
}

function idleText({ connections, endedMs }: SimulateDocument): string {
  const { idleSeconds, peakIdle } = connections
  const mean = endedMs === 0 ? '' : `, ${((1000 * idleSeconds) / endedMs).toFixed(2)} on average`
  return `${idleSeconds.toFixed(idleSeconds < 100 ? 3 : 0)} connection-seconds${mean}, at most ${peakIdle}; up to the last response`
}

function responseLines({ responseMs }: SimulateDocument): string[] {
  const { mean, p50, p90, p95, p99, p999, max } = responseMs
  if (mean === null) return textRow('response', 'none')
  const named = { mean, P50: p50, P90: p90, P95: p95, P99: p99, 'P99.9': p999, max }
  const cells = (texts: readonly string[]) => texts.map((text) => text.padStart(CELL)).join('')
  return [
    `${'response'.padEnd(LABEL - 2)}${cells(Object.keys(named))}`,
    `${' '.repeat(LABEL - 2)}${cells(Object.values(named).map((ms) => formatTime(ms ?? Number.NaN)))}`,
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

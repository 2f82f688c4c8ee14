import type { CloseWay } from '../../models/probe/idle-observation.ts'
import { wrapText } from '../../reports/patches/wrap-text.ts'
import { formatTime } from '../simulate/format-time.ts'
import { clientTable } from './client-table.ts'
import type { CostsDocument, IdleTimeoutDocument, ProbeDocument } from './probe-document.ts'
import { raceText } from './race-text.ts'
import { secondsText, stretchText } from './seconds-text.ts'
import { COLUMNS, textRow } from '../bench/text-row.ts'

/** What a probe found, for a terminal of 80 columns, ending with a newline. */
export function probeText(document: ProbeDocument): string {
  const { costs, idleTimeout, race } = document
  const lines = [
    `${document.method} ${document.target}`,
    '',
    ...textRow('answer', answerText(costs)),
    ...textRow('connection', connectionText(costs)),
    ...textRow('request', requestText(costs)),
    ...(idleTimeout === null ? closesAlways() : idleLines(idleTimeout)),
    ...(race === null ? [] : ['', ...raceText(race)]),
    ...(document.ended === 'interrupted' ? ['', 'interrupted: what was known by then'] : []),
    ...(idleTimeout === null ? [] : ['', ...marginLines(document), '', ...clientTable(document.clients)]),
  ]
  return `${lines.join('\n')}\n`
}

function answerText({ status, httpVersion, connectionHeader, maxRequests, reuses }: CostsDocument): string {
  const says = connectionHeader === null ? '' : `, Connection: ${connectionHeader}`
  const most =
    maxRequests === null
      ? ''
      : `; it takes ${maxRequests} ${maxRequests === 1 ? 'request' : 'requests'} more on a connection (max=)`
  const keeps = reuses ? 'the connection is kept' : 'the connection is not kept'
  return `${status}, HTTP/${httpVersion}${says}; ${keeps}${most}`
}

function connectionText({ dial, tcp, tlsHandshake, tls }: CostsDocument): string {
  const handshake =
    tls === null || tlsHandshake === null
      ? ', all of it TCP'
      : `: TCP ${formatTime(tcp.median)}, handshake ${formatTime(tlsHandshake.median)} (${tls.protocol}, ${tls.cipher})`
  return `${formatTime(dial.median)} to open${handshake}; median of ${dial.count}, ${formatTime(dial.min)} to ${formatTime(dial.max)}`
}

function requestText({ firstResponse, reusedResponse, firstByte }: CostsDocument): string {
  const open =
    reusedResponse === null
      ? ''
      : `; ${formatTime(reusedResponse.median)} on an open one, at most ${formatTime(reusedResponse.max)} (${reusedResponse.count} of them)`
  return `${formatTime(firstResponse.median)} on a new connection, first byte after ${formatTime(firstByte.median)}${open}`
}

function closesAlways(): string[] {
  return [
    '',
    ...wrapText(
      'The server closes the connection after every response: no idle timeout of a client matters until it keeps them.',
      COLUMNS,
    ),
  ]
}

function idleLines(idle: IdleTimeoutDocument): string[] {
  return [
    '',
    ...textRow('idle timeout', timeoutText(idle)),
    ...wayNotes(idle).flatMap((note) => textRow('', note)),
    ...textRow('hint', hintText(idle)),
  ]
}

const ways: Readonly<Record<CloseWay, string>> = {
  fin: 'FIN',
  reset: 'RST',
  unasked: 'something unasked and then the end, such as a 408',
  'closed-on-use': 'the end of the connection in place of an answer',
  'reset-on-use': 'RST in place of an answer',
  silence: 'no answer',
}

function timeoutText(idle: IdleTimeoutDocument): string {
  const { interval, seenCloses, capMs, connections, closedBy, answeredAfterMs } = idle
  const answered =
    answeredAfterMs === null ? '' : `; a request was answered after ${secondsText(answeredAfterMs)} idle`
  if (interval.closedMs === null || closedBy === null) {
    const why = idle.ended === 'cap' ? `, as long as they were watched (up to ${formatTime(capMs)})` : ''
    return `still open after ${secondsText(interval.openMs)}: none of ${connections} connections was closed${why}${answered}`
  }
  if (seenCloses !== null) {
    const { count, shortestMs, medianMs, longestMs } = seenCloses
    const times = count === 1 ? '' : `, ${stretchText(shortestMs, longestMs)}`
    return `${secondsText(medianMs)}: ${count} idle ${count === 1 ? 'connection' : 'connections'} closed by the server${times}, by ${ways[closedBy]}${answered}`
  }
  return `between ${secondsText(interval.openMs)} and ${secondsText(interval.closedMs)}: no close was seen, but a request after ${secondsText(interval.closedMs)} idle met ${ways[closedBy]}, one after ${secondsText(interval.openMs)} was answered`
}

function hintText({ hint }: IdleTimeoutDocument): string {
  const { timeoutMs, comparison } = hint
  if (timeoutMs === null) return 'none: the server does not say how long it keeps idle connections'
  const says = `Keep-Alive: timeout=${timeoutMs / 1000}`
  const by = secondsText(comparison.byMs)
  switch (comparison.kind) {
    case 'equal':
      return `${says}, and so it does`
    case 'longer':
      return `${says}: it keeps them ${by} longer than it says`
    case 'shorter':
      return `${says}, but it closes ${by} before: clients that believe it will fail`
    case 'kept-so-far':
      if (comparison.byMs === 0) return `${says}: it kept them for that long, as long as they were watched`
      return `${says}: it kept them for that long, and ${by} longer, as long as they were watched`
    default:
      return `${says}: they were watched for ${by} less than that`
  }
}

function wayNotes(idle: IdleTimeoutDocument): string[] {
  const { closedBy, interval, seenCloses, connections, uselessConnections: useless, closedSoonerMs } = idle
  const { openMs, closedMs } = interval
  const unheard = closedMs !== null && seenCloses === null
  const scattered = closedMs !== null && openMs > 1.02 * closedMs + 50
  return [
    ...(useless > 0
      ? [
          `${useless} of ${connections + useless} connections were of no use: not opened, not answered, or closed after the first answer.`,
        ]
      : []),
    ...(closedSoonerMs === null
      ? []
      : [
          `A connection that had been used again was closed after only ${secondsText(closedSoonerMs)} idle: the server closes by age, in sweeps, or was restarted. No idle timeout of a client is sure to keep clear of that.`,
        ]),
    ...(unheard && closedBy === 'silence'
      ? [
          'Something on the way drops idle connections and tells nobody: a client learns of it by waiting in vain.',
        ]
      : []),
    ...(scattered
      ? [
          `Not all connections are closed after the same time: one was open after ${secondsText(openMs)}, another closed after ${secondsText(closedMs)}.`,
        ]
      : []),
  ]
}

function marginLines({ clients, margin }: ProbeDocument): string[] {
  const [first] = clients
  if (first === undefined) return []
  const { serverIdleMs, marginMs, source } = first.safe
  const from = {
    hint: 'its hint',
    closed: 'as seen',
    'still-open': 'as long as it was watched',
    'no-reuse': '',
  }
  const wantedMs = Math.max(1000, 2 * margin.roundTripP99 + margin.loopLagP99)
  const half = marginMs < wantedMs ? `, but half the server's ${secondsText(serverIdleMs)} at most` : ''
  const swept = clients.find(({ safe }) => (safe.expirySlack ?? 1) > 1)
  return wrapText(
    [
      `Safe is what ends ${secondsText(marginMs)} before the server's ${secondsText(serverIdleMs)} (${from[source]}):`,
      `at least 1 s, or two round trips of ${formatTime(margin.roundTripP99)} (P99 of whole responses) and ${formatTime(margin.loopLagP99)} of event loop delay (P99)${half}.`,
      ...(swept === undefined
        ? []
        : [
            `${swept.title} gets that divided by ${swept.safe.expirySlack}, since its sweeps may come as late.`,
          ]),
    ].join(' '),
    COLUMNS,
  )
}

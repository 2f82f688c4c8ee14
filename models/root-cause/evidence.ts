import { countWords, msWords, percentWords } from '../diagnosis/figure-words.ts'
import type { Cause } from './blame.ts'
import { lateAttempts } from './failure-blame.ts'
import { mean } from './significant-excess.ts'
import { quantileOf } from './spread.ts'
import type { CallChange, ServiceChange, StretchChange } from './stretch-change.ts'
import { meanShare } from './thread-load.ts'

/** What speaks for a cause: whole sentences with the figures of both stretches. */
export function evidenceFor({ service, kind, peer }: Cause, change: StretchChange): readonly string[] {
  const own = change.services.get(service)
  if (own === undefined) return []
  const call = change.calls.find(({ from, to }) => from === service && to === peer)
  if (kind === null) return failureSentences(own)
  if (call === undefined) return serviceSentences(kind, own)
  const after = addedWaitSentence(call)
  switch (kind) {
    case 'leaked-connection':
      return [...leakSentences(call), ...after]
    case 'retry-storm':
      return retrySentences(call, change.services.get(call.to))
    case 'timeout-order':
      return timeoutSentences(call, change)
    default:
      return [limitSentence(call), ...after]
  }
}

function serviceSentences(kind: Cause['kind'], own: ServiceChange): string[] {
  switch (kind) {
    case 'slow-dependency':
      return slowSentences(own)
    case 'cpu-block':
      return [cpuSentence(own), delaySentence(own)]
    case 'gc-pressure':
      return [gcSentence(own), cpuSentence(own), delaySentence(own)]
    case 'lost-capacity':
      return capacitySentences(own)
    default:
      return []
  }
}

function leakSentences({
  from,
  to,
  faulty: { leaked, attemptsPerMs, holds },
  healthy,
}: CallChange): string[] {
  if (leaked.count === 0) {
    const held = msWords(mean(holds))
    return [
      `${from}: calls to ${to} wait for a connection although there are no more of them (${perSecond(attemptsPerMs)}) and each holds one no longer (${held}, ${msWords(meanOrZero(healthy?.holds))} before).`,
    ]
  }
  const callee =
    leaked.calleeInWork === null
      ? ''
      : `, while ${to} has ${countWords(leaked.calleeInWork, 'request')} in work`
  const longest = holds.reduce((most, value) => Math.max(most, value), 0)
  return [
    `${from}: ${leaked.busy} of ${leaked.limit} connections to ${to} are out, the longest for ${msWords(leaked.longestHeldMs)}${callee}.`,
    `${from}: no call to ${to} took longer than ${msWords(longest)} once it had a connection, so ${countWords(leaked.count, 'connection is', 'connections are')} out for nothing.`,
  ]
}

function addedWaitSentence({ from, to, faulty, healthy, addedWaitMs }: CallChange): string[] {
  if (addedWaitMs === 0) return []
  return [
    `${from}: a call to ${to} waits ${msWords(mean(faulty.waits))} for a connection in the mean, ${msWords(meanOrZero(healthy?.waits))} before.`,
  ]
}

function limitSentence({ from, to, faulty, healthy }: CallChange): string {
  return `${from}: its pool to ${to} has ${faulty.configured?.poolLimit ?? 'an unknown number of'} connections, ${healthy?.configured?.poolLimit ?? 'an unknown number'} before.`
}

function retrySentences(call: CallChange, callee: ServiceChange | undefined): string[] {
  const { from, to, faulty, healthy } = call
  const retries =
    faulty.configured === null
      ? ''
      : `, with ${countWords(faulty.configured.retries, 'retry', 'retries')} allowed`
  const load = `${from}: ${to} gets ${perSecond(faulty.attemptsPerMs)} from it for ${perSecond(faulty.attemptsPerMs / faulty.attemptsPerCall)} calls.`
  const wait =
    callee !== undefined && callee.addedWaitMs > 0
      ? [
          `${to}: a request waits ${msWords(mean(callee.faulty.waits))} for a slot in the mean, ${msWords(mean(callee.healthy.waits))} before.`,
        ]
      : []
  return [
    `${from}: a call to ${to} takes ${faulty.attemptsPerCall.toFixed(2)} tries in the mean, ${(healthy?.attemptsPerCall ?? 1).toFixed(2)} before${retries}.`,
    load,
    ...wait,
  ]
}

function timeoutSentences(call: CallChange, { calls }: StretchChange): string[] {
  const { from, to, faulty, healthy } = call
  const late = lateAttempts(faulty)
  const timeoutMs = faulty.configured?.timeoutMs ?? null
  const usual = (healthy?.holds ?? []).toSorted((a, b) => a - b)
  const limit = timeoutMs === null ? 'its timeout' : `its timeout of ${msWords(timeoutMs)}`
  const before = healthy?.configured?.timeoutMs ?? null
  const was = before === null || before === timeoutMs ? '' : ` (${msWords(before)} before)`
  const onward = late.filter(
    ({ span, answer }) => answer !== null && answer.durationMs > span.durationMs - span.waitMs,
  ).length
  const inner = calls.find((each) => each.from === to)
  const innerMs = inner?.faulty.configured?.timeoutMs ?? null
  return [
    `${from}: ${percentWords(late.length / faulty.calls.attempts.length)} of its calls to ${to} are given up after ${limit}${was}; before, half of them took up to ${msWords(quantileOf(usual, 0.5))} and 99 of 100 up to ${msWords(quantileOf(usual, 0.99))}.`,
    ...(onward === 0
      ? []
      : [`${to}: works on at ${onward} of these ${late.length} after ${from} has given up, for nobody.`]),
    ...(inner === undefined || innerMs === null || timeoutMs === null || innerMs < timeoutMs
      ? []
      : [
          `${to}: gives its own calls to ${inner.to} ${msWords(innerMs)}, not less than ${from} gives it: the outer call gives up first.`,
        ]),
  ]
}

function slowSentences({ service, healthy, faulty, addedBusyShare }: ServiceChange): string[] {
  const cpu = addedBusyShare > 0 ? '' : ', while its thread is no busier than its load explains'
  return [
    `${service}: its own part of a request takes ${msWords(mean(faulty.selves))} in the mean, ${msWords(mean(healthy.selves))} before: ${(mean(faulty.selves) / mean(healthy.selves)).toFixed(1)} times${cpu}.`,
  ]
}

function capacitySentences({ service, healthy, faulty, lnHold }: ServiceChange): string[] {
  const slots =
    faulty.slots !== null && healthy.slots !== null && faulty.slots < healthy.slots
      ? [`${service}: ${countWords(faulty.slots, 'slot')} to work in, ${healthy.slots} before.`]
      : []
  const hold =
    lnHold > 0 ? '' : `, although it takes no longer once it has one (${msWords(mean(faulty.holds))})`
  return [
    ...slots,
    `${service}: a request waits ${msWords(mean(faulty.waits))} for a slot in the mean, ${msWords(mean(healthy.waits))} before${hold}.`,
  ]
}

function cpuSentence({ service, healthy, faulty }: ServiceChange): string {
  return `${service}: uses ${percentWords(meanShare(faulty.thread.cpuShares))} of a core, ${percentWords(meanShare(healthy.thread.cpuShares))} before.`
}

function gcSentence({ service, healthy, faulty }: ServiceChange): string {
  return `${service}: collects garbage for ${percentWords(meanShare(faulty.thread.gcShares))} of the time, ${percentWords(meanShare(healthy.thread.gcShares))} before.`
}

function delaySentence({ service, healthy, faulty }: ServiceChange): string {
  return `${service}: its event loop is held up for ${msWords(faulty.thread.blockMs)}, ${msWords(healthy.thread.blockMs)} before.`
}

function failureSentences({ service, healthy, faulty }: ServiceChange): string[] {
  const failedShare = ({ requests }: ServiceChange['healthy']) =>
    requests.filter(({ span }) => span.outcome !== 'ok').length / Math.max(1, requests.length)
  const now = failedShare(faulty)
  const before = failedShare(healthy)
  if (now <= before) return []
  return [`${service}: ${percentWords(now)} of its requests fail, ${percentWords(before)} before.`]
}

function perSecond(perMs: number): string {
  return `${(1000 * perMs).toFixed(0)}/s`
}

function meanOrZero(values: readonly number[] | undefined): number {
  return values === undefined || values.length === 0 ? 0 : mean(values)
}

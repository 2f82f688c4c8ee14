import { median } from '../statistics/median.ts'
import { leakedConnections, type LeakedConnections } from './leaked-connections.ts'
import { linkSpans, type LinkedSpans, type LinkedCalls, type LinkedRequest } from './linked-spans.ts'
import type { Observation, ServiceConfiguration, ServiceVitals } from './observation.ts'
import { type ThreadLoad, threadLoad } from './thread-load.ts'

/** What a stretch shows of one service; figures of requests in order of time, in ms. */
export interface ServiceFigures {
  readonly requests: readonly LinkedRequest[]
  readonly waits: readonly number[]
  readonly selves: readonly number[]
  /** Of each request, without its wait for a slot: how long it held one. */
  readonly holds: readonly number[]
  readonly durations: readonly number[]
  readonly requestsPerMs: number
  /** `null` where the service says nothing of itself. */
  readonly slots: number | null
  readonly thread: ThreadLoad
  readonly vitals: readonly ServiceVitals[]
}

/** What a stretch shows of the calls of one service to another; figures of tries in order of time, in ms. */
export interface CallFigures {
  readonly calls: LinkedCalls
  /** Waited for a connection. */
  readonly waits: readonly number[]
  /** The called service at work, as far as the caller waited for it. */
  readonly answers: readonly number[]
  /** Neither: on the way, or waiting for one of the two threads. */
  readonly gaps: readonly number[]
  /** From getting the connection to the end of the try. */
  readonly holds: readonly number[]
  /** Tries for each first try; 1 without retries. */
  readonly attemptsPerCall: number
  readonly attemptsPerMs: number
  readonly leaked: LeakedConnections
  readonly configured: ServiceConfiguration['calls'][number] | null
}

export interface StretchFigures {
  readonly linked: LinkedSpans
  readonly services: ReadonlyMap<string, ServiceFigures>
  readonly calls: ReadonlyMap<string, CallFigures>
  /** Requests that no other service of the stretch has sent, by service. */
  readonly entries: ReadonlyMap<string, readonly LinkedRequest[]>
}

export function stretchFigures(observation: Observation): StretchFigures {
  const linked = linkSpans(observation.spans)
  const { requests, attempts } = linked
  const named = [
    ...requests.keys(),
    ...observation.vitals.map(({ service }) => service),
    ...[...attempts.values()].map(({ to }) => to),
  ]
  const names = [...new Set(named)].sort()
  const vitals = new Map(
    names.map((name) => [name, observation.vitals.filter(({ service }) => service === name)]),
  )
  const services = new Map(
    names.map((name) => [
      name,
      figuresOf(requests.get(name) ?? [], vitals.get(name) ?? [], observation.durationMs),
    ]),
  )
  const calls = new Map(
    [...attempts].map(([key, each]) => [key, callFiguresOf(each, vitals, observation)] as const),
  )
  return { linked, services, calls, entries: entriesOf(requests, [...attempts.values()]) }
}

function figuresOf(
  requests: readonly LinkedRequest[],
  vitals: readonly ServiceVitals[],
  durationMs: number,
): ServiceFigures {
  return {
    requests,
    waits: requests.map(({ span }) => span.waitMs),
    selves: requests.map(({ selfMs }) => selfMs),
    holds: requests.map(({ span }) => Math.max(0, span.durationMs - span.waitMs)),
    durations: requests.map(({ span }) => span.durationMs),
    requestsPerMs: requests.length / durationMs,
    slots: vitals.length === 0 ? null : median(vitals.map(({ slots }) => slots)),
    thread: threadLoad(vitals),
    vitals,
  }
}

function callFiguresOf(
  calls: LinkedCalls,
  vitals: ReadonlyMap<string, readonly ServiceVitals[]>,
  { configuration, durationMs }: Observation,
): CallFigures {
  const { from, to, attempts } = calls
  const holds = attempts.map(({ span }) => Math.max(0, span.durationMs - span.waitMs))
  // Without a span of the called service, all that came after the wait may have been its.
  const answers = attempts.map(({ answer }, i) => Math.min(holds[i] ?? 0, answer?.durationMs ?? Infinity))
  const firsts = attempts.filter(({ span }) => span.attempt <= 1).length
  const configured = configuration.find(({ service }) => service === from)?.calls
  return {
    calls,
    waits: attempts.map(({ span }) => span.waitMs),
    answers,
    gaps: holds.map((hold, i) => hold - (answers[i] ?? 0)),
    holds,
    attemptsPerCall: attempts.length / Math.max(1, firsts),
    attemptsPerMs: attempts.length / durationMs,
    leaked: leakedConnections(to, vitals.get(from) ?? [], vitals.get(to) ?? [], attempts),
    configured: configured?.find(({ peer }) => peer === to) ?? null,
  }
}

/** A request comes from outside if nobody calls its service; where all are called, if it has no parent. */
function entriesOf(
  requests: ReadonlyMap<string, readonly LinkedRequest[]>,
  calls: readonly LinkedCalls[],
): Map<string, readonly LinkedRequest[]> {
  const called = new Set(calls.map(({ to }) => to))
  const first = [...requests].filter(([service, own]) => !called.has(service) && own.length > 0)
  if (first.length > 0) return new Map(first)
  return new Map(
    [...requests].map(([service, own]) => [
      service,
      own.filter(({ span, isCalled }) => span.parentSpanId === null && !isCalled),
    ]),
  )
}

import type { Span } from '../trace-context/span.ts'
import { spread, type Spread } from './spread.ts'
import { type LinkedSpans, linkSpans } from './linked-spans.ts'

/** A service as its own server spans show it. */
export interface ServiceNode {
  readonly service: string
  /** Server spans. */
  readonly requests: number
  /** Of them: did not end well. */
  readonly failed: number
  readonly durationMs: Spread
  /** Of a request: neither waited for a slot nor spent in calls to others, of which parallel ones count once. */
  readonly selfMs: Spread
  /** Of a request: waited for a slot. */
  readonly waitMs: Spread
}

/** Calls of one service to another. */
export interface CallEdge {
  readonly from: string
  readonly to: string
  /** Tries, the first ones and those after them. */
  readonly attempts: number
  /** First tries. */
  readonly calls: number
  readonly errors: number
  readonly timeouts: number
  readonly rejected: number
  readonly cancelled: number
  /** Of a try, as the caller saw it. */
  readonly durationMs: Spread
  /** Of a try: waited for a connection. */
  readonly waitMs: Spread
}

/** Which services there are and who calls whom, both in the order of their names. */
export interface DependencyGraph {
  /** How long the spans were collected; calls per second are `calls / durationMs * 1000`. */
  readonly durationMs: number
  readonly services: readonly ServiceNode[]
  readonly calls: readonly CallEdge[]
  /** Server spans whose parent was not recorded although they have one: the first service's, or the parent is lost. */
  readonly orphans: number
  /** Client spans for which the called service recorded nothing: it never got the request, or its span is lost. */
  readonly unanswered: number
}

/**
 * Services and calls from spans. A call is known by the peer that the client span names, and where it names none, by the
 * server span below it; a server span whose client span is lost is counted for its service alone. Times are taken from the
 * spans of one service each, so clocks that differ between services do not matter.
 *
 * @param durationMs of the stretch that the spans are of, > 0
 */
export function dependencyGraph(spans: readonly Span[], durationMs: number): DependencyGraph {
  return graphOf(linkSpans(spans), durationMs)
}

/** The same from spans that are linked already. */
export function graphOf(linked: LinkedSpans, durationMs: number): DependencyGraph {
  const services = [...linked.requests].map(([service, requests]): ServiceNode => ({
    service,
    requests: requests.length,
    failed: requests.filter(({ span }) => span.outcome !== 'ok').length,
    durationMs: spread(requests.map(({ span }) => span.durationMs)),
    selfMs: spread(requests.map(({ selfMs }) => selfMs)),
    waitMs: spread(requests.map(({ span }) => span.waitMs)),
  }))
  const calls = [...linked.attempts.values()].map(({ from, to, attempts }): CallEdge => {
    const ended = (outcome: Span['outcome']) => attempts.filter(({ span }) => span.outcome === outcome).length
    return {
      from,
      to,
      attempts: attempts.length,
      calls: attempts.filter(({ span }) => span.attempt <= 1).length,
      errors: ended('error'),
      timeouts: ended('timeout'),
      rejected: ended('rejected'),
      cancelled: ended('cancelled'),
      durationMs: spread(attempts.map(({ span }) => span.durationMs)),
      waitMs: spread(attempts.map(({ span }) => span.waitMs)),
    }
  })
  return { durationMs, services, calls, orphans: linked.orphans, unanswered: linked.unanswered }
}

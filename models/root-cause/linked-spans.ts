import type { Span } from '../trace-context/span.ts'

/** A try of a call, as the caller saw it, and what the called service recorded of it. */
export interface LinkedAttempt {
  readonly span: Span
  readonly answer: Span | null
}

export interface LinkedRequest {
  readonly span: Span
  /** Neither waited for a slot nor spent in calls; calls at the same time count once. */
  readonly selfMs: number
  /** Within calls, of which those at the same time count once. */
  readonly callsMs: number
  /** In order of time. */
  readonly attempts: readonly LinkedAttempt[]
  /** Whether a client span that was recorded is its parent. */
  readonly isCalled: boolean
}

export interface LinkedCalls {
  readonly from: string
  readonly to: string
  /** In order of time. */
  readonly attempts: readonly LinkedAttempt[]
}

export interface LinkedSpans {
  /** By service, in the order of the names; requests in order of time. */
  readonly requests: ReadonlyMap<string, readonly LinkedRequest[]>
  /** In the order of the names. */
  readonly attempts: ReadonlyMap<string, LinkedCalls>
  readonly orphans: number
  readonly unanswered: number
}

/** Puts spans below their parents, whatever their order; what has lost its parent or its child stays as it is. */
export function linkSpans(spans: readonly Span[]): LinkedSpans {
  const ordered = [...spans].sort(byTime)
  const clients = ordered.filter(({ kind }) => kind === 'client')
  const servers = ordered.filter(({ kind }) => kind === 'server')
  const clientIds = new Set(clients.map(idOf))
  const answers = new Map(servers.map((span) => [parentOf(span), span]))
  const links = clients.map((span): LinkedAttempt => ({ span, answer: answers.get(idOf(span)) ?? null }))
  const children = groupBy(links, ({ span }) => parentOf(span))
  const requests = servers.map((span): LinkedRequest => {
    const attempts = children.get(idOf(span)) ?? []
    const callsMs = coveredMs(span, attempts)
    const selfMs = Math.max(0, span.durationMs - span.waitMs - callsMs)
    return { span, attempts, callsMs, selfMs, isCalled: clientIds.has(parentOf(span)) }
  })
  const services = [...new Set(ordered.map(({ service }) => service))].sort()
  const byService = groupBy(requests, ({ span }) => span.service)
  return {
    requests: new Map(services.map((service) => [service, byService.get(service) ?? []])),
    attempts: callsOf(links),
    orphans: servers.filter((span) => span.parentSpanId !== null && !clientIds.has(parentOf(span))).length,
    unanswered: links.filter(({ answer }) => answer === null).length,
  }
}

/** The name by which the calls between two services are found. */
function callKey(from: string, to: string): string {
  return `${from}\n${to}`
}

function callsOf(links: readonly LinkedAttempt[]): Map<string, LinkedCalls> {
  const known = links.flatMap((attempt) => {
    const to = attempt.span.peer ?? attempt.answer?.service ?? null
    return to === null ? [] : [{ from: attempt.span.service, to, attempt }]
  })
  const groups = [...groupBy(known, ({ from, to }) => callKey(from, to))].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(
    groups.flatMap(([key, members]) => {
      const [first] = members
      if (first === undefined) return []
      return [[key, { from: first.from, to: first.to, attempts: members.map(({ attempt }) => attempt) }]]
    }),
  )
}

/** Length of the union of the calls' times within the request; both are by the same service's clock. */
function coveredMs(request: Span, attempts: readonly LinkedAttempt[]): number {
  let covered = 0
  let reached = 0
  for (const { span } of attempts) {
    const start = span.startedAtEpochMs - request.startedAtEpochMs
    const from = Math.max(reached, start)
    const to = Math.min(request.durationMs, start + span.durationMs)
    if (to <= from) continue
    covered += to - from
    reached = to
  }
  return covered
}

function byTime(a: Span, b: Span): number {
  return a.startedAtEpochMs - b.startedAtEpochMs || (idOf(a) < idOf(b) ? -1 : 1)
}

function idOf({ traceId, spanId }: Span): string {
  return `${traceId}/${spanId}`
}

function parentOf({ traceId, parentSpanId }: Span): string {
  return `${traceId}/${parentSpanId ?? ''}`
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}

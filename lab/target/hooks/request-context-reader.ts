import type { IncomingHttpHeaders } from 'node:http'
import { parseTraceparent } from '../../../models/trace-context/traceparent.ts'
import { forwardTracestate } from '../../../models/trace-context/tracestate.ts'
import type { PooledContext } from './request-context-record.ts'
import { newSpanId, newTraceId } from './trace-ids.ts'

export interface ContextHeaderNames {
  /** Lower case. */
  readonly requestId: string
  /** Lower case. */
  readonly tenant: string
}

export interface ContextReaderOptions {
  readonly names: ContextHeaderNames
  /** What the whole of a tenant's name must match. */
  readonly tenantPattern: RegExp
  /** Whether a trace that begins here is marked as sampled. */
  readonly sampled: boolean
}

/** Short enough for a log line, and without characters that mean something there. */
const requestIdPattern = /^[A-Za-z0-9._:@/+=-]{1,128}$/

/** Fills in what the headers of a request say; what is missing is made, and what is invalid counts as missing. */
export function readContext(
  context: PooledContext,
  headers: IncomingHttpHeaders,
  options: ContextReaderOptions,
): void {
  readTrace(context, headers, options.sampled)
  context.requestId = matching(headers[options.names.requestId], requestIdPattern) ?? newTraceId()
  context.tenant = matching(headers[options.names.tenant], options.tenantPattern)
  context.startedAtEpochMs = Date.now()
  context.startedAtMs = performance.now()
}

function readTrace(context: PooledContext, headers: IncomingHttpHeaders, sampled: boolean): void {
  const { traceparent, tracestate } = headers
  // Two headers of the name come as one, joined by a comma, which is invalid as it should be.
  const parent = typeof traceparent === 'string' ? parseTraceparent(traceparent) : null
  context.spanId = newSpanId()
  if (parent === null) {
    context.traceId = newTraceId()
    context.sampled = sampled
    context.randomTraceId = true
    return
  }
  context.traceId = parent.traceId
  context.parentSpanId = parent.parentId
  context.sampled = parent.sampled
  context.randomTraceId = parent.random
  if (typeof tracestate === 'string') context.tracestate = forwardTracestate(tracestate)
}

function matching(value: string | string[] | undefined, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null
}

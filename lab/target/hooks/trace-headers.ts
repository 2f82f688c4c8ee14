import { formatTraceparent } from '../../../models/trace-context/traceparent.ts'
import { currentContext } from './request-context-lease.ts'
import type { RequestContext } from './request-context-record.ts'

/**
 * The headers that a call to another service takes along, so that it belongs to the same trace: `traceparent`,
 * `tracestate`, `x-request-id` and `x-tenant`, as far as they are known. The user is not sent on: a service that needs
 * to know takes a token.
 *
 *     await fetch(url, { headers: contextHeaders() })
 *
 * @param context whose request the call is part of; `null` for none of these headers
 * @param spanId of the call itself; left out, the service that is called is a child of this service's own span
 */
export function contextHeaders(
  context: RequestContext | null = currentContext(),
  spanId?: string,
): Record<string, string> {
  if (context === null) return {}
  const traceparent = formatTraceparent({
    traceId: context.traceId,
    parentId: spanId ?? context.spanId,
    sampled: context.sampled,
    random: context.randomTraceId,
  })
  return {
    traceparent,
    ...(context.tracestate === null ? {} : { tracestate: context.tracestate }),
    'x-request-id': context.requestId,
    ...(context.tenant === null ? {} : { 'x-tenant': context.tenant }),
  }
}

import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Span } from '../../../models/trace-context/span.ts'
import type { RequestContext } from './request-context-record.ts'

/** Bytes of a payload, as far as they are known before it is written; `null` for a stream of unknown length. */
export function answerLength(payload: unknown, reply: FastifyReply): number | null {
  if (payload === null || payload === undefined) return 0
  if (typeof payload === 'string') return Buffer.byteLength(payload)
  if (payload instanceof Uint8Array) return payload.byteLength
  const declared = Number(reply.getHeader('content-length') ?? Number.NaN)
  return Number.isInteger(declared) && declared >= 0 ? declared : null
}

/**
 * What a service's work on a request came to.
 *
 * @param isSent whether the whole response was handed to the system; if not, the client went away or sending failed
 */
export function serverSpan(
  service: string,
  context: RequestContext,
  response: ServerResponse,
  isSent: boolean,
): Span {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    parentSpanId: context.parentSpanId,
    service,
    kind: 'server',
    peer: null,
    startedAtEpochMs: context.startedAtEpochMs,
    durationMs: performance.now() - context.startedAtMs,
    waitMs: context.waitMs,
    attempt: 1,
    outcome: isSent ? outcomeOf(response.statusCode) : response.errored ? 'error' : 'cancelled',
  }
}

/** What a status says of how a request went: 429 and 503 turn it away, 408 and 504 say that it took too long. */
export function outcomeOf(statusCode: number): Span['outcome'] {
  if (statusCode === 429 || statusCode === 503) return 'rejected'
  if (statusCode === 408 || statusCode === 504) return 'timeout'
  return statusCode >= 500 ? 'error' : 'ok'
}

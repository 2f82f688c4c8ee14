import type { FastifyRequest } from 'fastify'
import type { FailedRequest } from './recovery-hook.ts'
import { contextOf } from './request-context-lease.ts'

/** What is kept of a request that failed, once its context is another's. */
export function failedRequest(request: FastifyRequest, statusCode: number): FailedRequest {
  const context = contextOf(request)
  return {
    traceId: context?.traceId ?? null,
    spanId: context?.spanId ?? null,
    requestId: context?.requestId ?? null,
    tenant: context?.tenant ?? null,
    user: context?.user ?? null,
    method: request.method,
    route: request.routeOptions.url ?? null,
    statusCode,
    durationMs: context === null ? null : performance.now() - context.startedAtMs,
    failedAtEpochMs: Date.now(),
  }
}

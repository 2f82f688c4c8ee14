import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyRequest } from 'fastify'
import type { PooledContext, RequestContext } from './request-context-record.ts'

/**
 * A request's hold on its context. Work that goes on after the response finds nothing in it, never the context of
 * whoever has it next.
 */
export interface ContextLease {
  context: PooledContext | null
}

/** Where a request has its lease. */
const CONTEXT_LEASE = Symbol('context lease')

interface Carrier {
  [CONTEXT_LEASE]?: ContextLease | null
}

const leases = new AsyncLocalStorage<ContextLease>()

/** The context of the request that is being answered here; `null` outside of requests and after their response. */
export function currentContext(): RequestContext | null {
  return leases.getStore()?.context ?? null
}

/** The context of a request; `null` without the plugin, before it has begun, and after the response. */
export function contextOf(request: FastifyRequest): RequestContext | null {
  return leaseOf(request)?.context ?? null
}

/** Adds to what the current request has waited, in ms of 0 or more; outside of requests it does nothing. */
export function recordWait(waitMs: number): void {
  const context = leases.getStore()?.context
  if (context) context.waitMs += waitMs
}

export function leaseOf(request: FastifyRequest): ContextLease | null {
  return (request as Carrier)[CONTEXT_LEASE] ?? null
}

export function setLease(request: FastifyRequest, lease: ContextLease): void {
  ;(request as Carrier)[CONTEXT_LEASE] = lease
}

/** Calls `work` so that it, and all that it starts, finds this lease's context. */
export function runWithLease(lease: ContextLease, work: () => void): void {
  leases.run(lease, work)
}

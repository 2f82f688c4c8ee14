import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import type { Span } from '../../../models/trace-context/span.ts'
import { ObjectPool, type ObjectPoolStats } from './object-pool.ts'
import { type ContextLease, leaseOf, runWithLease, setLease } from './request-context-lease.ts'
import { type ContextReaderOptions, readContext } from './request-context-reader.ts'
import { PooledContext, type RequestContext } from './request-context-record.ts'
import { answerLength, serverSpan } from './request-context-answer.ts'
import { unencapsulated } from './unencapsulated.ts'
import { type TokenOptions, tokenVerifier, type VerifyToken } from './verify-token.ts'

/** What the response is going to be, before its first byte is written. */
export interface ResponseHead {
  readonly statusCode: number
  /** `null` where it is not known: of a stream that no `content-length` was set for. */
  readonly bodyBytes: number | null
}

export interface RequestContextOptions {
  /** What this service is called in spans. */
  readonly service: string
  /** Default `x-tenant`. */
  readonly tenantHeader?: string
  /** What a tenant's name has to match; default letters, digits, `.`, `_` and `-`, up to 64 of them. */
  readonly tenantPattern?: RegExp
  /** Default `x-request-id`. */
  readonly requestIdHeader?: string
  /** Whether traces that begin here are marked as sampled; default true. */
  readonly sampled?: boolean
  /** How to know users; left out, everyone is anonymous. */
  readonly token?: TokenOptions
  /** Whether who has no valid token is answered with 401; default false. */
  readonly requireUser?: boolean
  /** Patterns of routes that are for everyone all the same, such as `/healthz`. */
  readonly publicPaths?: readonly string[]
  /** Contexts that are kept for use again; default 1,000. */
  readonly poolLimit?: number
  /** Called before the first byte of a response is written. What it throws is counted, and changes nothing. */
  readonly onResponseHead?: (context: RequestContext, head: ResponseHead) => void
  /** Called when a response has gone out, or will not any more. What it throws is counted, and changes nothing. */
  readonly onSpan?: (span: Span) => void
}

export interface RequestContextStats extends ObjectPoolStats {
  /** Times that `onResponseHead` or `onSpan` threw. */
  readonly observerFailures: number
}

const DEFAULT_POOL_LIMIT = 1000
const statsOfApps = new WeakMap<object, () => RequestContextStats>()

/**
 * A Fastify plugin that gives each request a context: its id, the trace that it belongs to, its tenant, its user and
 * when it began. `currentContext()` has it wherever the request is worked on, and `contextHeaders()` and
 * `tracedDispatcher` send it on. Register it before other plugins.
 *
 *     await app.register(requestContext, { service: 'orders', token: { secret }, onSpan: (span) => spans.push(span) })
 *     app.get('/orders/:id', () => ({ trace: currentContext()?.traceId }))
 *
 * Contexts are pooled. One goes back once its response has gone out and the hooks `onResponse` have been called; after
 * that, `currentContext()` is `null` in what the request has left running. If the client goes away while the handler is
 * still at work, the handler keeps the context, and the pool makes another one.
 *
 * The length of a response is that of the payload at this plugin's `onSend`: a plugin registered later may still change
 * it, as compression does.
 *
 * @throws RangeError when the secret or `poolLimit` is out of range, or when `requireUser` has no `token`
 */
export const requestContext: FastifyPluginCallback<RequestContextOptions> = unencapsulated(
  'request-context',
  (app: FastifyInstance, options: RequestContextOptions, done: (error?: Error) => void): void => {
    try {
      new ContextHooks(options).attach(app)
    } catch (error) {
      done(error as Error)
      return
    }
    done()
  },
)

/** What the plugin has counted; `null` for an instance without it. Once the server is idle, leased is returned. */
export function requestContextStats(app: FastifyInstance): RequestContextStats | null {
  return statsOfApps.get(app.server)?.() ?? null
}

/** Thrown for a request without a valid token where one is required. */
export class UserRequiredError extends Error {
  override readonly name = 'UserRequiredError'
  readonly statusCode = 401
}

class ContextHooks {
  readonly #options: RequestContextOptions
  readonly #reading: ContextReaderOptions
  readonly #verify: VerifyToken | null
  readonly #publicPaths: ReadonlySet<string>
  readonly #pool: ObjectPool<PooledContext>
  #observerFailures = 0

  constructor(options: RequestContextOptions) {
    if (options.requireUser === true && options.token === undefined) {
      throw new RangeError('requireUser needs token: without a secret nobody has a valid one')
    }
    this.#options = options
    this.#reading = {
      names: {
        requestId: (options.requestIdHeader ?? 'x-request-id').toLowerCase(),
        tenant: (options.tenantHeader ?? 'x-tenant').toLowerCase(),
      },
      tenantPattern: options.tenantPattern ?? /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      sampled: options.sampled ?? true,
    }
    this.#publicPaths = new Set(options.publicPaths)
    this.#verify = options.token === undefined ? null : tokenVerifier(options.token)
    this.#pool = new ObjectPool({
      create: () => new PooledContext(),
      reset: (context) => context.reset(),
      limit: options.poolLimit ?? DEFAULT_POOL_LIMIT,
    })
  }

  attach(app: FastifyInstance): void {
    statsOfApps.set(app.server, () => ({ ...this.#pool.stats, observerFailures: this.#observerFailures }))
    app.addHook('onRequest', (request, reply, next) => this.#begin(request, reply, next))
    // A body is read in the connection's own context.
    app.addHook('preValidation', (request, _reply, next) => {
      const lease = leaseOf(request)
      if (lease === null) next()
      else runWithLease(lease, next)
    })
    app.addHook('onSend', (request, reply, payload, next) => {
      this.#tellHead(request, reply, payload)
      next(null, payload)
    })
  }

  #begin(request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void): void {
    const context = this.#pool.lease()
    readContext(context, request.headers, this.#reading)
    const lease: ContextLease = { context }
    setLease(request, lease)
    this.#endWithResponse(lease, context, reply)
    const { authorization } = request.headers
    if (this.#verify === null || authorization === undefined) {
      this.#goOn(lease, request, reply, next)
      return
    }
    void this.#verify(authorization).then((user) => {
      // The client may have gone away, and the context with it.
      if (lease.context !== null) lease.context.user = user
      this.#goOn(lease, request, reply, next)
    })
  }

  #goOn(
    lease: ContextLease,
    request: FastifyRequest,
    reply: FastifyReply,
    next: (error?: Error) => void,
  ): void {
    const isOpen = this.#options.requireUser !== true || this.#publicPaths.has(request.routeOptions.url ?? '')
    if (!isOpen && !lease.context?.user) {
      void reply.header('www-authenticate', 'Bearer error="invalid_token"')
      next(new UserRequiredError('a valid token is required'))
      return
    }
    runWithLease(lease, next)
  }

  #tellHead(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const context = leaseOf(request)?.context
    const { onResponseHead } = this.#options
    if (!context || onResponseHead === undefined) return
    const head = { statusCode: reply.statusCode, bodyBytes: answerLength(payload, reply) }
    this.#observe(() => onResponseHead(context, head))
  }

  #endWithResponse(lease: ContextLease, context: PooledContext, reply: FastifyReply): void {
    const { raw } = reply
    let ended = false
    raw.once('finish', () => {
      if (ended) return
      ended = true
      this.#tellSpan(context, reply, true)
      // The hooks `onResponse` come with the same event, and may look at the context.
      process.nextTick(() => {
        lease.context = null
        this.#pool.giveBack(context)
      })
    })
    raw.once('close', () => {
      if (ended) return
      ended = true
      this.#tellSpan(context, reply, false)
      // The handler may still be at work, and the context stays its own.
      this.#pool.discard(context)
    })
  }

  #tellSpan(context: PooledContext, reply: FastifyReply, isSent: boolean): void {
    const { onSpan, service } = this.#options
    if (onSpan === undefined) return
    this.#observe(() => onSpan(serverSpan(service, context, reply.raw, isSent)))
  }

  #observe(tell: () => void): void {
    try {
      tell()
    } catch {
      this.#observerFailures++
    }
  }
}

import type { Readable } from 'node:stream'
import { type Dispatcher, errors } from 'undici/index.js'
import { isIdempotent } from '../../models/requests/idempotent.ts'
import type { LivePool } from '../live-pool.ts'
import type { PooledRequest, RequestListener } from '../pooled-request.ts'
import { isRepeatableBody, isStreamBody } from './request-body.ts'

export type Controller = Dispatcher.DispatchController
/** Names and values in turn, as they came. */
export type RawFields = NonNullable<Controller['rawHeaders']> | null
export type RetryStale = 'none' | 'idempotent' | 'all'

/** Told when a request has gone out and when it has ended, before its handler is. */
export interface RequestObserver {
  readonly retryStale: RetryStale
  /** @param first whether it is not sent again */
  sent(request: AgentRequest, first: boolean, nowMs: number): void
  /** @param error what the handler is going to be given, or `null` */
  ended(request: AgentRequest, error: Error | null, nowMs: number): void
  /** What the handler is given in place of the pool's own error. */
  explain(error: Error): Error
}

/**
 * A request of the agent: what its pool tells of it, and the controller that its handler has from the first moment,
 * so that it can be aborted and paused before it has a connection.
 */
export class AgentRequest implements RequestListener, Controller {
  readonly options: Dispatcher.DispatchOptions
  readonly handler: Dispatcher.DispatchHandler
  readonly wantsContent = false
  readonly startedAtMs: number
  aborted = false
  paused = false
  reason: Error | null = null
  rawHeaders: RawFields = null
  rawTrailers: RawFields = null
  /** When it went out last, on the pool's clock; NaN before. */
  sentAtMs = Number.NaN
  /** Of the response, or 0 before it has begun. */
  status = 0
  /** undici's controller of the exchange under way. */
  exchange: Controller | null = null
  /** What undici would not send it for. */
  refusal: Error | null = null
  /** Whether the other side had closed its connection, and whether that was found before anything was written. */
  staleness: 'none' | 'unsent' | 'sent' = 'none'
  trailers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>[1] = {}
  #upgraded = false
  #heard = false
  #ended = false
  #pool: LivePool<AgentRequest> | null = null
  #pooled: PooledRequest<AgentRequest> | null = null
  readonly #observer: RequestObserver
  readonly #stream: Readable | null

  constructor(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    observer: RequestObserver,
    nowMs: number,
  ) {
    this.options = options
    this.handler = handler
    this.startedAtMs = nowMs
    this.#observer = observer
    this.#stream = isStreamBody(options.body) ? options.body : null
    this.#stream?.on('error', this.#bodyFailed)
  }

  get method(): string {
    return this.options.method
  }

  /** Whether it may be sent again after the connection that it was sent on turned out to be closed. */
  get isRepeatable(): boolean {
    const { retryStale } = this.#observer
    if (this.staleness === 'none' || this.#heard || retryStale === 'none') return false
    if (this.staleness === 'unsent') return true
    const isSafe = retryStale === 'all' || (this.options.idempotent ?? isIdempotent(this.method))
    return isSafe && isRepeatableBody(this.options.body)
  }

  /** Tells the handler that it begins, and asks the pool for a connection unless the handler gives up at once. */
  start(pool: LivePool<AgentRequest>): void {
    try {
      this.handler.onRequestStart?.(this, undefined)
    } catch (error) {
      this.abort(error as Error)
    }
    if (this.reason !== null) {
      this.failed(this.reason, this.startedAtMs)
      return
    }
    this.#pool = pool
    const pooled = pool.request(this, this)
    this.#pooled = pooled
    if (this.reason !== null) pool.abort(pooled, this.reason)
  }

  abort(reason?: Error | null): void {
    if (this.aborted || this.#ended) return
    this.aborted = true
    this.reason = reason ?? new errors.RequestAbortedError()
    if (this.#pooled !== null) this.#pool?.abort(this.#pooled, this.reason)
  }

  pause(): void {
    this.paused = true
    this.exchange?.pause()
  }

  resume(): void {
    this.paused = false
    this.exchange?.resume()
  }

  sent(nowMs: number): void {
    const first = Number.isNaN(this.sentAtMs)
    this.sentAtMs = nowMs
    // Its connection, which is given it next, may be closed already.
    this.staleness = 'unsent'
    this.#observer.sent(this, first, nowMs)
  }

  /** What comes of the response, by way of the connection that it came on. @throws what the handler throws */
  responseStarted(...response: HandlerArguments<'onResponseStart'>): void {
    this.#heard = true
    if (response[0] >= 200) this.status = response[0]
    this.handler.onResponseStart?.(this, ...response)
  }

  responseData(chunk: Buffer): void {
    this.handler.onResponseData?.(this, chunk)
  }

  /** @throws what the handler throws, or that it cannot take an upgrade */
  upgraded(...upgrade: HandlerArguments<'onRequestUpgrade'>): void {
    if (this.handler.onRequestUpgrade === undefined) {
      throw new errors.InvalidArgumentError('invalid onRequestUpgrade method')
    }
    this.#heard = true
    this.status = upgrade[0]
    this.handler.onRequestUpgrade(this, ...upgrade)
    this.#upgraded = true
  }

  head(): void {}

  data(): void {}

  done(nowMs: number): void {
    if (this.refusal !== null) {
      this.failed(this.refusal, nowMs)
      return
    }
    this.#end(null, nowMs)
    if (this.#upgraded) return
    try {
      this.handler.onResponseEnd?.(this, this.trailers)
    } catch (error) {
      this.#tellError(error as Error)
    }
  }

  failed(error: Error, nowMs: number): void {
    const explained = this.#observer.explain(error)
    this.#end(explained, nowMs)
    // undici has destroyed the body of a request that was aborted under way.
    if (this.aborted && Number.isNaN(this.sentAtMs)) this.#stream?.destroy()
    this.#tellError(explained)
  }

  #end(error: Error | null, nowMs: number): void {
    this.#ended = true
    this.exchange = null
    this.#stream?.off('error', this.#bodyFailed)
    this.#observer.ended(this, error, nowMs)
  }

  /** The pool must not be stopped by what handlers throw. */
  #tellError(error: Error): void {
    try {
      this.handler.onResponseError?.(this, error)
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown
      })
    }
  }

  readonly #bodyFailed = (error: Error): void => this.abort(error)
}

type HandlerArguments<Name extends 'onResponseStart' | 'onRequestUpgrade'> =
  Parameters<NonNullable<Dispatcher.DispatchHandler[Name]>> extends [Controller, ...infer Rest] ? Rest : never

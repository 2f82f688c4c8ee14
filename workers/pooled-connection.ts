import type { OwnDial } from '../models/measurement/composition.ts'
import type {
  Connection,
  ConnectionListener,
  DialTimes,
  ExchangeListener,
  ResponseHeaders,
} from './connection.ts'
import { errorKind } from './error-kind.ts'
import { keepAliveHintMs } from './keep-alive-header.ts'
import type { PooledRequest } from './pooled-request.ts'

/** What a pool hears of its connections. */
export interface ConnectionEvents<Request> {
  opened(connection: PooledConnection<Request>, times: DialTimes): void
  dialFailed(connection: PooledConnection<Request>, error: Error): void
  /** While it carried nothing. @param error what the server did wrong, or `null` */
  closed(connection: PooledConnection<Request>, error: Error | null): void
  /** @param excess what the server sent after the response, or `undefined` */
  completed(connection: PooledConnection<Request>, reusable: boolean, excess: Error | undefined): void
  /** @param stale it was closed before any part of a response had come, and had been used before */
  broken(connection: PooledConnection<Request>, error: Error, stale: boolean): void
}

/** A connection of a pool, and the request that it carries now. Made once, for as many exchanges as it serves. */
export class PooledConnection<Request> implements ConnectionListener, ExchangeListener {
  /** By which the pool machine knows it; −1 before it is in the pool. */
  slot = -1
  carries: PooledRequest<Request> | null = null
  /** `timeout` of the last response's `Keep-Alive` header in ms, or `null`. */
  hintMs: number | null = null
  /** When its dial began, on the pool's clock. */
  readonly dialedAtMs: number
  /** `null` before it is open. */
  dial: OwnDial | null = null
  readonly #events: ConnectionEvents<Request>
  #connection: Connection<Request> | null = null
  #reused = false
  #started = false

  constructor(events: ConnectionEvents<Request>, dialedAtMs: number) {
    this.#events = events
    this.dialedAtMs = dialedAtMs
  }

  get isOpen(): boolean {
    return this.#connection?.isOpen ?? false
  }

  get wantsContent(): boolean {
    return this.carries?.listener.wantsContent ?? false
  }

  over(connection: Connection<Request>): this {
    this.#connection = connection
    return this
  }

  send(request: PooledRequest<Request>, reused: boolean): void {
    this.carries = request
    this.hintMs = null
    this.#reused = reused
    this.#started = false
    this.#connection?.send(request.wire, this)
  }

  destroy(): void {
    this.carries = null
    this.#connection?.destroy()
  }

  opened(times: DialTimes): void {
    const connectedMs = this.dialedAtMs + times.dnsMs + times.connectMs
    this.dial = { beganMs: this.dialedAtMs, connectedMs, openedMs: connectedMs + times.tlsMs }
    this.#events.opened(this, times)
  }

  dialFailed(error: Error): void {
    this.#events.dialFailed(this, error)
  }

  closed(error: Error | null): void {
    if (this.carries === null) this.#events.closed(this, error)
  }

  head(status: number, headers: ResponseHeaders): void {
    this.#started = true
    const keepAlive = headers['keep-alive']
    if (keepAlive !== undefined) this.hintMs = keepAliveHintMs(keepAlive)
    this.carries?.listener.head(status, headers)
  }

  data(chunk: Uint8Array): void {
    this.carries?.listener.data(chunk)
  }

  end(reusable: boolean, excess?: Error): void {
    if (this.carries !== null) this.#events.completed(this, reusable, excess)
  }

  error(error: Error): void {
    if (this.carries === null) return
    const stale = this.#reused && !this.#started && !NOT_STALE.has(errorKind(error))
    this.#events.broken(this, error, stale)
  }
}

/** Kinds of error that a connection which the server had closed before does not show. */
const NOT_STALE: ReadonlySet<string> = new Set([
  'malformed-request',
  'malformed-response',
  'headers-too-large',
  'truncated-response',
  'timeout',
])

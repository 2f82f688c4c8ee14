import type { Duplex } from 'node:stream'
import { type Dispatcher, errors } from 'undici/index.js'
import { ConnectionClosed } from '../connection-closed.ts'
import type { Connection, ConnectionListener, ExchangeListener } from '../connection.ts'
import { type DialTarget, DialTimeoutError } from '../open-socket.ts'
import type { AgentRequest, Controller } from './agent-request.ts'
import { ClientSocket, type ResponseTimeouts } from './client-socket.ts'

/** Told about a connection beside its pool, for counting and for events. */
export interface ConnectionObserver {
  readonly target: DialTarget
  /** With TLS, the name that the server is asked for, or `null`. */
  readonly servername: string | null
  readonly timeouts: ResponseTimeouts
  dialing(): void
  opened(connection: AgentConnection): void
  dialFailed(error: Error): void
  reused(connection: AgentConnection): void
  /** It does not belong to the pool any more. */
  closed(connection: AgentConnection): void
  /** Its socket is closed, was never opened, or belongs to somebody else. */
  gone(): void
}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/**
 * A connection of the agent. What comes on it goes to the request's handler directly; the pool hears what it needs
 * for its decisions.
 */
export class AgentConnection implements Connection<AgentRequest>, Dispatcher.DispatchHandler {
  openedAtMs = Number.NaN
  /** Sent on it so far. */
  requests = 0
  wasUpgraded = false
  readonly #observer: ConnectionObserver
  readonly #link: ClientSocket
  #request: AgentRequest | null = null
  #listener: ExchangeListener | null = null
  #controller: Controller | null = null
  #wasOpened = false
  #destroyed = false

  constructor(observer: ConnectionObserver, listener: ConnectionListener) {
    this.#observer = observer
    observer.dialing()
    this.#link = new ClientSocket(observer.target, observer.timeouts, {
      opened: (times) => {
        // Nobody waits for a connection without a request; undici does the same when it has sent one.
        this.#link.socket.unref()
        this.#wasOpened = true
        this.openedAtMs = performance.now()
        observer.opened(this)
        listener.opened(times)
      },
      failed: (error) => {
        observer.gone()
        if (this.#destroyed) return
        const explained = explainDial(error, observer.target)
        observer.dialFailed(explained)
        listener.dialFailed(explained)
      },
      closed: (error) => listener.closed(error),
      gone: () => {
        if (!this.wasUpgraded) observer.gone()
      },
    })
  }

  get isOpen(): boolean {
    return this.#link.isOpen
  }

  send(request: AgentRequest, listener: ExchangeListener): void {
    this.#request = request
    this.#listener = listener
    this.#controller = null
    request.staleness = 'none'
    if (this.requests++ === 0) this.#link.socket.ref()
    else this.#observer.reused(this)
    const { options } = request
    // undici closes a connection when the name that the server is asked for changes, as it would with `Host`.
    const { servername } = this.#observer
    const secured = servername === null ? null : { ...options, servername }
    this.#link.dispatch(secured ?? options, this)
  }

  destroy(): void {
    const controller = this.#request === null ? null : this.#controller
    this.#request = null
    this.#listener = null
    if (!this.#destroyed) {
      this.#destroyed = true
      if (this.#wasOpened) this.#observer.closed(this)
    }
    if (this.wasUpgraded) return
    // By way of undici, so that it stops reading the request's body.
    controller?.abort(new errors.RequestAbortedError())
    this.#link.destroy()
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#request === null) return
    this.#request.exchange = controller
    if (this.#request.paused) controller.pause()
  }

  onResponseStarted(): void {
    this.#request?.handler.onResponseStarted?.()
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, statusText?: string): void {
    const request = this.#request
    if (request === null) return
    if (status >= 200) this.#listener?.head(status, headers)
    request.rawHeaders = controller.rawHeaders ?? null
    request.responseStarted(status, headers, statusText)
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#request?.responseData(chunk)
  }

  onResponseEnd(controller: Controller, trailers: Headers): void {
    if (this.#request === null) return
    this.#request.rawTrailers = controller.rawTrailers ?? null
    this.#request.trailers = trailers
    // Only after telling of the end, undici closes a connection that is not to be used again.
    queueMicrotask(this.#tellEnd)
  }

  onRequestUpgrade(controller: Controller, status: number, headers: Headers, socket: Duplex): void {
    const request = this.#request
    if (request === null) {
      socket.destroy()
      return
    }
    request.rawHeaders = controller.rawHeaders ?? null
    request.upgraded(status, headers, socket)
    // The handler may have given up on it.
    if (this.#request !== request) return
    this.wasUpgraded = true
    this.#link.handOver()
    this.#observer.gone()
    queueMicrotask(this.#tellEnd)
  }

  onResponseError(_controller: Controller | undefined, error: Error): void {
    const request = this.#request
    if (request === null) return
    // undici found fault with the request before it wrote any of it: the connection is as good as before.
    if (this.#controller === null && this.isOpen && !(error instanceof ConnectionClosed)) {
      request.refusal = error
      // undici may not know the socket yet, and then lets nobody else forget it.
      this.#link.socket.unref()
      queueMicrotask(this.#tellEnd)
      return
    }
    if (isClosed(error)) request.staleness = this.#controller === null ? 'unsent' : 'sent'
    const listener = this.#listener
    this.#request = null
    this.#listener = null
    listener?.error(error)
  }

  readonly #tellEnd = (): void => {
    const listener = this.#listener
    this.#request = null
    this.#listener = null
    listener?.end(this.isOpen && !this.#link.socket.destroyed)
  }
}

/** Whether the other side closed the connection, which it may have done before the request came. */
function isClosed(error: Error): boolean {
  if (error instanceof ConnectionClosed) return true
  const { code } = error as { code?: unknown }
  if (code === 'UND_ERR_SOCKET') return !error.message.startsWith('bad ')
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED'
}

function explainDial(error: Error, { origin, dialTimeoutMs }: DialTarget): Error {
  if (!(error instanceof DialTimeoutError)) return error
  return new errors.ConnectTimeoutError(`Connect Timeout Error (${origin}, timeout: ${dialTimeoutMs}ms)`)
}

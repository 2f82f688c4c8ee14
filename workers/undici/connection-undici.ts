import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici/index.js'
import type {
  Connection,
  ConnectionListener,
  Endpoint,
  ExchangeListener,
  WireRequest,
} from '../connection.ts'
import { tlsOf } from '../open-socket.ts'
import { ResponseCutShort, ResponseError } from '../response-error.ts'
import { ClientSocket, isUnasked } from './client-socket.ts'
import { RequestPreparer } from './prepared-request.ts'
import { readKeepAlive, readHeaders } from './raw-headers.ts'

/** undici's own pool, for comparing what it does with what is said of it. */
export { Pool } from 'undici/index.js'

/** A connection of the load engine on which undici speaks HTTP/1.1. */
export class UndiciConnection implements Connection<WireRequest> {
  readonly #preparer: RequestPreparer
  readonly #link: ClientSocket
  #exchange: Exchange | null = null

  constructor(endpoint: Endpoint, listener: ConnectionListener) {
    this.#preparer = preparerFor(endpoint)
    // undici takes whole numbers, and 0 as no limit.
    const timeoutMs = Math.ceil(endpoint.requestTimeoutMs)
    this.#link = new ClientSocket(
      endpoint,
      { headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs },
      {
        opened: (times) => listener.opened(times),
        failed: (error) => listener.dialFailed(error),
        closed: (error) => listener.closed(error),
      },
    )
  }

  get isOpen(): boolean {
    return this.#link.isOpen
  }

  /** What TLS agreed on, or `null` without TLS. */
  get tls(): { readonly protocol: string; readonly cipher: string } | null {
    return tlsOf(this.#link.socket)
  }

  send(request: WireRequest, listener: ExchangeListener): void {
    this.#exchange ??= new Exchange(this.#link.socket)
    this.#exchange.begin(listener)
    this.#link.dispatch(this.#preparer.optionsFor(request), this.#exchange)
  }

  destroy(): void {
    this.#link.destroy()
  }
}

/**
 * The exchange under way on a connection; one object for all that follow one another. A handler in the manner of undici
 * 6, which undici 7 calls directly: the newer manner costs it a wrapper, a controller and the reading of every header
 * for each request.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #socket: Socket
  /** What a TLS socket has read is not what it was given: there, how far a response came cannot be told. */
  readonly #countsRead: boolean
  #listener: ExchangeListener | null = null
  #readBefore = 0
  #headCame = false

  constructor(socket: Socket) {
    this.#socket = socket
    this.#countsRead = tlsOf(socket) === null
  }

  begin(listener: ExchangeListener): void {
    this.#listener = listener
    this.#headCame = false
    if (this.#countsRead) this.#readBefore = this.#socket.bytesRead
  }

  onConnect(): void {}

  onHeaders(status: number, raw: Buffer[]): boolean {
    const listener = this.#listener
    this.#headCame = true
    if (status >= 200 && listener !== null) {
      listener.head(status, listener.wantsContent ? readHeaders(raw) : readKeepAlive(raw))
    }
    return true
  }

  onData(chunk: Buffer): boolean {
    this.#listener?.data(chunk)
    return true
  }

  onComplete(): void {
    // Only after telling of the end, undici closes a connection that is not to be used again.
    queueMicrotask(this.#tellEnd)
  }

  onError(error: Error): void {
    const listener = this.#listener
    this.#listener = null
    listener?.error(this.#isCutInHead(error) ? new ResponseCutShort('head') : error)
  }

  #isCutInHead(error: Error): boolean {
    const { code } = error as { readonly code?: string }
    const closed = code === 'UND_ERR_SOCKET' && !error.message.startsWith('bad ')
    return closed && !this.#headCame && this.#countsRead && this.#socket.bytesRead > this.#readBefore
  }

  readonly #tellEnd = (): void => {
    const listener = this.#listener
    this.#listener = null
    const { destroyed, errored } = this.#socket
    if (destroyed && isUnasked(errored)) {
      listener?.end(false, new ResponseError('body-too-long', 'the server sent more than the response holds'))
    } else listener?.end(!destroyed)
  }
}

const preparers = new WeakMap<Endpoint, RequestPreparer>()

function preparerFor(endpoint: Endpoint): RequestPreparer {
  let preparer = preparers.get(endpoint)
  if (preparer === undefined) {
    preparer = new RequestPreparer(endpoint.pathPrefix)
    preparers.set(endpoint, preparer)
  }
  return preparer
}

import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { Client, type Dispatcher } from 'undici/index.js'

/** undici's own pool, for comparing what it does with what is said of it. */
export { Pool } from 'undici/index.js'

/** Where connections go, and what to trust there. */
export interface Endpoint {
  /** e.g. `https://127.0.0.1:8443`. */
  readonly origin: string
  /** Put in front of every path; empty, or starts with a slash and does not end with one. */
  readonly pathPrefix: string
  /** Certificate authority in PEM, or `null` for the system's. */
  readonly ca: string | null
  /** Accept any certificate. */
  readonly insecure: boolean
  readonly dialTimeoutMs: number
  readonly requestTimeoutMs: number
}

/** One request as it goes on the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly body: string | null
}

/** Names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Told how an exchange on a connection went: `head`, then any number of `data`, then `end`; or `error`. */
export interface ExchangeListener {
  head(status: number, headers: ResponseHeaders): void
  data(chunk: Uint8Array): void
  /** @param open whether the connection can carry another request: the response, or HTTP/1.0, may have ended it */
  end(open: boolean): void
  error(error: Error): void
}

/** Told what becomes of a connection: `opened` or `dialFailed` first, `closed` once at the end of an open one. */
export interface ConnectionListener {
  opened(): void
  dialFailed(error: Error): void
  closed(): void
}

/**
 * One TCP or TLS connection that carries one request at a time. The socket is opened here, so that dialing can
 * be timed and need not be tied to a request; undici speaks HTTP/1.1 on it. Sole owner of undici.
 */
export class UndiciConnection {
  readonly #endpoint: Endpoint
  readonly #socket: Socket | TLSSocket
  #client: Client | null = null
  #state: 'dialing' | 'open' | 'closed' = 'dialing'
  #tcpConnectedAtMs = Number.NaN

  constructor(endpoint: Endpoint, listener: ConnectionListener) {
    this.#endpoint = endpoint
    this.#socket = openSocket(endpoint)
    const secure = endpoint.origin.startsWith('https:')
    const timer = setTimeout(() => {
      this.#socket.destroy(new DialTimeoutError(endpoint.dialTimeoutMs))
    }, endpoint.dialTimeoutMs)
    let failure: Error = new Error('connection closed before it was open')
    this.#socket
      .once('connect', () => {
        this.#tcpConnectedAtMs = performance.now()
      })
      .once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer)
        if (this.#state !== 'dialing') return
        this.#state = 'open'
        this.#watchWhileUnused()
        listener.opened()
      })
      .on('error', (error: Error) => {
        failure = error
      })
      .once('close', () => {
        clearTimeout(timer)
        const before = this.#state
        this.#state = 'closed'
        if (before === 'dialing') listener.dialFailed(failure)
        else if (before === 'open') listener.closed()
      })
  }

  /** Whether it has been opened and not been closed since, by either side. */
  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** When TCP was connected, on the clock of `performance.now()`; NaN before. What came after it is TLS. */
  get tcpConnectedAtMs(): number {
    return this.#tcpConnectedAtMs
  }

  /** What TLS agreed on, or `null` without TLS. */
  get tls(): { readonly protocol: string; readonly cipher: string } | null {
    if (!(this.#socket instanceof TLSSocket)) return null
    return {
      protocol: this.#socket.getProtocol() ?? 'unknown',
      cipher: this.#socket.getCipher().standardName,
    }
  }

  /** Sends a request. The connection must be open and without another request on it. */
  send(request: WireRequest, listener: ExchangeListener): void {
    this.#client ??= this.#attachClient()
    this.#client.dispatch(
      {
        method: request.method,
        path: this.#endpoint.pathPrefix + request.path,
        headers: request.headers,
        body: request.body,
      },
      new Exchange(listener, this.#socket),
    )
  }

  /** Closes the connection at once; its listener hears no more. */
  destroy(): void {
    this.#state = 'closed'
    this.#socket.destroy()
    if (this.#client !== null) void this.#client.destroy()
  }

  /** Until undici reads from the socket, nobody would notice that the server has closed it or speaks unasked. */
  #watchWhileUnused(): void {
    this.#socket.on('readable', this.#giveUp)
  }

  #giveUp = () => {
    this.#socket.destroy()
  }

  #attachClient(): Client {
    this.#socket.off('readable', this.#giveUp)
    let handedOver = false
    return new Client(this.#endpoint.origin, {
      connect: (_options, callback) => {
        const socket = handedOver ? null : this.#socket
        handedOver = true
        // undici does not look for work when it is answered while it still asks.
        queueMicrotask(() => {
          if (socket === null) callback(new Error('connection is closed'), null)
          else callback(null, socket)
        })
      },
      pipelining: 1,
      headersTimeout: this.#endpoint.requestTimeoutMs,
      bodyTimeout: this.#endpoint.requestTimeoutMs,
      // When to close an idle connection is the pool's decision: undici's own timer and its reading of the
      // server's hint are put out of reach.
      keepAliveTimeout: FOR_EVER_MS,
      keepAliveMaxTimeout: FOR_EVER_MS,
      keepAliveTimeoutThreshold: -FOR_EVER_MS,
    })
  }
}

export class DialTimeoutError extends Error {
  readonly code = 'ETIMEDOUT'

  constructor(timeoutMs: number) {
    super(`no connection within ${timeoutMs} ms`)
  }
}

const FOR_EVER_MS = 1_000_000_000

if (typeof Client.prototype.dispatch !== 'function') {
  throw new Error('undici/index.js did not resolve to the real undici: its Client has no dispatch()')
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #listener: ExchangeListener
  readonly #socket: Socket

  constructor(listener: ExchangeListener, socket: Socket) {
    this.#listener = listener
    this.#socket = socket
  }

  onRequestStart(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    if (status >= 200) this.#listener.head(status, headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#listener.data(chunk)
  }

  onResponseEnd(): void {
    // Only after telling of the end, undici closes a connection that is not to be used again.
    queueMicrotask(() => this.#listener.end(!this.#socket.destroyed))
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#listener.error(error)
  }
}

function openSocket(endpoint: Endpoint): Socket | TLSSocket {
  const url = new URL(endpoint.origin)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol === 'http:') {
    return connectTcp({ host, port: Number(url.port || 80), noDelay: true })
  }
  return connectTls({
    host,
    port: Number(url.port || 443),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !endpoint.insecure,
    ...(isAddress(host) ? {} : { servername: host }),
    ...(endpoint.ca === null ? {} : { ca: endpoint.ca }),
  }).setNoDelay(true)
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host)
}

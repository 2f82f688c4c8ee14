import type { Socket } from 'node:net'
import { Client, type Dispatcher, errors } from 'undici/index.js'
import { ConnectionClosed } from '../connection-closed.ts'
import type { DialTimes } from '../connection.ts'
import { type DialTarget, openSocket } from '../open-socket.ts'
import { UnaskedResponse } from '../unasked-response.ts'

/** How long undici waits for a response: `null` for its own default, 300 s; 0 for as long as it takes. */
export interface ResponseTimeouts {
  readonly headersTimeoutMs: number | null
  /** Between two pieces of a body. */
  readonly bodyTimeoutMs: number | null
}

/** Told what becomes of a socket: `opened` or `failed` first. */
export interface ClientSocketListener {
  opened(times: DialTimes): void
  failed(error: Error): void
  /** Not by `destroy`. @param error what the server sent that nobody had asked for, or `null` */
  closed(error: UnaskedResponse | null): void
  /** It was opened once and is closed now, whoever closed it. */
  gone?(): void
}

/**
 * A socket with an undici client that speaks HTTP/1.1 on it from the first request on. The socket is opened apart
 * from the client, so that dialing can be timed and need not be tied to a request.
 */
export class ClientSocket {
  readonly socket: Socket
  readonly #origin: string
  readonly #timeouts: ResponseTimeouts
  #client: Client | null = null
  #isOpen = false

  constructor(target: DialTarget, timeouts: ResponseTimeouts, listener: ClientSocketListener) {
    this.#origin = target.origin
    this.#timeouts = timeouts
    this.socket = openSocket(target, {
      opened: (times) => {
        this.#isOpen = true
        this.socket.on('readable', this.#readWhileUnused)
        listener.opened(times)
      },
      failed: (error) => listener.failed(error),
      closed: (error) => {
        listener.gone?.()
        if (!this.#isOpen) return
        this.#isOpen = false
        listener.closed(isUnasked(error) ? new UnaskedResponse() : null)
      },
    })
  }

  /** Whether it has been opened and not been closed since, by either side, or handed over. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client ??= this.#attachClient()
    this.#client.dispatch(options, handler)
  }

  /** Closes it at once. */
  destroy(): void {
    this.#isOpen = false
    this.socket.destroy()
    if (this.#client !== null) void this.#client.destroy()
  }

  /** undici has given the socket to somebody else, after an upgrade: nothing here closes it any more. */
  handOver(): void {
    this.#isOpen = false
  }

  /** Until undici reads from the socket, nobody would notice that the server has closed it or speaks unasked. */
  #readWhileUnused = (): void => {
    this.socket.destroy(this.socket.read() === null ? undefined : new UnaskedResponse())
  }

  #attachClient(): Client {
    this.socket.off('readable', this.#readWhileUnused)
    let handedOver = false
    return new Client(this.#origin, {
      connect: (_options, callback) => {
        const socket = handedOver ? null : this.socket
        handedOver = true
        // undici does not look for work when it is answered while it still asks.
        queueMicrotask(() => {
          if (socket === null) callback(new ConnectionClosed(), null)
          else callback(null, socket)
        })
      },
      pipelining: 1,
      ...(this.#timeouts.headersTimeoutMs === null
        ? {}
        : { headersTimeout: this.#timeouts.headersTimeoutMs }),
      ...(this.#timeouts.bodyTimeoutMs === null ? {} : { bodyTimeout: this.#timeouts.bodyTimeoutMs }),
      // When to close an idle connection is the pool's decision: undici's own timer and its reading of the
      // server's hint are put out of reach.
      keepAliveTimeout: FOR_EVER_MS,
      keepAliveMaxTimeout: FOR_EVER_MS,
      keepAliveTimeoutThreshold: -FOR_EVER_MS,
    })
  }
}

const FOR_EVER_MS = 1_000_000_000

if (typeof Client.prototype.dispatch !== 'function') {
  throw new Error(
    "'undici/index.js' is not the package undici: its Client cannot dispatch. The runtime or a bundler has put something else in its place",
  )
}

/** Bytes for which no request waited, as undici reports them. */
export function isUnasked(error: Error | null): boolean {
  if (error === null) return false
  return (
    error instanceof UnaskedResponse ||
    error.name === 'HTTPParserError' ||
    (error instanceof errors.SocketError && error.message === 'bad response')
  )
}

import type { Socket } from 'node:net'
import type {
  Connection,
  ConnectionListener,
  Endpoint,
  ExchangeListener,
  ResponseHeaders,
  WireRequest,
} from '../connection.ts'
import { ConnectionClosed } from '../connection-closed.ts'
import { openSocket } from '../open-socket.ts'
import { RequestEncoder } from './encode-request.ts'
import { ResponseCutShort, ResponseError } from '../response-error.ts'
import { ResponseParser, type ResponseListener } from './response-parser.ts'

/**
 * A connection on which kneepoint speaks HTTP/1.1 itself: requests encoded once, responses read into memory that
 * all connections of a thread share.
 */
export class WireConnection implements Connection<WireRequest>, ResponseListener {
  readonly #listener: ConnectionListener
  readonly #encoder: RequestEncoder
  readonly #socket: Socket
  readonly #parser = new ResponseParser(this)
  #exchange: ExchangeListener | null = null
  /** The response has ended, and the connection with it: told once all that came has been looked at. */
  #lastEnded = false
  /** `closing` is closed, with listeners still to be told. */
  #state: 'dialing' | 'open' | 'closing' | 'closed' = 'dialing'

  constructor(endpoint: Endpoint, listener: ConnectionListener) {
    this.#listener = listener
    this.#encoder = encoderFor(endpoint)
    const secure = endpoint.origin.startsWith('https:')
    this.#socket = openSocket(
      endpoint,
      {
        opened: (times) => {
          this.#state = 'open'
          listener.opened(times)
        },
        failed: (error) => this.#dialFailed(error),
        closed: (error) => this.#closed(error),
      },
      secure ? undefined : { buffer: readBuffer, callback: (length, bytes) => this.#read(bytes, length) },
    )
    if (secure) this.#socket.on('data', (bytes: Buffer) => this.#read(bytes, bytes.length))
    this.#socket.once('end', () => this.#finish())
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** What keeps the request from being sent is told as an error of the exchange, after this returns. */
  send(request: WireRequest, listener: ExchangeListener): void {
    if (this.#state !== 'open') return this.#refuse(listener, new ConnectionClosed())
    let bytes: Buffer
    try {
      bytes = this.#encoder.encode(request)
    } catch (error) {
      return this.#refuse(listener, error as Error)
    }
    this.#parser.expect(request.method, listener.wantsContent, listener.wantsContent)
    this.#exchange = listener
    this.#socket.write(bytes)
  }

  destroy(): void {
    this.#state = 'closed'
    this.#exchange = null
    this.#socket.destroy()
  }

  head(status: number, headers: ResponseHeaders): void {
    this.#exchange?.head(status, headers)
  }

  data(chunk: Uint8Array): void {
    this.#exchange?.data(chunk)
  }

  end(reusable: boolean): void {
    if (reusable) this.#tellEnd(true)
    else this.#lastEnded = true
  }

  #refuse(listener: ExchangeListener, error: Error): void {
    this.#exchange = listener
    queueMicrotask(() => {
      if (this.#exchange !== listener) return
      this.#exchange = null
      listener.error(error)
    })
  }

  #dialFailed(error: Error): void {
    if (this.#state !== 'dialing') return
    this.#state = 'closed'
    this.#listener.dialFailed(error)
  }

  /** @returns whether to go on reading */
  #read(bytes: Uint8Array, length: number): boolean {
    if (this.#state !== 'open') return false
    try {
      this.#parser.consume(bytes, 0, length)
    } catch (error) {
      this.#spoil(error)
    }
    if (this.#lastEnded) this.#tellEnd(false)
    return this.isOpen
  }

  /** The server has closed its side, which ends the connection: nobody here asks on while it is half open. */
  #finish(): void {
    if (this.#state !== 'open') return
    try {
      this.#parser.finish()
    } catch (error) {
      this.#spoil(error)
    }
    this.#lose(null)
  }

  /** The socket is gone without the end of a response. @param error `null` in good order */
  #closed(error: Error | null): void {
    if (this.#state === 'open') this.#lose(this.#exchange === null ? null : error)
  }

  /** @throws the error, when it is not the server's fault */
  #spoil(error: unknown): void {
    if (!(error instanceof ResponseError)) {
      this.destroy()
      throw error
    }
    const withoutResponse = error instanceof ResponseCutShort && error.received === 'nothing'
    this.#lose(withoutResponse ? new ConnectionClosed() : error)
  }

  /**
   * Closes the connection and tells so: the exchange first, if there is one.
   *
   * @param fault of the server, or `null` when it has only closed the connection
   */
  #lose(fault: Error | null): void {
    if (this.#state !== 'open') return
    this.#state = 'closing'
    this.#socket.destroy()
    const carried = this.#exchange !== null
    if (this.#lastEnded) this.#tellEnd(false, fault ?? undefined)
    else this.#tellError(fault ?? new ConnectionClosed())
    if (!this.#isClosing()) return
    this.#state = 'closed'
    this.#listener.closed(carried ? null : fault)
  }

  /** Whoever has been told may have destroyed the connection. */
  #isClosing(): boolean {
    return this.#state === 'closing'
  }

  #tellEnd(open: boolean, excess?: Error): void {
    const exchange = this.#exchange
    this.#exchange = null
    this.#lastEnded = false
    exchange?.end(open, excess)
  }

  #tellError(error: Error): void {
    const exchange = this.#exchange
    this.#exchange = null
    exchange?.error(error)
  }
}

/** What is read is used up before the next socket reads, so one buffer does for all of a thread. */
const readBuffer = Buffer.allocUnsafeSlow(65_536)

const encoders = new WeakMap<Endpoint, RequestEncoder>()

function encoderFor(endpoint: Endpoint): RequestEncoder {
  let encoder = encoders.get(endpoint)
  if (encoder === undefined) {
    encoder = new RequestEncoder(endpoint)
    encoders.set(endpoint, encoder)
  }
  return encoder
}

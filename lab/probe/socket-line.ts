import type { Socket } from 'node:net'
import type { Endpoint, ResponseHeaders, WireRequest } from '../../workers/connection.ts'
import { openSocket } from '../../workers/open-socket.ts'
import { ResponseCutShort, ResponseError } from '../../workers/response-error.ts'
import { RequestEncoder } from '../../workers/wire/encode-request.ts'
import { ResponseParser } from '../../workers/wire/response-parser.ts'
import type { LineEnd, OpenLine, ProbeLine, ProbeLineListener } from './probe-line.ts'

/** Lines to a server that all carry the same request. Each tells a FIN from a RST, which pools need not. */
export function socketLines(endpoint: Endpoint, request: WireRequest): OpenLine {
  const bytes = new RequestEncoder(endpoint).encode(request)
  return (listener) => new SocketLine(endpoint, { method: request.method, bytes }, listener)
}

interface EncodedRequest {
  readonly method: string
  readonly bytes: Buffer
}

const STATUS_LINE_BYTES = 64

class SocketLine implements ProbeLine {
  readonly #listener: ProbeLineListener
  readonly #request: EncodedRequest
  readonly #socket: Socket
  readonly #parser: ResponseParser
  #isOpen = false
  #isClosed = false
  #isAsking = false
  #sentMs = 0
  #firstByteMs = 0
  #beginning = ''
  #status = 0
  #headers: ResponseHeaders = {}

  constructor(endpoint: Endpoint, request: EncodedRequest, listener: ProbeLineListener) {
    this.#listener = listener
    this.#request = request
    this.#parser = new ResponseParser({
      head: (status, headers) => {
        this.#status = status
        this.#headers = headers
      },
      data: () => {},
      end: (keeps) => this.#answered(keeps),
    })
    this.#socket = openSocket(endpoint, {
      opened: () => {
        this.#isOpen = true
        listener.opened()
      },
      failed: (error) => {
        if (!this.#isClosed) listener.failed(error)
      },
      closed: (error) => this.#end(this.#isAsking ? wayOnUse(error) : error === null ? 'fin' : 'reset'),
    })
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#socket.once('end', () => this.#finish())
  }

  send(): void {
    this.#isAsking = true
    this.#beginning = ''
    this.#firstByteMs = 0
    this.#parser.expect(this.#request.method)
    this.#sentMs = performance.now()
    this.#socket.write(this.#request.bytes)
  }

  close(): void {
    this.#isOpen = false
    this.#isClosed = true
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    if (!this.#isOpen) return
    if (this.#firstByteMs === 0) this.#firstByteMs = performance.now() - this.#sentMs
    if (this.#beginning.length < STATUS_LINE_BYTES) {
      this.#beginning += chunk.toString('latin1', 0, STATUS_LINE_BYTES)
    }
    try {
      this.#parser.consume(chunk)
    } catch (error) {
      this.#spoil(error)
    }
  }

  #finish(): void {
    if (!this.#isOpen) return
    try {
      this.#parser.finish()
      this.#end('fin')
    } catch (error) {
      this.#spoil(error)
    }
  }

  /** @throws the error, when it is not the server's fault */
  #spoil(error: unknown): void {
    if (!(error instanceof ResponseError)) throw error
    if (!this.#isAsking) this.#end('unasked')
    else this.#end(error instanceof ResponseCutShort ? 'closed-on-use' : 'malformed')
  }

  #answered(keeps: boolean): void {
    this.#isAsking = false
    if (!keeps) this.close()
    const [, httpVersion = ''] = /HTTP\/(\d\.\d)/.exec(this.#beginning) ?? []
    this.#listener.answered({
      status: this.#status,
      headers: this.#headers,
      httpVersion,
      keeps,
      firstByteMs: this.#firstByteMs,
      durationMs: performance.now() - this.#sentMs,
    })
  }

  #end(end: LineEnd): void {
    if (!this.#isOpen) return
    this.close()
    this.#listener.ended(end)
  }
}

function wayOnUse(error: Error | null): LineEnd {
  return error === null ? 'closed-on-use' : 'reset-on-use'
}

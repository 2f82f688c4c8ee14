import { Duplex } from 'node:stream'
import { Client, type Dispatcher } from 'undici/index.js'

/** What undici makes of a response. */
export interface UndiciOutcome {
  readonly status: number
  /** In Latin-1. */
  readonly body: string
  readonly settled: 'end' | 'error'
  /** Whether undici kept the connection open. */
  readonly reusable: boolean
}

/** Lets undici ask, and a server answer with the pieces, one by one, and then close its side if it `closes`. */
export async function undiciOutcome(
  pieces: readonly Uint8Array[],
  closes: boolean,
  method: Dispatcher.HttpMethod = 'GET',
): Promise<UndiciOutcome> {
  const socket = new ScriptedSocket(pieces, closes)
  const client = new Client('http://in.memory', {
    connect: (_options, callback) => {
      queueMicrotask(() => callback(null, socket as never))
    },
  })
  const outcome = await new Promise<UndiciOutcome>((resolve) => {
    client.dispatch({ method, path: '/' }, new Witness(socket, resolve))
  })
  await client.destroy()
  return outcome
}

/** A socket in memory: answers as soon as something has been written to it, a piece in each turn of the loop. */
class ScriptedSocket extends Duplex {
  readonly #pieces: Iterator<Uint8Array>
  readonly #closes: boolean
  #answering = false

  constructor(pieces: readonly Uint8Array[], closes: boolean) {
    super({ allowHalfOpen: false })
    this.#pieces = pieces.filter((piece) => piece.length > 0).values()
    this.#closes = closes
    this.on('error', () => {})
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
    if (this.#answering) return
    this.#answering = true
    this.#answer()
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  #answer(): void {
    setImmediate(() => {
      if (this.destroyed) return
      const { done, value } = this.#pieces.next()
      if (done !== true) {
        this.push(value)
        this.#answer()
      } else if (this.#closes) {
        this.push(null)
      }
    })
  }
}

class Witness implements Dispatcher.DispatchHandler {
  readonly #socket: Duplex
  readonly #resolve: (outcome: UndiciOutcome) => void
  #status = 0
  #body = ''

  constructor(socket: Duplex, resolve: (outcome: UndiciOutcome) => void) {
    this.#socket = socket
    this.#resolve = resolve
  }

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status >= 200) this.#status = status
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body += chunk.toString('latin1')
  }

  onResponseEnd(): void {
    // Only after telling of the end, undici closes a connection that is not to be used again.
    queueMicrotask(() => this.#settle('end', !this.#socket.destroyed))
  }

  onResponseError(): void {
    this.#settle('error', false)
  }

  #settle(settled: 'end' | 'error', reusable: boolean): void {
    this.#resolve({ status: this.#status, body: this.#body, settled, reusable })
  }
}

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection on which a test writes HTTP/1.1 itself. */
export class RawClient {
  readonly #socket: Socket
  #received = ''
  #ended = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket
      .setEncoding('latin1')
      .on('data', (text: string) => {
        this.#received += text
      })
      .on('error', () => {})
      .once('close', () => {
        this.#ended = true
      })
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1')
    const client = new RawClient(socket)
    await once(socket, 'connect')
    return client
  }

  get isClosed(): boolean {
    return this.#ended
  }

  write(text: string): void {
    this.#socket.write(text)
  }

  /** @returns head and body of the response */
  get(path: string): Promise<string> {
    return this.finish(`GET ${path} HTTP/1.1\r\nhost: test\r\n\r\n`)
  }

  /** Sends the end of a request. @returns head and body of the response */
  async finish(text: string): Promise<string> {
    this.#received = ''
    this.write(text)
    while (!/\r\n\r\n./s.test(this.#received)) await once(this.#socket, 'data')
    return this.#received
  }

  async closed(): Promise<void> {
    if (!this.#ended) await once(this.#socket, 'close')
  }

  destroy(): void {
    this.#socket.destroy()
  }
}

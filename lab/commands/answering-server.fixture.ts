import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A target of the user's own, inside the test: it counts, takes its time, and can be taken away. */
export class AnsweringServer {
  requests = 0
  unanswered = 0
  /** How long each answer takes, in ms. */
  delayMs = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(keepAliveTimeoutMs: number) {
    this.#server = createServer((_request, response) => {
      this.requests++
      this.unanswered++
      const answer = () => {
        this.unanswered--
        response.end('{"ok":true}')
      }
      if (this.delayMs === 0) answer()
      else setTimeout(answer, this.delayMs).unref()
    })
    this.#server.keepAliveTimeout = keepAliveTimeoutMs
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  static async start(): Promise<AnsweringServer> {
    const server = new AnsweringServer(30_000)
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve)
    })
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get openConnections(): number {
    return this.#sockets.size
  }

  /** As if it were killed: nothing listens any more and every connection is reset. */
  async die(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
    for (const socket of this.#sockets) socket.resetAndDestroy()
    await closed
  }
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A target that answers every second request with 503 while it fails: a change that no busy machine can hide. */
export class HalfFailingServer {
  fails = false
  #answered = 0
  readonly #server: Server = createServer((_request, response) => {
    this.#answered++
    response.statusCode = this.fails && this.#answered % 2 === 0 ? 503 : 200
    response.end('{"ok":true}')
  })

  static async start(): Promise<HalfFailingServer> {
    const server = new HalfFailingServer()
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve)
    })
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
    this.#server.closeAllConnections()
    await closed
  }
}

import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

/** A request as the server saw it. */
export interface SeenRequest {
  /** Which connection it came on, in the order of their arrival, from 0. */
  readonly connection: number
  /** How many came before it on that connection. */
  readonly position: number
  readonly method: string
  readonly path: string
}

/** What a server does when a request has come in, headers and body. */
export type Script = (request: SeenRequest, socket: Socket) => void

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

/** A server on loopback that does exactly what a test says, byte for byte, and counts. */
export class ScriptedServer {
  readonly seen: SeenRequest[] = []
  readonly sockets: Socket[] = []
  open = 0
  readonly #server: Server
  readonly #scheme: 'http' | 'https'

  private constructor(script: Script, tls: TlsOptions | null) {
    this.#scheme = tls === null ? 'http' : 'https'
    const serve = (socket: Socket): void => this.#serve(socket, script)
    this.#server = tls === null ? createServer(serve) : createTlsServer(tls, serve)
  }

  /** @param tls certificate and key, where it is to speak TLS */
  static async start(script: Script, tls: TlsOptions | null = null): Promise<ScriptedServer> {
    const server = new ScriptedServer(script, tls)
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve)
    })
    return server
  }

  get accepted(): number {
    return this.sockets.length
  }

  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => {
      this.#server.close(resolve)
    })
  }

  #serve(socket: Socket, script: Script): void {
    const connection = this.sockets.push(socket) - 1
    this.open++
    socket.on('error', () => {})
    socket.once('close', () => this.open--)
    let text = ''
    let position = 0
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk
      for (let length = lengthOfRequest(text); length !== null; length = lengthOfRequest(text)) {
        const [method = '', path = ''] = text.split(' ', 2)
        text = text.slice(length)
        const request = { connection, position: position++, method, path }
        this.seen.push(request)
        script(request, socket)
      }
    })
  }
}

/** Of the first request in the text, or `null` while it is not complete. */
function lengthOfRequest(text: string): number | null {
  const headers = text.indexOf('\r\n\r\n')
  if (headers < 0) return null
  const body = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headers))?.[1] ?? 0)
  const length = headers + 4 + body
  return text.length < length ? null : length
}

/** Asks again until it holds; the deadline only bounds a failure. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const endMs = Date.now() + 10_000
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 2)
    })
  }
}

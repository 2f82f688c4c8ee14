import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Certificate } from '../../target/certificate.ts'
import { systemDeadlineClock } from '../../target/deadline-clock.ts'
import { readPath, type WishedAnswer } from './wished-answer.ts'

export interface ReplayServerOptions {
  /** For TLS; `null` for plain HTTP. */
  readonly certificate: Certificate | null
  /** Closes a connection that is idle for so long after a response; `null` never does. */
  readonly idleTimeoutMs: number | null
}

export interface ReplayServerStats {
  /** TCP connections accepted so far. */
  readonly accepted: number
  readonly open: number
  /** Most connections that were idle for 5 ms or more after a response at once, since it was last asked. */
  readonly peakIdle: number
}

/** Less than this between two requests is not being idle: a client may be about to close the connection. */
const SETTLED_MS = 5

/** Answers each request after the time that its path asks for, and counts what it accepts. */
export class ReplayServer {
  readonly #options: ReplayServerOptions
  readonly #server: Server
  readonly #idleSinceMs = new Map<Socket, number>()
  readonly #closing = new Map<Socket, NodeJS.Timeout>()
  #accepted = 0
  #open = 0
  #peakIdle = 0
  #watch: NodeJS.Timeout | null = null

  constructor(options: ReplayServerOptions) {
    this.#options = options
    this.#server = serverFor(options, (request, response) => {
      const wish = readPath(request.url ?? '')
      this.#leaveIdle(request.socket)
      systemDeadlineClock.wakeAt(performance.now() + wish.serviceMs, () => {
        response.writeHead(200, headersFor(wish))
        response.end('ok', () => this.#enterIdle(request.socket))
      })
    })
    this.#server.keepAliveTimeout = 0
    this.#server.on('connection', (socket: Socket) => this.#accept(socket))
    // The socket that requests come on: with TLS it is another than the one that was accepted.
    this.#server.on(options.certificate === null ? 'connection' : 'secureConnection', (socket: Socket) => {
      socket.once('close', () => this.#leaveIdle(socket))
    })
  }

  /** Listens on a free port of 127.0.0.1. @returns the port */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', 1024, resolve)
    })
    this.#watch = setInterval(() => this.#countIdle(), SETTLED_MS)
    return (this.#server.address() as AddressInfo).port
  }

  stats(): ReplayServerStats {
    const stats = { accepted: this.#accepted, open: this.#open, peakIdle: this.#peakIdle }
    this.#peakIdle = 0
    return stats
  }

  close(): void {
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #accept(socket: Socket): void {
    this.#accepted++
    this.#open++
    socket.setNoDelay(true)
    socket.once('close', () => this.#open--)
  }

  #leaveIdle(socket: Socket): void {
    this.#idleSinceMs.delete(socket)
    clearTimeout(this.#closing.get(socket))
    this.#closing.delete(socket)
  }

  #enterIdle(socket: Socket): void {
    if (socket.destroyed) return
    this.#idleSinceMs.set(socket, performance.now())
    const { idleTimeoutMs } = this.#options
    if (idleTimeoutMs !== null) {
      this.#closing.set(
        socket,
        setTimeout(() => socket.destroy(), idleTimeoutMs),
      )
    }
  }

  #countIdle(): void {
    const settledMs = performance.now() - SETTLED_MS
    const settled = [...this.#idleSinceMs.values()].filter((sinceMs) => sinceMs <= settledMs).length
    this.#peakIdle = Math.max(this.#peakIdle, settled)
  }
}

function serverFor({ certificate }: ReplayServerOptions, listener: RequestListener): Server {
  return certificate === null
    ? createServer(listener)
    : createTlsServer({ key: certificate.key, cert: certificate.cert }, listener)
}

/** Explicit, because Node would add a hint of its own. */
function headersFor({ hintSeconds, close }: WishedAnswer): Record<string, string> {
  return {
    'content-length': '2',
    connection: close ? 'close' : 'keep-alive',
    ...(hintSeconds === null || close ? {} : { 'keep-alive': `timeout=${hintSeconds}` }),
  }
}

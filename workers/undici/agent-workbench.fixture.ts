import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici/index.js'
import { onCleanUp } from '../pool-workbench.fixture.ts'
import type { AgentOptions } from './agent-options.ts'
import { KneeAgent } from './knee-agent.ts'

/** An agent that is destroyed after the test. */
export function agentWith(options: AgentOptions = {}): KneeAgent {
  const agent = new KneeAgent(options)
  onCleanUp(() => agent.destroy())
  return agent
}

/** A server of Node's own, on loopback, that is taken down after the test. */
export class HttpServer {
  readonly server: Server
  connections = 0
  open = 0

  private constructor(server: Server) {
    this.server = server
    server.on('connection', (socket) => {
      this.connections++
      this.open++
      socket.once('close', () => this.open--)
    })
  }

  static async start(answer: RequestListener): Promise<HttpServer> {
    const started = new HttpServer(createServer(answer))
    await new Promise<void>((resolve) => {
      started.server.listen(0, '127.0.0.1', resolve)
    })
    onCleanUp(() => started.stop())
    return started
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((resolve) => {
      this.server.close(() => resolve())
    })
  }
}

/** Answers with what was sent: method, content type and body. */
export const echo: RequestListener = (request, response) => {
  void textOf(request).then((body) => {
    response.setHeader('x-method', request.method ?? '')
    response.setHeader('x-type', request.headers['content-type'] ?? '')
    response.setHeader(
      'x-length',
      request.headers['content-length'] ?? request.headers['transfer-encoding'] ?? '',
    )
    response.end(body)
  })
}

export async function textOf(stream: IncomingMessage | Duplex): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** A handler that notes what it is told. */
export class NotingHandler implements Dispatcher.DispatchHandler {
  readonly told: string[] = []
  controller: Dispatcher.DispatchController | null = null
  error: Error | null = null
  socket: Duplex | null = null
  body = ''
  ends = 0

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.told.push('start')
    this.controller = controller
  }

  onRequestUpgrade(
    _controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    socket: Duplex,
  ): void {
    this.told.push(`upgrade ${status}`)
    this.ends++
    this.socket = socket
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.told.push(`head ${status}`)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.body += chunk.toString()
  }

  onResponseEnd(): void {
    this.told.push('end')
    this.ends++
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.told.push('error')
    this.error = error
    this.ends++
  }

  get code(): unknown {
    return (this.error as { code?: unknown } | null)?.code
  }
}

/** Dispatches a request to a handler that notes what it is told. */
export function note(
  agent: Dispatcher,
  origin: string,
  options: Partial<Dispatcher.DispatchOptions> = {},
  handler = new NotingHandler(),
): NotingHandler {
  agent.dispatch({ origin, path: '/', method: 'GET', ...options }, handler)
  return handler
}

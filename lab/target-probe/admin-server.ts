import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { AdminError } from './admin-error.ts'
import { bearsToken, newAdminToken } from './admin-token.ts'
import { readJsonBody } from './read-json-body.ts'

export interface AdminServer {
  readonly port: number
  /** What requests have to bear. */
  readonly token: string
  close(): void
}

export interface AdminRequest {
  readonly query: URLSearchParams
  /** Empty for a request without a body. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Returns what is answered, as JSON, or `undefined` for 204. Throws an AdminError for any other status than 200. */
export type AdminRoute = (request: AdminRequest) => unknown

/** By method and path, such as `GET /stats`. */
export type AdminRoutes = Readonly<Record<string, AdminRoute>>

export interface AdminServerOptions {
  /** At least 16 characters; a random one unless told. */
  readonly token?: string | undefined
  /** 0, or left out, takes a free one. */
  readonly port?: number | undefined
}

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i
const REQUEST_LIMIT_MS = 10_000
const MOST_CONNECTIONS = 32

/**
 * A process's side door on a loopback port of its own, so that watching does not use its connections or slots. It never
 * keeps the process going. It answers only what bears the token, and nothing that a browser sends on behalf of a page:
 * no request with an `origin`, or for another host than this machine.
 *
 * @throws the system's error when the port cannot be opened
 */
export async function startAdminServer(
  routes: AdminRoutes,
  { token = newAdminToken(), port = 0 }: AdminServerOptions = {},
): Promise<AdminServer> {
  const server = createServer((request, response) => {
    answer(request, response, routes, token).catch((error: unknown) => sendError(response, error))
  })
  server.requestTimeout = REQUEST_LIMIT_MS
  server.maxConnections = MOST_CONNECTIONS
  server.on('connection', (socket) => socket.unref())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // A worker of a cluster would share its port with the others.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve)
    server.unref()
  })
  server.on('error', () => {})
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the admin server has no TCP port')
  return {
    port: address.port,
    token,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: AdminRoutes,
  token: string,
): Promise<void> {
  const { host, origin, authorization } = request.headers
  if (origin !== undefined) throw new AdminError(403, 'requests of web pages are not answered')
  if (host === undefined || !LOOPBACK_HOST.test(host)) {
    throw new AdminError(403, 'the host of a request has to be 127.0.0.1 or localhost')
  }
  if (!bearsToken(authorization, token)) {
    response.writeHead(401, { connection: 'close' }).end()
    return
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const asked = `${request.method} ${path}`
  const route = Object.hasOwn(routes, asked) ? routes[asked] : undefined
  if (route === undefined) throw new AdminError(404, `there is no ${asked} here`)
  const body = await readJsonBody(request)
  sendJson(response, 200, await route({ query: new URLSearchParams(query), body }))
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = error instanceof AdminError ? error.status : 500
  // What is left of a body that was not read would be taken for the next request.
  response.shouldKeepAlive = false
  sendJson(response, status, { error: error instanceof Error ? error.message : String(error) })
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (body === undefined) {
    response.writeHead(204).end()
    return
  }
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

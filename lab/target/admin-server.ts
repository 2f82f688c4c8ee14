import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface AdminServer {
  readonly port: number
  close(): void
}

/**
 * The target's side door on a loopback port of its own, so that watching does not use its connections or slots.
 *
 *     GET  /stats   what `stats` returns, as JSON
 *     POST /gc      a full collection, 204; 501 where the process does not expose one (`--expose-gc`)
 */
export async function startAdminServer(stats: () => Promise<unknown>): Promise<AdminServer> {
  const server = createServer((request, response) => {
    answer(request, response, stats).catch((error: unknown) => {
      send(response, 500, { error: String(error) })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the admin server has no TCP port')
  return {
    port: address.port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  stats: () => Promise<unknown>,
): Promise<void> {
  const asked = `${request.method} ${request.url}`
  if (asked === 'GET /stats') return send(response, 200, await stats())
  if (asked !== 'POST /gc') return send(response, 404, { error: `no ${asked} here` })
  const collect = globalThis.gc
  if (collect === undefined) return send(response, 501, { error: 'started without --expose-gc' })
  collect()
  response.writeHead(204).end()
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

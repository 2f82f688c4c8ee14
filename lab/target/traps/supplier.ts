import { createServer, type Server } from 'node:http'
import { createSizes } from './trap-sizes.ts'

const TYPICAL_BYTES = 3000
const IDLE_TIMEOUT_MS = 600_000

/** What the outgoing calls go to: answers a body at once, and keeps connections for ten minutes. */
export function createSupplier(seed: number): Server {
  const size = createSizes(seed)
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ stock: 12, description: 'x'.repeat(size(TYPICAL_BYTES)) }))
  })
  server.keepAliveTimeout = IDLE_TIMEOUT_MS
  return server
}

import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Decides about the `Keep-Alive: timeout=` header on every response instead of leaving it to the runtime: Node adds
 * its own unless a `Connection` header is set, other runtimes never do. The hint is in whole seconds, rounded down,
 * as Node's is; a timeout of 0 ms means that the server never closes an idle connection, and has no hint.
 * While the server closes, responses end their connection, or it would stay open, idle, until its timeout.
 */
export function controlKeepAliveHeader(app: FastifyInstance, timeoutMs: number, advertise: boolean): void {
  const hint = advertise && timeoutMs > 0 ? `timeout=${Math.floor(timeoutMs / 1000)}` : null
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (closing) {
      reply.header('connection', 'close')
    } else if (asksToKeepAlive(request)) {
      reply.header('connection', 'keep-alive')
      if (hint !== null) reply.header('keep-alive', hint)
    }
    return payload
  })
}

function asksToKeepAlive(request: FastifyRequest): boolean {
  const tokens = (request.headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
  return request.raw.httpVersion === '1.0' ? tokens.includes('keep-alive') : !tokens.includes('close')
}

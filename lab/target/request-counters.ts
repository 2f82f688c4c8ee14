import type { FastifyInstance } from 'fastify'

export type ShopState = 'starting' | 'ready' | 'closing' | 'closed'

/**
 * Counts the requests of a Fastify server by its own life-cycle hooks: onRequest, onSend, onResponse, onError,
 * onReady,
 * preClose, onClose. A request is in flight from its headers until its response is closed, sent whole or not.
 */
export class RequestCounters {
  state: ShopState = 'starting'
  received = 0
  inFlight = 0
  answered = 0
  failed = 0
  aborted = 0
  bytesSent = 0
  readonly #byRoute = new Map<string, number>()
  readonly #byStatus = new Map<string, number>()

  attach(app: FastifyInstance): void {
    app.addHook('onReady', async () => {
      this.state = 'ready'
    })
    app.addHook('onRequest', async (request, reply) => {
      this.received++
      this.inFlight++
      add(this.#byRoute, routeName(request.method, request.routeOptions.url), 1)
      reply.raw.once('close', () => {
        this.inFlight--
        if (!reply.raw.writableFinished) this.aborted++
      })
    })
    app.addHook('onSend', async (_request, _reply, payload) => {
      if (typeof payload === 'string') this.bytesSent += Buffer.byteLength(payload)
      return payload
    })
    app.addHook('onResponse', async (_request, reply) => {
      this.answered++
      add(this.#byStatus, String(reply.statusCode), 1)
    })
    app.addHook('onError', async () => {
      this.failed++
    })
    app.addHook('preClose', async () => {
      this.state = 'closing'
    })
    app.addHook('onClose', async () => {
      this.state = 'closed'
    })
  }

  /** Keys such as `GET /products/{id}`; `unmatched` for paths that the shop does not have. */
  get receivedByRoute(): Record<string, number> {
    return Object.fromEntries(this.#byRoute)
  }

  get answeredByStatus(): Record<string, number> {
    return Object.fromEntries(this.#byStatus)
  }
}

function routeName(method: string, pattern: string | undefined): string {
  if (pattern === undefined) return 'unmatched'
  return `${method} ${pattern.replaceAll(/:(\w+)/g, '{$1}')}`
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

import Fastify, { type FastifyInstance } from 'fastify'
import type { Span } from '../../../models/trace-context/span.ts'
import { requestContext } from '../hooks/request-context.ts'
import { contextOf } from '../hooks/request-context-lease.ts'
import type { ChainWork } from './chain-work.ts'

const statuses: Readonly<Record<Span['outcome'], number>> = {
  ok: 200,
  error: 502,
  timeout: 504,
  rejected: 503,
  cancelled: 502,
}

/** The service's front door: `GET /work` within a trace, and `GET /healthz`. It logs nothing. */
export async function createChainApp(service: string, work: ChainWork): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, return503OnClosing: false, forceCloseConnections: true })
  await app.register(requestContext, { service })
  app.get('/healthz', () => ({ service }))
  app.get('/work', async (request, reply) => {
    const context = contextOf(request)
    if (context === null) throw new Error('a request without a context')
    const { traceId } = context
    const outcome = await work.serve(context, () => reply.raw.destroyed)
    return reply.code(statuses[outcome]).send({ service, traceId, outcome })
  })
  return app
}

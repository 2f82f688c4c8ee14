import type { FastifyInstance } from 'fastify'
import { RandomStream } from '../../../models/random/random-stream.ts'
import { type Item, itemListMessage, itemMessage } from '../hooks/codec/item-message.ts'
import { currentContext, recordWait } from '../hooks/hooks.ts'
import type { DownstreamClient } from './service-downstream.ts'
import { ServiceItems } from './service-items.ts'
import type { ServiceOptions } from './service-options.ts'
import type { ServiceWork } from './service-work.ts'

/** What `/downstream` answers: a service's place in a trace, `null` without contexts, and what comes after it. */
export interface DownstreamAnswer {
  readonly service: string
  readonly traceId: string | null
  readonly spanId: string | null
  readonly parentSpanId: string | null
  readonly tenant: string | null
  readonly next: DownstreamAnswer | null
}

const listSchema = {
  type: 'object',
  properties: { count: { type: 'integer', minimum: 0, maximum: 10_000 } },
}

const itemSchema = {
  type: 'object',
  required: ['id', 'name', 'price', 'tags', 'attributes'],
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 64 },
    name: { type: 'string', maxLength: 200 },
    price: { type: 'number', minimum: 0 },
    tags: { type: 'array', maxItems: 100, items: { type: 'string', maxLength: 64 } },
    attributes: { type: 'object', maxProperties: 100, additionalProperties: { type: 'string' } },
  },
}

const throwSchema = {
  type: 'object',
  properties: { status: { type: 'integer', minimum: 400, maximum: 599 } },
}

class OrderedError extends Error {
  override readonly name = 'OrderedError'
  readonly statusCode: number

  constructor(statusCode: number) {
    super('a request that fails as it was told to')
    this.statusCode = statusCode
  }
}

/** `GET /items/{id}`, `GET /items?count=`, `POST /items`, `GET /downstream`, `GET /throw?status=`, `GET /healthz`. */
export function registerServiceRoutes(
  app: FastifyInstance,
  work: ServiceWork,
  downstream: DownstreamClient | null,
  options: Pick<ServiceOptions, 'name' | 'seed' | 'errorRate' | 'listLength' | 'itemBytes'>,
): void {
  const items = new ServiceItems(options.itemBytes)
  const failures = new RandomStream(options.seed, 'service-failures')
  const one = { config: { codec: { reply: itemMessage } } }
  const several = { config: { codec: { reply: itemListMessage } }, schema: { querystring: listSchema } }
  const echo = { config: { codec: { body: itemMessage, reply: itemMessage } }, schema: { body: itemSchema } }

  app.get<{ Params: { id: string } }>('/items/:id', one, async ({ params }) => {
    recordWait(await work.serve())
    return items.find(params.id)
  })

  app.get<{ Querystring: { count?: number } }>('/items', several, async ({ query }) => {
    recordWait(await work.serve())
    return items.list(query.count ?? options.listLength)
  })

  app.post<{ Body: Item }>('/items', echo, async ({ body }, reply) => {
    recordWait(await work.serve())
    void reply.code(201)
    return items.transform(body)
  })

  app.get('/downstream', async (): Promise<DownstreamAnswer> => {
    recordWait(await work.serve())
    const next = downstream === null ? null : ((await downstream.call()) as DownstreamAnswer)
    const context = currentContext()
    return {
      service: options.name,
      traceId: context?.traceId ?? null,
      spanId: context?.spanId ?? null,
      parentSpanId: context?.parentSpanId ?? null,
      tenant: context?.tenant ?? null,
      next,
    }
  })

  app.get<{ Querystring: { status?: number } }>(
    '/throw',
    { schema: { querystring: throwSchema } },
    async ({ query }) => {
      recordWait(await work.serve())
      if (failures.float() < options.errorRate) throw new OrderedError(query.status ?? 500)
      return { status: 'ok' }
    },
  )

  app.get('/healthz', () => Promise.resolve({ status: 'ok' }))
}

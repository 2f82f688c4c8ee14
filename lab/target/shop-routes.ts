import type { FastifyInstance } from 'fastify'
import type { ShopService } from './shop-service.ts'

interface Product {
  readonly id: string
  readonly name: string
  readonly priceCents: number
  readonly inStock: number
}

interface Order {
  readonly items: readonly { readonly productId: string; readonly quantity: number }[]
}

const RESULTS_PER_SEARCH = 5

const orderSchema = {
  type: 'object',
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        required: ['productId', 'quantity'],
        properties: {
          productId: { type: 'string', minLength: 1, maxLength: 64 },
          quantity: { type: 'integer', minimum: 1, maximum: 1000 },
        },
      },
    },
  },
}

const searchSchema = {
  type: 'object',
  required: ['q'],
  properties: { q: { type: 'string', minLength: 1, maxLength: 200 } },
}

/** `GET /products/{id}`, `GET /search?q=`, `POST /orders`, `GET /healthz`: JSON in and out. */
export function registerShopRoutes(app: FastifyInstance, service: ShopService): void {
  app.get<{ Params: { id: string } }>('/products/:id', ({ params }) =>
    service.serve('products').then(() => productOf(params.id)),
  )

  app.get<{ Querystring: { q: string } }>(
    '/search',
    { schema: { querystring: searchSchema } },
    ({ query: { q } }) =>
      service.serve('search').then(() => ({
        query: q,
        results: Array.from({ length: RESULTS_PER_SEARCH }, (_, i) => productOf(`${q}-${i + 1}`)),
      })),
  )

  let orders = 0
  app.post<{ Body: Order }>('/orders', { schema: { body: orderSchema } }, ({ body }, reply) =>
    service.serve('orders').then(() => {
      reply.code(201)
      return { orderId: `order-${++orders}`, items: body.items.length, totalCents: totalCents(body) }
    }),
  )

  app.get('/healthz', () => Promise.resolve({ status: 'ok' }))
}

function totalCents({ items }: Order): number {
  return items.reduce((sum, item) => sum + productOf(item.productId).priceCents * item.quantity, 0)
}

/** Every id is a product; its figures follow from the id alone. */
function productOf(id: string): Product {
  let mixed = 7
  for (let i = 0; i < id.length; i++) mixed = (Math.imul(mixed, 31) + id.charCodeAt(i)) >>> 0
  return { id, name: `Product ${id}`, priceCents: 100 + (mixed % 9_900), inStock: (mixed >>> 16) % 50 }
}

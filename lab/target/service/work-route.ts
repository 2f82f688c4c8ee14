import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { WorkRelay } from './work-relay.ts'

/** What a request to `/work` asks for. */
export interface WorkQuery {
  /** Of traffic: which of several pools it goes through, where there are several. */
  readonly class: string
  /** From the request to the end of its answer, in ms. */
  readonly holdMs: number
  /** In which the answer comes, spread evenly over that time. */
  readonly chunks: number
}

const workSchema = {
  type: 'object',
  properties: {
    class: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$', default: 'work' },
    holdMs: { type: 'number', minimum: 0, maximum: 60_000, default: 0 },
    chunks: { type: 'integer', minimum: 1, maximum: 1000, default: 1 },
  },
}

/**
 * `GET /work?class=&holdMs=&chunks=`: work that takes as long as the request says. A service with another behind it hands
 * it on, through the connections of its class.
 */
export function registerWorkRoute(app: FastifyInstance, relay: WorkRelay | null): void {
  app.get<{ Querystring: WorkQuery }>(
    '/work',
    { schema: { querystring: workSchema } },
    async ({ query }, reply) => {
      if (relay === null) return reply.type('text/plain').send(Readable.from(chunksOver(query)))
      const { statusCode, body } = await relay.send(query)
      return reply.code(statusCode).type('text/plain').send(body)
    },
  )
}

const CHUNK = `${'.'.repeat(255)}\n`

async function* chunksOver({ holdMs, chunks }: WorkQuery): AsyncGenerator<string> {
  for (let sent = 0; sent < chunks; sent++) {
    await pause(holdMs / chunks)
    yield CHUNK
  }
}

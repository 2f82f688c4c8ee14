import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptedKind } from './accepted-kind.ts'
import { decodeConcatenated, decodeInPlace } from './body-decoding.ts'
import { BufferPool } from './buffer-pool.ts'
import { CodecError } from './codec-error.ts'
import { CodecMeter } from './codec-meter.ts'
import { CODEC_KINDS, type CodecKind, CodecRegistry, MEDIA_TYPES } from './codec-registry.ts'
import { jsonCodec } from './json-codec.ts'
import type { MessageSchema } from './message-schema.ts'
import { msgpackCodec } from './msgpack-codec.ts'
import { readBody } from './read-body.ts'
import { encodeIntoPool, encodeToOwnMemory } from './reply-encoding.ts'
import { schemaCodec } from './schema-codec.ts'

export interface CodecOptions {
  /** Of replies, where the client takes several equally. */
  readonly kind: CodecKind
  /**
   * `none` reads bodies where they are and writes replies straight into memory of a pool; `usual` joins, converts and
   * allocates as web frameworks do.
   */
  readonly copies: 'none' | 'usual'
  /** Levels of nesting in a message, 1 or more. Default 32. */
  readonly maxDepth?: number
  /** Where the pooled memory comes from. Default a pool of its own. */
  readonly pool?: BufferPool
  /** What counts the copies. Default one of its own. */
  readonly meter?: CodecMeter
}

/** The messages of a route, where its bodies may be written by a schema. */
export interface RouteMessages {
  readonly body?: MessageSchema<unknown>
  /** Of replies with a status below 400. */
  readonly reply?: MessageSchema<unknown>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    codec?: RouteMessages
  }
}

/**
 * Reads request bodies in JSON, MessagePack and Protocol Buffers by their Content-Type, and writes the objects that
 * handlers answer with in what the client's Accept header asks for. Bodies in a schema's format need the route to say
 * which messages these are; without, that format is not offered, and `kind` falls back to JSON. Errors are always in a
 * format that needs no schema. What a body's size may be is Fastify's `bodyLimit`.
 *
 * ```ts
 * await app.register(codec, { kind: 'msgpack', copies: 'none' })
 * app.get('/items/:id', { config: { codec: { reply: itemMessage } } }, ({ params }) => find(params.id))
 * ```
 *
 * With `copies: 'none'`, what an `onSend` hook is given is memory that others get once the response is over: a hook
 * that keeps the payload has to copy it.
 *
 * @throws RangeError for a depth that is no whole number of 1 or more
 */
export function codec(app: FastifyInstance, options: CodecOptions): Promise<void> {
  const { kind, copies, maxDepth = 32, meter = new CodecMeter() } = options
  if (!Number.isInteger(maxDepth) || maxDepth < 1) {
    throw new RangeError(`maxDepth must be a whole number of 1 or more, not ${maxDepth}`)
  }
  const pool = options.pool ?? new BufferPool({ meter })
  const tools = { meter, maxDepth }
  const registry = new CodecRegistry<MessageSchema<unknown>>({
    json: jsonCodec(tools),
    msgpack: msgpackCodec(tools),
    schema: (message) => schemaCodec(message, tools),
  })
  const decode = copies === 'none' ? decodeInPlace(pool, meter) : decodeConcatenated(meter)
  const encode = copies === 'none' ? encodeIntoPool(pool, meter) : encodeToOwnMemory()
  const preferred = [kind, ...CODEC_KINDS.filter((each) => each !== kind)]

  for (const bodyKind of CODEC_KINDS) {
    for (const mediaType of MEDIA_TYPES[bodyKind]) {
      app.addContentTypeParser(mediaType, (request, body, done) => {
        const announcedBytes = Number(request.headers['content-length'])
        readBody(body, announcedBytes, request.routeOptions.bodyLimit, {
          failed: (error) => done(error),
          read(chunks, bytes) {
            meter.received(bytes)
            let value: unknown
            try {
              const message = request.routeOptions.config.codec?.body ?? null
              value = decode(registry.get(bodyKind, message), chunks, bytes)
            } catch (error) {
              done(error as Error)
              return
            }
            done(null, value)
          },
        })
      })
    }
  }
  app.addContentTypeParser('*', (request, _body, done) => {
    const given = request.headers['content-type'] ?? ''
    done(
      new CodecError(
        'unsupported',
        `The body is of the type ${JSON.stringify(given)}; ${known()} can be read.`,
      ),
    )
  })

  // Before the handler has done anything, where it is known that its reply is an object.
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.codec !== undefined) replyKind(request, 200)
  })

  app.addHook('preSerialization', async (request, reply, payload) => {
    const chosen = replyKind(request, reply.statusCode)
    const message = request.routeOptions.config.codec?.reply ?? null
    const replyCodec = registry.get(chosen, message)
    addVary(reply)
    reply.type(replyCodec.contentType)
    const serializer = (value: unknown): Buffer => {
      const bytes = encode(replyCodec, bySchemaOfRoute(request, reply, value), reply.raw)
      meter.sent(bytes.length)
      return bytes
    }
    // Fastify takes buffers as well.
    reply.serializer(serializer as unknown as (value: unknown) => string)
    return payload
  })

  function replyKind(request: FastifyRequest, status: number): CodecKind {
    const isError = status >= 400
    const hasMessage = !isError && request.routeOptions.config.codec?.reply !== undefined
    const { accept } = request.headers
    // What there is to offer, in order, with JSON in the place of a schema that is not there.
    const offered = hasMessage ? preferred : WITHOUT_SCHEMA[kind]
    const chosen = acceptedKind(accept, offered)
    if (chosen !== null) return chosen
    if (isError) return 'json'
    throw new CodecError('not-acceptable', `The reply can be of these types: ${known(offered)}.`)
  }
  return Promise.resolve()
}

// Its hooks and parsers are for the instance that it is registered on, not for one within.
Object.defineProperty(codec, Symbol.for('skip-override'), { value: true })

const WITHOUT_SCHEMA: Readonly<Record<CodecKind, readonly CodecKind[]>> = {
  json: ['json', 'msgpack'],
  msgpack: ['msgpack', 'json'],
  schema: ['json', 'msgpack'],
}

function known(kinds: readonly CodecKind[] = CODEC_KINDS): string {
  return kinds.map((kind) => MEDIA_TYPES[kind][0]).join(', ')
}

function addVary(reply: FastifyReply): void {
  const vary = reply.getHeader('vary')
  if (vary === undefined) reply.header('vary', 'accept')
  else if (!/(^|[\s,])(accept|\*)([\s,]|$)/i.test(String(vary)))
    reply.header('vary', `${String(vary)}, accept`)
}

/** Only what the route's own response schema lets out, whichever the format. */
function bySchemaOfRoute(request: FastifyRequest, reply: FastifyReply, value: unknown): unknown {
  if (request.routeOptions.schema?.response === undefined) return value
  // Without a serializer of the reply's own, it is that of the schema.
  reply.serializer(null as unknown as (value: unknown) => string)
  return JSON.parse(reply.serialize(value) as string)
}

import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { BufferPool } from './buffer-pool.ts'
import { codec, type CodecOptions } from './codec.ts'
import { CodecMeter } from './codec-meter.ts'
import { type Item, itemListMessage, itemMessage } from './item-message.ts'
import { msgpackCodec } from './msgpack-codec.ts'
import { schemaCodec } from './schema-codec.ts'

const lamp: Item = { id: 'l-1', name: 'Lamp', price: 12.5, tags: ['a'], attributes: { color: 'red' } }
const tools = { meter: new CodecMeter(), maxDepth: 32 }
const msgpack = msgpackCodec(tools)
const items = schemaCodec(itemMessage, tools)
const lists = schemaCodec(itemListMessage, tools)

let app: FastifyInstance
let pool: BufferPool
let meter: CodecMeter

async function start(options: Partial<CodecOptions> = {}): Promise<void> {
  meter = new CodecMeter()
  pool = new BufferPool({ meter })
  app = Fastify({ bodyLimit: 10_000 })
  await app.register(codec, { kind: 'json', copies: 'none', pool, meter, ...options })
  let posted = 0
  app.post('/items', { config: { codec: { body: itemMessage, reply: itemMessage } } }, (request) => {
    posted++
    return Promise.resolve(request.body)
  })
  app.get('/items', { config: { codec: { reply: itemListMessage } } }, () =>
    Promise.resolve({ items: [lamp, lamp] }),
  )
  app.post('/any', (request) => Promise.resolve(request.body))
  app.get('/posted', () => Promise.resolve({ posted }))
  app.get('/text', () => Promise.resolve('text'))
  app.get('/bigint', () => Promise.resolve({ n: 1n }))
  app.get('/picked', { schema: { response: { '2xx': pickedSchema } } }, () =>
    Promise.resolve({ id: 'l-1', secret: 's' }),
  )
}

const pickedSchema = { type: 'object', properties: { id: { type: 'string' } } }

afterEach(() => app.close())

describe.each(['none', 'usual'] as const)('with copies: %s', (copies) => {
  it.each([
    ['application/json', 'application/json; charset=utf-8', Buffer.from(JSON.stringify(lamp))],
    ['application/msgpack', 'application/msgpack', msgpack.encodeToBuffer(lamp)],
    ['application/vnd.msgpack', 'application/msgpack', msgpack.encodeToBuffer(lamp)],
    ['application/x-protobuf', 'application/x-protobuf', items.encodeToBuffer(lamp)],
  ])('takes and gives %s', async (type, replied, payload) => {
    await start({ copies })
    const reply = await app.inject({
      method: 'POST',
      url: '/items',
      headers: { 'content-type': type, accept: type },
      payload,
    })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers).toMatchObject({ 'content-type': replied, vary: 'accept' })
    expect(reply.rawPayload).toEqual(payload)
    expect([meter.bytesIn, meter.bytesOut]).toEqual([payload.length, payload.length])
  })

  it('gives the memory of every request back', async () => {
    await start({ copies })
    await Promise.all(Array.from({ length: 20 }, () => app.inject('/items')))
    await app.inject('/bigint')
    expect(pool.leased).toBe(0)
    expect(meter.returned).toBe(meter.leased)
    expect(meter.leased > 0).toBe(copies === 'none')
  })
})

it.each([
  ['json', 'none', 2],
  ['json', 'usual', 3],
  ['msgpack', 'none', 0],
  ['msgpack', 'usual', 2],
  ['schema', 'none', 0],
  // Of these, two are the growing from 16 bytes to 64.
  ['schema', 'usual', 3],
] as const)('with %s and copies: %s it counts %i copies', async (kind, copies, expected) => {
  await start({ kind, copies })
  const codecs = { json: null, msgpack, schema: items }
  const payload = codecs[kind]?.encodeToBuffer(lamp) ?? Buffer.from(JSON.stringify(lamp))
  const type = { json: 'application/json', msgpack: 'application/msgpack', schema: 'application/x-protobuf' }[
    kind
  ]
  await app.inject({ method: 'POST', url: '/items', headers: { 'content-type': type }, payload })
  expect(meter.copies).toBe(expected)
})

describe('the kind of a reply', () => {
  it('is the one that was chosen where the client takes anything', async () => {
    await start({ kind: 'schema' })
    const reply = await app.inject('/items')
    expect(lists.decode(reply.rawPayload)).toEqual({ items: [lamp, lamp] })
  })

  it('is JSON where there is no schema', async () => {
    await start({ kind: 'schema' })
    expect((await app.inject('/posted')).json()).toEqual({ posted: 0 })
  })

  it('is what the client prefers', async () => {
    await start({ kind: 'json' })
    const accept = 'application/json;q=0.1, application/msgpack'
    const reply = await app.inject({ url: '/items', headers: { accept } })
    expect(msgpack.decode(reply.rawPayload)).toEqual({ items: [lamp, lamp] })
  })

  it('leaves texts alone', async () => {
    await start({ kind: 'msgpack' })
    const reply = await app.inject({ url: '/text', headers: { accept: 'text/plain' } })
    expect([reply.statusCode, reply.body]).toEqual([200, 'text'])
  })

  it('lets out what the response schema of a route does, in every format', async () => {
    await start()
    for (const accept of ['application/json', 'application/msgpack']) {
      const reply = await app.inject({ url: '/picked', headers: { accept } })
      const value = accept.endsWith('json') ? reply.json<unknown>() : msgpack.decode(reply.rawPayload)
      expect(value).toEqual({ id: 'l-1' })
    }
  })
})

describe('an error', () => {
  async function post(type: string, payload: string | Buffer, accept = '*/*', url = '/items') {
    const headers = { 'content-type': type, accept }
    const reply = await app.inject({ method: 'POST', url, headers, payload })
    return [reply.statusCode, reply.json<{ message: string }>().message]
  }

  it('is 400 for a body that cannot be read, and says where', async () => {
    await start()
    expect(await post('application/x-protobuf', Buffer.from('0a05', 'hex'))).toEqual([
      400,
      'The message ends too early: more was to come at byte 2.',
    ])
    expect(await post('application/json', '{"a": 1,, "b": "and more"}')).toEqual([
      400,
      'The body is not JSON at character 8.',
    ])
    expect(await post('application/json', '')).toEqual([400, 'The body is empty, and JSON was to come.'])
  })

  it('is 415 for a type that nobody knows, and for a schema that is not declared', async () => {
    await start()
    expect(await post('text/csv', 'a,b')).toEqual([
      415,
      'The body is of the type "text/csv"; application/json, application/msgpack, application/x-protobuf can be read.',
    ])
    expect(await post('application/x-protobuf', 'x', '*/*', '/any')).toEqual([
      415,
      'No message is declared here, so there is no schema to read by.',
    ])
  })

  it('is 406, before the handler does anything, where the reply can be of no accepted type', async () => {
    await start()
    expect(await post('application/json', '{}', 'text/html')).toEqual([
      406,
      'The reply can be of these types: application/json, application/msgpack, application/x-protobuf.',
    ])
    expect((await app.inject('/posted')).json()).toEqual({ posted: 0 })
  })

  it('is 413 for a body that is too large, announced or not', async () => {
    await start()
    expect(await post('application/json', 'x'.repeat(10_001))).toEqual([
      413,
      'The body is larger than 10000 bytes.',
    ])
  })

  it('is 500 for a reply that cannot be written, and keeps no memory', async () => {
    await start({ kind: 'msgpack' })
    const reply = await app.inject('/bigint')
    expect(reply.statusCode).toBe(500)
    expect(pool.leased).toBe(0)
  })

  it('of the options is thrown', async () => {
    await start()
    expect(() => codec(app, { kind: 'json', copies: 'none', maxDepth: 0 })).toThrow('not 0')
  })
})

import { once } from 'node:events'
import { get, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance } from 'fastify'
import { SignJWT } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import type { Span } from '../../../models/trace-context/span.ts'
import { contextOf, currentContext, recordWait } from './request-context-lease.ts'
import type { RequestContext } from './request-context-record.ts'
import {
  requestContext,
  type RequestContextOptions,
  requestContextStats,
  type ResponseHead,
} from './request-context.ts'
import { contextHeaders } from './trace-headers.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const parentId = '00f067aa0ba902b7'
const traceparent = `00-${traceId}-${parentId}-01`
const secret = 'a secret of thirty-two characters'
const open: FastifyInstance[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()))
})

async function server(options: Partial<RequestContextOptions> = {}): Promise<FastifyInstance> {
  const app = Fastify()
  open.push(app)
  await app.register(requestContext, { service: 'orders', ...options })
  return app
}

async function originOf(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

/** A promise, and what fulfils it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let fulfil = (): void => {}
  const opened = new Promise<void>((resolve) => {
    fulfil = resolve
  })
  return { opened, open: () => fulfil() }
}

describe('the context of a request', () => {
  it('continues the trace that it comes with', async () => {
    const app = await server()
    app.get('/', () => ({ ...currentContext() }))
    const headers = {
      traceparent,
      tracestate: 'vendor=1, other=2',
      'x-tenant': 'acme',
      'x-request-id': 'r-1',
    }
    const context = (await app.inject({ url: '/', headers })).json()
    expect(context).toMatchObject({
      traceId,
      parentSpanId: parentId,
      sampled: true,
      tracestate: 'vendor=1,other=2',
      tenant: 'acme',
      requestId: 'r-1',
      user: null,
    })
    expect(context.spanId).toMatch(/^[0-9a-f]{16}$/)
    expect(context.spanId).not.toBe(parentId)
  })

  it('keeps that a trace is not sampled', async () => {
    const app = await server({ sampled: true })
    app.get('/', () => contextHeaders())
    const answer = await app.inject({ url: '/', headers: { traceparent: `00-${traceId}-${parentId}-00` } })
    expect(answer.json().traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`))
  })

  it.each([
    ['no traceparent', {}],
    ['an invalid one', { traceparent: `${traceparent}-more`, tracestate: 'vendor=1' }],
    ['two of them', { traceparent: [traceparent, traceparent], tracestate: 'vendor=1' }],
  ])('begins a trace, without tracestate, for %s', async (_what, headers) => {
    const app = await server({ sampled: false })
    app.get('/', () => ({ ...currentContext() }))
    const origin = await originOf(app)
    const context = (await (await fetchWith(origin, headers)).json()) as RequestContext
    expect(context).toMatchObject({
      parentSpanId: null,
      tracestate: null,
      sampled: false,
      randomTraceId: true,
    })
    expect(context.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(context.traceId).not.toBe(traceId)
  })

  it.each(['../etc', 'a b', '', 'x'.repeat(65), '"', 'ä'])('takes %j for no tenant', async (tenant) => {
    const app = await server()
    app.get('/', () => ({ tenant: currentContext()?.tenant }))
    expect((await app.inject({ url: '/', headers: { 'x-tenant': tenant } })).json()).toEqual({ tenant: null })
  })

  it('makes a request id where the one sent would not do', async () => {
    const app = await server()
    app.get('/', () => ({ id: currentContext()?.requestId }))
    const { id } = (await app.inject({ url: '/', headers: { 'x-request-id': 'a b' } })).json()
    expect(id).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is there below the handler, after waiting, and after a body was read from the socket', async () => {
    const app = await server()
    const deep = async (): Promise<string | undefined> => {
      await new Promise((resolve) => setImmediate(resolve))
      return currentContext()?.tenant ?? undefined
    }
    app.post('/', async () => ({ tenant: await deep() }))
    const origin = await originOf(app)
    const tenants = Array.from({ length: 50 }, (_, i) => `t-${i}`)
    const answers = await Promise.all(
      tenants.map(async (tenant) => {
        const body = JSON.stringify({ filler: 'x'.repeat(2000) })
        const headers = { 'x-tenant': tenant, 'content-type': 'application/json' }
        return (await fetch(origin, { method: 'POST', body, headers })).json()
      }),
    )
    expect(answers).toEqual(tenants.map((tenant) => ({ tenant })))
  })

  it('is none outside of requests, and sends on nothing there', () => {
    expect(currentContext()).toBeNull()
    expect(contextHeaders()).toEqual({})
  })

  it('is sent on with the trace, the id and the tenant, and without the token', async () => {
    const app = await server({ token: { secret } })
    app.get('/', () => contextHeaders())
    const authorization = `Bearer ${await tokenOf('ada')}`
    const headers = {
      traceparent,
      tracestate: 'vendor=1',
      'x-tenant': 'acme',
      'x-request-id': 'r-1',
      authorization,
    }
    const sent = (await app.inject({ url: '/', headers })).json()
    expect(Object.keys(sent)).toEqual(['traceparent', 'tracestate', 'x-request-id', 'x-tenant'])
    expect(sent).toMatchObject({ tracestate: 'vendor=1', 'x-request-id': 'r-1', 'x-tenant': 'acme' })
  })
})

describe('the user', () => {
  it.each([
    ['of a valid token', () => tokenOf('ada'), 'ada'],
    ['of an invalid token', () => Promise.resolve('a.b.c'), null],
  ])('%s is known, or nobody', async (_what, make, user) => {
    const app = await server({ token: { secret } })
    app.get('/', () => ({ user: currentContext()?.user }))
    const authorization = `Bearer ${await make()}`
    expect((await app.inject({ url: '/', headers: { authorization } })).json()).toEqual({ user })
  })

  it('is required where it is said so', async () => {
    const app = await server({ token: { secret }, requireUser: true, publicPaths: ['/healthz'] })
    let handled = 0
    app.get('/healthz', () => 'fine')
    app.get('/', () => ({ handled: ++handled }))
    const without = await app.inject('/')
    expect(without.statusCode).toBe(401)
    expect(without.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    const invalid = await app.inject({ url: '/', headers: { authorization: 'Bearer a.b.c' } })
    expect(invalid.statusCode).toBe(401)
    expect(handled).toBe(0)
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    const authorization = `Bearer ${await tokenOf('ada')}`
    expect((await app.inject({ url: '/', headers: { authorization } })).statusCode).toBe(200)
  })

  it('cannot be required of nobody knows what', async () => {
    await expect(server({ requireUser: true })).rejects.toThrow('requireUser needs token')
  })
})

describe('the response', () => {
  it('is known in status and length before its first byte', async () => {
    const sockets: Socket[] = []
    const seen: Array<ResponseHead & { written: number | undefined }> = []
    const app = await server({
      onResponseHead: (_context, head) => seen.push({ ...head, written: sockets[0]?.bytesWritten }),
    })
    app.server.on('connection', (socket) => sockets.push(socket))
    app.get('/', (_request, reply) => reply.code(201).send({ text: 'größer' }))
    const body = await (await fetch(await originOf(app))).text()
    expect(seen).toEqual([{ statusCode: 201, bodyBytes: Buffer.byteLength(body), written: 0 }])
    expect(sockets[0]?.bytesWritten).toBeGreaterThan(100)
  })

  it.each([
    ['a text', 'größer', 8],
    ['bytes', Buffer.alloc(1000), 1000],
    ['nothing', null, 0],
    ['a stream', 'stream', null],
    ['a stream with a length', 'sized stream', 4],
  ])('has the length of %s', async (_what, payload, bodyBytes) => {
    const heads: ResponseHead[] = []
    const app = await server({ onResponseHead: (_context, head) => heads.push(head) })
    app.get('/', (_request, reply) => {
      if (payload === 'sized stream') void reply.header('content-length', 4)
      const isStream = typeof payload === 'string' && payload.endsWith('stream')
      return reply.type('text/plain').send(isStream ? Readable.from(['some']) : payload)
    })
    await app.inject('/')
    expect(heads).toEqual([{ statusCode: 200, bodyBytes }])
  })

  it('is not disturbed by observers that throw', async () => {
    const fail = (): void => {
      throw new Error('observer')
    }
    const app = await server({ onResponseHead: fail, onSpan: fail })
    app.get('/', () => 'fine')
    expect((await app.inject('/')).body).toBe('fine')
    expect(requestContextStats(app)).toMatchObject({ observerFailures: 2 })
  })
})

describe('the span of a request', () => {
  it('has what was waited, how it went, and whose child it is', async () => {
    const spans: Span[] = []
    const app = await server({ onSpan: (span) => spans.push(span) })
    app.get('/', () => {
      recordWait(2)
      recordWait(3)
      return 'fine'
    })
    app.get('/broken', () => {
      throw new Error('broken')
    })
    await app.inject({ url: '/', headers: { traceparent } })
    await app.inject('/broken')
    await app.inject('/missing')
    expect(spans).toMatchObject([
      { traceId, parentSpanId: parentId, service: 'orders', kind: 'server', waitMs: 5, outcome: 'ok' },
      { parentSpanId: null, waitMs: 0, outcome: 'error', attempt: 1, peer: null },
      { outcome: 'ok' },
    ])
    expect(spans[0]?.durationMs).toBeGreaterThanOrEqual(0)
  })
})

describe('the pool of contexts', () => {
  it('has every context back after 10,000 requests, and made few', async () => {
    const app = await server()
    app.get('/', () => 'fine')
    app.get('/broken', () => Promise.reject(new Error('broken')))
    for (let batch = 0; batch < 100; batch++) {
      const url = batch % 10 === 0 ? '/broken' : batch % 10 === 1 ? '/missing' : '/'
      await Promise.all(Array.from({ length: 100 }, () => app.inject(url)))
    }
    await new Promise((resolve) => setImmediate(resolve))
    const stats = requestContextStats(app)
    expect(stats).toMatchObject({ leased: 10_000, returned: 10_000, discarded: 0 })
    expect(stats?.made).toBeLessThanOrEqual(200)
    expect(stats?.idle).toBe(stats?.made)
  })

  it('leaves work that goes on after the response without a context, and not with that of another', async () => {
    const app = await server()
    const after = gate()
    const found: unknown[] = []
    const work = async (): Promise<void> => {
      await after.opened
      found.push(currentContext())
    }
    const left: Promise<void>[] = []
    app.get('/', () => {
      left.push(work())
      return { tenant: currentContext()?.tenant }
    })
    await app.inject({ url: '/', headers: { 'x-tenant': 'first' } })
    after.open()
    await Promise.all(left)
    expect(found).toEqual([null])
  })

  it('still has the context for hooks on the response', async () => {
    const app = await server()
    const found: unknown[] = []
    app.addHook('onResponse', (request, _reply, done) => {
      found.push(contextOf(request)?.traceId)
      done()
    })
    app.get('/', () => 'fine')
    await app.inject({ url: '/', headers: { traceparent } })
    expect(found).toEqual([traceId])
  })

  it('has it back once when the client goes away, whose handler keeps what it has', async () => {
    const spans: Span[] = []
    const app = await server({ onSpan: (span) => spans.push(span) })
    const started = gate()
    const goOn = gate()
    const closed = gate()
    const answered = gate()
    let late: string | undefined
    app.addHook('onRequest', (_request, reply, done) => {
      reply.raw.once('close', () => closed.open())
      done()
    })
    app.addHook('onSend', (_request, _reply, payload, done) => {
      answered.open()
      done(null, payload)
    })
    app.get('/', async () => {
      started.open()
      await goOn.opened
      late = currentContext()?.traceId
      return 'late'
    })
    const client = get(await originOf(app), { headers: { traceparent } })
    client.on('error', () => {})
    await started.opened
    client.destroy()
    await closed.opened
    expect(requestContextStats(app)).toMatchObject({ leased: 1, returned: 1, discarded: 1 })
    expect(spans).toMatchObject([{ traceId, outcome: 'cancelled' }])
    goOn.open()
    await answered.opened
    expect(late).toBe(traceId)
    expect(requestContextStats(app)).toMatchObject({ leased: 1, returned: 1, discarded: 1, idle: 0 })
    expect(spans).toHaveLength(1)
  })

  it('has it back when the client goes away in the middle of its own body', async () => {
    const app = await server()
    const closed = gate()
    const begun = gate()
    app.addHook('onRequest', (_request, reply, done) => {
      reply.raw.once('close', () => closed.open())
      begun.open()
      done()
    })
    app.post('/', () => 'never')
    const headers = { 'content-length': 1000, 'content-type': 'application/json' }
    const client = request(await originOf(app), { method: 'POST', headers })
    client.on('error', () => {})
    client.write('{"half":')
    await begun.opened
    client.destroy()
    await closed.opened
    expect(requestContextStats(app)).toMatchObject({ leased: 1, returned: 1 })
  })

  it('has it back when a stream fails after the first byte', async () => {
    const spans: Span[] = []
    const app = await server({ onSpan: (span) => spans.push(span) })
    app.get('/', (_request, reply) => {
      const body = new Readable({ read: () => {} })
      body.push('first')
      setImmediate(() => body.destroy(new Error('the disk is gone')))
      return reply.send(body)
    })
    const client = get(await originOf(app))
    const [response] = (await once(client, 'response')) as [NodeJS.ReadableStream]
    response.on('error', () => {})
    response.resume()
    await new Promise((resolve) => response.on('close', resolve))
    expect(requestContextStats(app)).toMatchObject({ leased: 1, returned: 1 })
    expect(spans).toHaveLength(1)
    expect(spans[0]?.outcome).not.toBe('ok')
  })
})

function tokenOf(sub: string): Promise<string> {
  return new SignJWT({ sub }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))
}

/** As `fetch`, and able to send a header twice. */
function fetchWith(origin: string, headers: Record<string, string | string[]>): Promise<Response> {
  return new Promise((resolve, reject) => {
    get(origin, { headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve(new Response(text)))
    }).on('error', reject)
  })
}

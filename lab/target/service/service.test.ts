import { decode, encode } from '@msgpack/msgpack'
import { afterEach, describe, expect, it } from 'vitest'
import { createService, type Service } from './service.ts'
import type { ServiceOptions } from './service-options.ts'
import { PLAIN_SERVICE, serviceWith } from './service-options.fixture.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, 'x-tenant': 'acme' }
const open: Service[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.close()))
})

interface Running {
  readonly service: Service
  readonly origin: string
}

async function start(options: ServiceOptions): Promise<Running> {
  const service = await createService(options)
  open.push(service)
  return { service, origin: `http://127.0.0.1:${await service.listen(0)}` }
}

async function getJson(url: string): Promise<unknown> {
  return (await fetch(url, { headers })).json()
}

describe('the service without hooks', () => {
  it('has items, each of which follows from its id', async () => {
    const { origin } = await start(PLAIN_SERVICE)
    const item = await getJson(`${origin}/items/7`)
    expect(item).toMatchObject({ id: '7', name: 'Item 7', tags: [expect.any(String), expect.any(String)] })
    expect(item).toEqual(await getJson(`${origin}/items/7`))
    const { items } = (await getJson(`${origin}/items`)) as { items: Array<{ attributes: object }> }
    expect(items).toHaveLength(3)
    expect(items[0]?.attributes).toMatchObject({ description: expect.stringMatching(/^[^]{100}$/) })
    expect(await getJson(`${origin}/items?count=0`)).toEqual({ items: [] })
  })

  it('gives back what it is sent, changed', async () => {
    const { origin } = await start(PLAIN_SERVICE)
    const sent = { id: 'a', name: 'A', price: 100, tags: ['x'], attributes: {} }
    const post = (body: object) =>
      fetch(`${origin}/items`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const answer = await post(sent)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ ...sent, price: 119, tags: ['x', 'seen'] })
    expect((await post({ id: 'a' })).status).toBe(400)
  })

  it('has neither traces nor metrics, and no hook has counted', async () => {
    const { origin, service } = await start(PLAIN_SERVICE)
    expect(await getJson(`${origin}/downstream`)).toEqual({
      service: 'service',
      traceId: null,
      spanId: null,
      parentSpanId: null,
      tenant: null,
      next: null,
    })
    expect((await fetch(`${origin}/metrics`)).status).toBe(404)
    expect((await fetch(`${origin}/weight`)).status).toBe(404)
    expect(await getJson(`${origin}/throw`)).toMatchObject({
      message: 'a request that fails as it was told to',
    })
    const { counters, requestsReceived } = service.figures()
    const ofHooks = Object.keys(counters ?? {}).filter((name) => /^(context|metrics|recovery)\./.test(name))
    expect(ofHooks.filter((name) => name !== 'recovery.logged')).toEqual([])
    expect(requestsReceived).toBe(3)
  })

  it('fails at the rate it is told, the same requests for the same seed', async () => {
    const statuses = async (): Promise<readonly number[]> => {
      const { origin } = await start({ ...PLAIN_SERVICE, errorRate: 0.3, seed: 7 })
      const all: number[] = []
      for (let i = 0; i < 40; i++) all.push((await fetch(`${origin}/throw`)).status)
      return all
    }
    const first = await statuses()
    expect(first).toEqual(await statuses())
    const failed = first.filter((status) => status === 500).length
    expect(failed).toBeGreaterThan(2)
    expect(failed).toBeLessThan(25)
  })
})

describe('a hook alone', () => {
  it('context: is part of the trace, and gives every context back', async () => {
    const { origin, service } = await start(serviceWith({ context: true }))
    expect(await getJson(`${origin}/downstream`)).toMatchObject({ traceId, tenant: 'acme' })
    expect((await fetch(`${origin}/throw`)).status).toBe(500)
    expect(service.figures().counters).toMatchObject({ 'context.leased': 2, 'context.returned': 2 })
  })

  it('context: asks for a token, but not whoever looks after the service', async () => {
    const context = { requireUser: true, tokenSecret: 'a secret of thirty-two characters' }
    const { origin } = await start(serviceWith({ context, metrics: true, lifecycle: true }))
    expect((await fetch(`${origin}/items/1`)).status).toBe(401)
    for (const path of ['/healthz', '/metrics', '/readyz', '/weight']) {
      expect((await fetch(origin + path)).status, path).toBe(200)
    }
  })

  it.each([
    [{ limit: 2 }, 3],
    [{ limit: null }, 5],
  ])('metrics: %j makes %s series of 5 tenants', async (metrics, series) => {
    const { origin, service } = await start(serviceWith({ metrics }))
    for (let i = 0; i < 5; i++) await fetch(`${origin}/items/1`, { headers: { 'x-tenant': `t${i}` } })
    expect(await (await fetch(`${origin}/metrics`)).text()).toContain('tenant="t0"')
    expect(service.figures().counters).toMatchObject({ 'metrics.requests': 5, 'metrics.series': series })
  })

  it('recovery: answers without the inside of it, and counts what its hooks do', async () => {
    const recovery = { hooks: ['throws', 'log'] as const, naive: false, timeLimitMs: 1000 }
    const running = await start(serviceWith({ recovery: { ...recovery, hooks: [...recovery.hooks] } }))
    const before = running.service.figures().counters
    expect(await getJson(`${running.origin}/throw`)).toEqual({
      statusCode: 500,
      error: 'Internal Server Error',
      message: 'Internal Server Error',
      traceId: null,
    })
    await running.service.close()
    const after = running.service.figures().counters ?? {}
    const grown = (name: string) => (after[name] ?? 0) - (before?.[name] ?? 0)
    expect(grown('recovery.errors')).toBe(1)
    expect(grown('recovery.recovered')).toBe(1)
    expect(grown('recovery.hookFailures')).toBe(1)
    expect(grown('recovery.logged')).toBe(1)
  })

  it('recovery, naive: the hook that throws is what the client hears of', async () => {
    const recovery = { hooks: ['throws' as const, 'log' as const], naive: true, timeLimitMs: 1000 }
    const { origin } = await start(serviceWith({ recovery }))
    expect(await getJson(`${origin}/throw`)).toMatchObject({ message: 'a recovery hook that throws' })
  })

  it('recovery: a hook that is slow, and one that throws every fifth time, keep nobody else from it', async () => {
    const hooks = ['slow', 'flaky', 'log'] as const
    const { origin, service } = await start(
      serviceWith({ recovery: { hooks: [...hooks], naive: false, timeLimitMs: 60_000 } }),
    )
    const before = service.figures().counters
    const statuses: number[] = []
    for (let i = 0; i < 10; i++) statuses.push((await fetch(`${origin}/throw?status=422`)).status)
    expect(new Set(statuses)).toEqual(new Set([422]))
    await service.close()
    const after = service.figures().counters ?? {}
    const grown = (name: string) => (after[name] ?? 0) - (before?.[name] ?? 0)
    expect([grown('recovery.hookFailures'), grown('recovery.logged')]).toEqual([2, 10])
  })

  it('lifecycle: tells its weight, gives it up, and closes', async () => {
    const times = { preheatMs: 0, drainDelayMs: 0, drainDeadlineMs: 1000, idleGraceMs: 0 }
    const { origin, service } = await start(serviceWith({ lifecycle: times }))
    expect(await getJson(`${origin}/weight`)).toEqual({ weight: 100, phase: 'ready' })
    expect(service.figures().requestsReceived).toBe(0)
    await service.drain()
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow()
  })

  it.each(['none', 'usual'] as const)('codec: %s copies, in MessagePack', async (copies) => {
    const { origin } = await start({ ...PLAIN_SERVICE, codec: { kind: 'msgpack', copies } })
    const answer = await fetch(`${origin}/items/7`)
    expect(answer.headers.get('content-type')).toBe('application/msgpack')
    expect(decode(await answer.arrayBuffer())).toMatchObject({ id: '7', name: 'Item 7' })
    const item = { id: 'a', name: 'A', price: 100, tags: [], attributes: {} }
    const posted = await fetch(`${origin}/items`, {
      method: 'POST',
      body: encode(item),
      headers: { 'content-type': 'application/msgpack', accept: 'application/json' },
    })
    expect(await posted.json()).toEqual({ ...item, price: 119, tags: ['seen'] })
  })

  it('codec: a schema', async () => {
    const { origin } = await start({ ...PLAIN_SERVICE, codec: { kind: 'schema', copies: 'none' } })
    const answer = await fetch(`${origin}/items`)
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf')
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(300)
  })

  it.each(['built', 'encoded', 'pooled'] as const)('headers: %s', async (mode) => {
    const { origin } = await start({ ...PLAIN_SERVICE, headers: mode })
    const answer = await fetch(`${origin}/items/7`)
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(answer.headers.get('server-timing')).toMatch(/^app;dur=/)
  })
})

describe('all hooks together', () => {
  it('answer as each does alone', async () => {
    const all = serviceWith({ context: true, metrics: true, recovery: true, lifecycle: true })
    const { origin, service } = await start({
      ...all,
      codec: { kind: 'msgpack', copies: 'none' },
      headers: 'pooled',
      serviceMs: 1,
      slots: 2,
    })
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const answer = await fetch(`${origin}/items/${i}`, { headers })
        return decode(await answer.arrayBuffer()) as { readonly id: string }
      }),
    )
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)))
    const failed = await fetch(`${origin}/throw`, { headers: { ...headers, accept: 'application/json' } })
    expect(await failed.json()).toMatchObject({ statusCode: 500, traceId })
    const { counters, service: figures } = service.figures()
    expect(counters).toMatchObject({ 'context.leased': 21, 'context.returned': 21, 'metrics.requests': 21 })
    expect(figures).toEqual({ slots: 2, busySlots: 0, queueLength: 0 })
  })

  it.each([null, 'built', 'encoded', 'pooled'] as const)(
    'keep one trace through services with headers %s',
    async (mode) => {
      const base = { ...serviceWith({ context: true, recovery: true }), headers: mode }
      const last = await start({ ...base, name: 'last' })
      const next = { origin: last.origin, ca: null }
      const middle = await start({ ...base, name: 'middle', downstream: next })
      const first = await start({ ...base, name: 'first', downstream: { origin: middle.origin, ca: null } })
      expect(await getJson(`${first.origin}/downstream`)).toMatchObject({
        service: 'first',
        traceId,
        parentSpanId: '00f067aa0ba902b7',
        next: {
          service: 'middle',
          traceId,
          tenant: 'acme',
          next: { service: 'last', traceId, tenant: 'acme' },
        },
      })
    },
  )
})

import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { parsePrometheusText } from '../../telemetry/prometheus-text.ts'
import { labelledMetrics, type LabelledMetricsOptions, labelledMetricsStats } from './labelled-metrics.ts'

const open: FastifyInstance[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()))
})

async function server(options: LabelledMetricsOptions = {}): Promise<FastifyInstance> {
  const app = Fastify()
  open.push(app)
  await app.register(labelledMetrics, options)
  app.get('/items/:id', () => 'fine')
  return app
}

function send(app: FastifyInstance, headers: Record<string, string> = {}): Promise<unknown> {
  return app.inject({ url: '/items/1', headers })
}

/** Value of the counter of requests by tenant. */
async function tenantsOf(app: FastifyInstance): Promise<Record<string, number>> {
  const page = (await app.inject('/metrics')).body
  const lines = [...page.matchAll(/^http_server_requests_total\{.*tenant="((?:[^"\\]|\\.)*)".*\} (\d+)$/gm)]
  const tenants: Record<string, number> = {}
  for (const [, tenant = '', count] of lines) tenants[tenant] = (tenants[tenant] ?? 0) + Number(count)
  return tenants
}

describe('labelledMetrics', () => {
  it('counts by what clients say, with words for what they do not say and for what is too much', async () => {
    const app = await server({ limit: 2 })
    for (const tenant of ['a', 'b', 'a', 'c', 'd']) await send(app, { 'x-tenant': tenant })
    await send(app)
    expect(await tenantsOf(app)).toEqual({ a: 2, b: 1, overflow: 2, unknown: 1 })
    expect(labelledMetricsStats(app)).toEqual({
      requests: 6,
      series: 4,
      distinct: { tenant: 2, api_version: 0 },
      overflows: { tenant: 2, api_version: 0, series: 0 },
      unknowns: { tenant: 1, api_version: 6 },
    })
  })

  it('writes OpenMetrics text', async () => {
    const app = await server({ labels: { tenant: { header: 'x-tenant' } } })
    await send(app, { 'x-tenant': 'acme' })
    await app.inject('/missing')
    const answer = await app.inject('/metrics')
    expect(answer.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
    expect(answer.body).toContain(
      'http_server_requests_total{method="GET",route="/items/:id",status="200",tenant="acme"} 1\n',
    )
    expect(answer.body).toContain('route="unmatched",status="404",tenant="unknown"')
    expect(answer.body).toMatch(/duration_seconds_bucket\{[^}]*le="1\.0"\} 1\n/)
    expect(answer.body).toMatch(/duration_seconds_bucket\{[^}]*le="\+Inf"\} 1\n/)
    expect(answer.body).toContain('http_server_label_overflows_total{label="tenant"} 0\n')
    expect(answer.body.endsWith('# EOF\n')).toBe(true)
    expect(parsePrometheusText(answer.body).samples.length).toBeGreaterThan(30)
    expect(answer.body).not.toContain('/metrics')
  })

  it('stays as it is under 2,000 tenants, where the one without a limit grows with each', async () => {
    const limited = await server()
    const naive = await server({ limit: null })
    for (let i = 0; i < 2000; i++) {
      await send(limited, { 'x-tenant': `t${i}`, 'x-api-version': `v${i}` })
      await send(naive, { 'x-tenant': `t${i}`, 'x-api-version': `v${i}` })
    }
    expect(labelledMetricsStats(limited)).toMatchObject({
      requests: 2000,
      series: 101,
      overflows: { tenant: 1900, api_version: 1900 },
    })
    expect(labelledMetricsStats(naive)).toMatchObject({ requests: 2000, series: 2000 })
    const bytes = async (app: FastifyInstance) => (await app.inject('/metrics')).body.length
    expect(await bytes(naive)).toBeGreaterThan(15 * (await bytes(limited)))
  })

  it('has no more series than it may, however labels are combined', async () => {
    const app = await server({ limit: 10, seriesLimit: 20 })
    for (let i = 0; i < 100; i++) {
      await send(app, { 'x-tenant': `t${i % 10}`, 'x-api-version': `v${Math.floor(i / 10)}` })
    }
    expect(labelledMetricsStats(app)).toMatchObject({ requests: 100, series: 21, overflows: { series: 80 } })
    expect(await tenantsOf(app)).toMatchObject({ overflow: 80 })
  })

  it('keeps a place for values that are known', async () => {
    const app = await server({ labels: { tenant: { header: 'X-Tenant', limit: 2, known: ['acme'] } } })
    for (const tenant of ['a', 'b', 'c', 'acme']) await send(app, { 'x-tenant': tenant })
    expect(await tenantsOf(app)).toEqual({ a: 1, overflow: 2, acme: 1 })
  })

  it('lets nothing out of its quotes', async () => {
    const hostile = 'a"} 1\\'
    const limited = await server()
    await send(limited, { 'x-tenant': hostile })
    expect(await tenantsOf(limited)).toEqual({ a___1_: 1 })
    const naive = await server({ limit: null })
    await send(naive, { 'x-tenant': hostile })
    expect(await tenantsOf(naive)).toEqual({ 'a\\"} 1\\\\': 1 })
  })

  it('counts a request that its client gave up', async () => {
    const app = await server()
    let started = (): void => {}
    const begun = new Promise<void>((resolve) => {
      started = resolve
    })
    const closed = new Promise<void>((resolve) => {
      app.addHook('onRequest', (_request, reply, done) => {
        reply.raw.once('close', () => resolve())
        done()
      })
    })
    app.get('/slow', () => {
      started()
      return new Promise(() => {})
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const client = get({ port: (app.server.address() as AddressInfo).port, path: '/slow' })
    client.on('error', () => {})
    await begun
    client.destroy()
    await closed
    expect((await app.inject('/metrics')).body).toContain('route="/slow",status="cancelled"')
  })

  it.each([
    ['le', {}],
    ['route', {}],
    ['a-b', {}],
    ['tenant', { limit: -1 }],
    ['tenant', { seriesLimit: 0 }],
  ])('refuses a label %s with %j', async (name, limits) => {
    await expect(server({ labels: { [name]: { header: 'x' } }, ...limits })).rejects.toThrow(RangeError)
  })
})

import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import type { Span } from '../../../models/trace-context/span.ts'
import { KneeAgent } from '../../../workers/undici/knee-agent.ts'
import { currentContext } from './request-context-lease.ts'
import { requestContext } from './request-context.ts'
import { tracedDispatcher } from './trace-dispatcher.ts'

type Dispatcher = ReturnType<typeof tracedDispatcher>
type RequestOptions = Parameters<Dispatcher['request']>[0]

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`
const apps: FastifyInstance[] = []
const agents: KneeAgent[] = []

afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()))
  await Promise.all(apps.splice(0).map((app) => app.close()))
})

interface Service {
  readonly origin: string
  readonly dispatcher: Dispatcher
}

type Answer = (service: Service, headers: Readonly<Record<string, unknown>>) => unknown

function newAgent(options: ConstructorParameters<typeof KneeAgent>[0] = {}): KneeAgent {
  const agent = new KneeAgent(options)
  agents.push(agent)
  return agent
}

async function start(
  service: string,
  spans: Span[],
  answer: Answer,
  agent: KneeAgent = newAgent(),
): Promise<Service> {
  const onSpan = (span: Span): void => void spans.push(span)
  const app = Fastify()
  apps.push(app)
  await app.register(requestContext, { service, onSpan })
  const dispatcher = tracedDispatcher(agent, { service, peer: peerName, onSpan })
  const own = { origin: '', dispatcher }
  app.get('/', ({ headers }) => answer(own, headers))
  await app.listen({ host: '127.0.0.1', port: 0 })
  own.origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  names.set(new URL(own.origin).host, service)
  return own
}

const names = new Map<string, string>()
const peerName = (origin: URL): string => names.get(origin.host) ?? origin.host

const call = async (from: Service, to: Service, more: Partial<RequestOptions> = {}): Promise<unknown> => {
  const { body } = await from.dispatcher.request({ origin: to.origin, path: '/', method: 'GET', ...more })
  return body.json()
}

describe('tracedDispatcher', () => {
  it('keeps one trace from the gateway to the last service', async () => {
    const spans: Span[] = []
    const last = await start('last', spans, () => ({ trace: [currentContext()?.traceId] }))
    const middle = await start('middle', spans, async (own) => {
      const { trace } = (await call(own, last)) as { trace: string[] }
      return { trace: [currentContext()?.traceId, ...trace], tenant: currentContext()?.tenant }
    })
    const gateway = await start('gateway', spans, async (own) => ({
      ...((await call(own, middle)) as object),
      gateway: currentContext()?.traceId,
    }))
    const headers = { traceparent, 'x-tenant': 'acme' }
    const answer = await (await fetch(gateway.origin, { headers })).json()
    expect(answer).toEqual({ trace: [traceId, traceId], tenant: 'acme', gateway: traceId })

    await Promise.all(apps.map((app) => app.close()))
    const find = (service: string, kind: Span['kind']): Span => {
      const found = spans.filter((span) => span.service === service && span.kind === kind)
      expect(found).toHaveLength(1)
      return found[0] as Span
    }
    expect(spans).toHaveLength(5)
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]))
    expect(find('gateway', 'server').parentSpanId).toBe('00f067aa0ba902b7')
    expect(find('gateway', 'client')).toMatchObject({
      parentSpanId: find('gateway', 'server').spanId,
      peer: 'middle',
      outcome: 'ok',
      attempt: 1,
    })
    expect(find('middle', 'server').parentSpanId).toBe(find('gateway', 'client').spanId)
    expect(find('middle', 'client').parentSpanId).toBe(find('middle', 'server').spanId)
    expect(find('last', 'server').parentSpanId).toBe(find('middle', 'client').spanId)
    const { waitMs, durationMs } = find('gateway', 'client')
    expect(waitMs).toBeGreaterThan(0)
    expect(waitMs).toBeLessThan(durationMs)
  })

  it('works with fetch', async () => {
    const spans: Span[] = []
    const last = await start('last', spans, () => ({ trace: currentContext()?.traceId }))
    const gateway = await start('gateway', spans, async ({ dispatcher }) => {
      const answer = await fetch(last.origin, { dispatcher } as object)
      return answer.json()
    })
    const answer = await fetch(gateway.origin, { headers: { traceparent } })
    expect(await answer.json()).toEqual({ trace: traceId })
  })

  it.each<[string, RequestOptions['headers']]>([
    ['no headers', null],
    ['an object', { 'x-own': 'a', Traceparent: 'old', constructor: 'b' }],
    ['names and values in turn', ['x-own', 'a', 'TRACEPARENT', 'old', 'constructor', 'b']],
    [
      'pairs',
      new Map([
        ['x-own', 'a'],
        ['traceparent', 'old'],
        ['constructor', 'b'],
      ]),
    ],
  ])('adds to %s, in the place of what is there', async (_what, headers) => {
    const spans: Span[] = []
    const last = await start('last', spans, (_own, { traceparent, constructor, 'x-own': own }) => ({
      traceparent,
      constructor,
      own,
    }))
    const gateway = await start('gateway', spans, (own) => call(own, last, { headers: headers ?? null }))
    const response = await fetch(gateway.origin, { headers: { traceparent } })
    const answer = (await response.json()) as { readonly traceparent: string }
    expect(answer.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
    if (headers !== null) expect(answer).toMatchObject({ own: 'a', constructor: 'b' })
  })

  it('changes nothing outside of requests', async () => {
    const spans: Span[] = []
    const last = await start('last', spans, (_own, headers) => ({ names: Object.keys(headers) }))
    const { names } = (await call(last, last)) as { names: string[] }
    expect(names).not.toContain('traceparent')
  })

  it('says how a call went, what it waited, and which try it was', async () => {
    const spans: Span[] = []
    const last = await start('last', spans, () => {
      throw Object.assign(new Error('full'), { statusCode: 503 })
    })
    const gateway = await start('gateway', spans, (own) => call(own, last, { attempt: 2 } as object))
    await fetch(gateway.origin)
    expect(spans.find(({ kind }) => kind === 'client')).toMatchObject({ outcome: 'rejected', attempt: 2 })
  })

  it('says of a call without a connection that it only waited', async () => {
    const spans: Span[] = []
    const last = await start('last', spans, () => new Promise((resolve) => setImmediate(resolve, {})))
    const agent = newAgent({ maxConnsPerHost: 1, maxWaiting: 0 })
    const answer: Answer = async (own) => {
      const both = await Promise.allSettled([call(own, last), call(own, last)])
      return both.map(({ status }) => status)
    }
    const gateway = await start('gateway', spans, answer, agent)
    expect(await (await fetch(gateway.origin)).json()).toEqual(['fulfilled', 'rejected'])
    const rejected = spans.find(({ kind, outcome }) => kind === 'client' && outcome === 'rejected')
    expect(rejected?.waitMs).toBe(rejected?.durationMs)
  })

  it('says that a call was given up, or took too long', async () => {
    const spans: Span[] = []
    const last = await start('last', spans, () => new Promise(() => {}))
    const answer: Answer = async (own) => {
      for (const name of ['AbortError', 'TimeoutError']) {
        const signal = AbortSignal.abort(new DOMException('enough', name))
        await call(own, last, { signal }).catch(() => {})
        const stop = new AbortController()
        const calling = call(own, last, { signal: stop.signal }).catch(() => {})
        stop.abort(new DOMException('enough', name))
        await calling
      }
      return {}
    }
    const gateway = await start('gateway', spans, answer)
    await fetch(gateway.origin)
    const outcomes = spans.filter(({ kind }) => kind === 'client').map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['cancelled', 'cancelled', 'timeout', 'timeout'])
  })
})

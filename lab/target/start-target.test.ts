import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request as httpRequest, Agent as HttpAgent, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import type { ShopStats } from './shop-stats.ts'
import { startTarget, TargetStartError, type RunningTarget, type TargetOptions } from './start-target.ts'

const QUICK = {
  products: { meanMs: 0.1, cv: 0 },
  search: { meanMs: 0.1, cv: 0 },
  orders: { meanMs: 0.1, cv: 0 },
}
const BASE: TargetOptions = { seed: 1, tls: false, link: null, serviceTimes: QUICK }
const ORDER = { items: [{ productId: '7', quantity: 2 }] }

const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

async function start(options: Partial<TargetOptions>): Promise<RunningTarget> {
  const target = await startTarget({ ...BASE, ...options })
  running.push(target)
  return target
}

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

/** An HTTP client with keep-alive that counts the connections it dials. */
class Client {
  readonly dialed = new Set<Socket>()
  readonly #target: RunningTarget
  readonly #agent: HttpAgent | HttpsAgent

  constructor(target: RunningTarget, maxSockets: number) {
    this.#target = target
    this.#agent =
      target.ca === null
        ? new HttpAgent({ keepAlive: true, maxSockets })
        : new HttpsAgent({ keepAlive: true, maxSockets, ca: target.ca })
  }

  async send(path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const request = (this.#target.ca === null ? httpRequest : httpsRequest)(this.#target.origin + path, {
      agent: this.#agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    })
    request.on('socket', (socket) => this.dialed.add(socket))
    request.end(body === undefined ? undefined : JSON.stringify(body))
    const [response] = await once(request, 'response')
    let text = ''
    for await (const chunk of response) text += String(chunk)
    return { status: response.statusCode, headers: response.headers, body: JSON.parse(text) as unknown }
  }

  close(): void {
    this.#agent.destroy()
  }
}

async function statsOf(target: RunningTarget): Promise<ShopStats> {
  const response = await fetch(`${target.adminUrl}/stats`, {
    headers: { authorization: `Bearer ${target.adminToken}` },
  })
  return (await response.json()) as ShopStats
}

/** Asks again until it holds; the deadline only bounds a failure. */
async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`still not so after 10 s: ${what}`)
    await sleep(20)
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function refuses(origin: string): Promise<boolean> {
  const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1' })
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true))
  }).finally(() => socket.destroy()) as Promise<boolean>
}

describe.each<Partial<TargetOptions>>([
  { tls: false, link: null },
  { tls: 'ecdsa', link: null },
  { tls: 'rsa', link: null },
  { tls: false, link: { rttMs: 2 } },
  { tls: 'ecdsa', link: { rttMs: 2 } },
])('a target with %o', (options) => {
  test('counts every request and every connection once, and leaves no process behind', async () => {
    const target = await start(options)
    const client = new Client(target, 5)
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        if (i % 3 === 0) return client.send(`/products/${i}`)
        return i % 3 === 1 ? client.send(`/search?q=word${i}`) : client.send('/orders', ORDER)
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, i) => (i % 3 === 2 ? 201 : 200)))
    const stats = await statsOf(target)
    expect(stats.requestsReceived).toBe(60)
    expect(stats.service.requestsByRoute).toEqual({
      'GET /products/{id}': 20,
      'GET /search': 20,
      'POST /orders': 20,
    })
    expect(client.dialed.size).toBe(5)
    expect([stats.acceptedConnections, stats.openConnections]).toEqual([5, 5])
    expect([stats.service.state, stats.service.slots, stats.service.queueLength]).toEqual(['ready', 4, 0])

    client.close()
    await until(async () => (await statsOf(target)).openConnections === 0, 'all connections closed')
    expect((await statsOf(target)).acceptedConnections).toBe(5)

    expect(runs(target.pid)).toBe(true)
    await Promise.all([target.stop(), target.stop()])
    await target.stop()
    expect(() => process.kill(target.pid, 0)).toThrow('ESRCH')
    expect(await target.exited).toEqual({ code: 0, signal: null })
    expect(await Promise.all([target.origin, target.directOrigin].map(refuses))).toEqual([true, true])
  })
})

test('a link has an origin of its own, none is put in for a round trip of 0', async () => {
  const [linked, direct] = await Promise.all([start({ link: { rttMs: 1 } }), start({ link: { rttMs: 0 } })])
  expect(linked.origin).not.toBe(linked.directOrigin)
  expect(direct.origin).toBe(direct.directOrigin)
})

test('answers with small JSON bodies, and with 400 and 404 where the request does not fit', async () => {
  const target = await start({})
  const client = new Client(target, 1)
  const product = await client.send('/products/7')
  expect(product.body).toEqual({ id: '7', name: 'Product 7', priceCents: 372, inStock: 0 })
  expect((await client.send('/orders', ORDER)).body).toEqual({
    orderId: 'order-1',
    items: 1,
    totalCents: 744,
  })
  expect((await client.send('/search?q=hat')).body).toMatchObject({ query: 'hat', results: { length: 5 } })
  expect((await client.send('/healthz')).body).toEqual({ status: 'ok' })
  expect((await client.send('/orders', { items: [] })).status).toBe(400)
  expect((await client.send('/search')).status).toBe(400)
  expect((await client.send('/nowhere')).status).toBe(404)
  const { service } = await statsOf(target)
  expect(service.responsesByStatus).toEqual({ '200': 3, '201': 1, '400': 2, '404': 1 })
  expect([service.requestsFailed, service.requestsByRoute.unmatched, service.inFlight]).toEqual([2, 1, 0])
  client.close()
})

test.each([
  { options: {}, hint: 'timeout=65' },
  { options: { keepAliveTimeoutMs: 7_900 }, hint: 'timeout=7' },
  { options: { keepAliveTimeoutMs: 7_900, keepAliveHeader: false }, hint: undefined },
  { options: { keepAliveTimeoutMs: 0 }, hint: undefined },
])('the Keep-Alive header of $options is $hint', async ({ options, hint }) => {
  const target = await start(options)
  const client = new Client(target, 1)
  const { headers } = await client.send('/products/1')
  expect([headers.connection, headers['keep-alive']]).toEqual(['keep-alive', hint])
  const last = await client.send('/products/1', undefined, { connection: 'close' })
  expect([last.headers.connection, last.headers['keep-alive']]).toEqual(['close', undefined])
  client.close()
})

test('stop lets a request in flight finish', async () => {
  const target = await start({ serviceTimes: { ...QUICK, orders: { meanMs: 800, cv: 0 } } })
  const client = new Client(target, 1)
  const answer = client.send('/orders', ORDER)
  await until(async () => (await statsOf(target)).service.inFlight === 1, 'one request in flight')
  await target.stop()
  const { status, headers } = await answer
  expect([status, headers.connection]).toEqual([201, 'close'])
  client.close()
})

test.skipIf(process.platform === 'win32')('kills a shop that does not answer to stop', async () => {
  const target = await start({})
  process.kill(target.pid, 'SIGSTOP')
  await target.stop()
  expect(await target.exited).toEqual({ code: null, signal: 'SIGKILL' })
})

test.skipIf(process.platform === 'win32')('stops on SIGTERM, not on the SIGINT of a terminal', async () => {
  const target = await start({})
  process.kill(target.pid, 'SIGINT')
  expect((await statsOf(target)).service.state).toBe('ready')
  process.kill(target.pid, 'SIGTERM')
  expect(await target.exited).toEqual({ code: 0, signal: null })
})

test.each([null, { rttMs: 1 }])('says which port is taken and what to do (link %o)', async (link) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const error: unknown = await start({ link, port }).catch((reason: unknown) => reason)
  server.close()
  expect(error).toBeInstanceOf(TargetStartError)
  expect(error).toMatchObject({
    port,
    message: expect.stringContaining(`port ${port} on 127.0.0.1 is already in use`),
  })
})

test('passes on why the shop could not start', async () => {
  await expect(start({ slots: 0 })).rejects.toThrow('slots must be an integer of 1 or more, not 0')
  await expect(start({ port: 70_000 })).rejects.toThrow(RangeError)
  await expect(start({ link: { rttMs: -1 } })).rejects.toThrow(RangeError)
})

test.skipIf(process.platform === 'win32')(
  'runs from a tsx process, and a parent killed by SIGKILL leaves no process',
  async () => {
    const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
    const options = JSON.stringify({ ...BASE, tls: 'ecdsa', link: { rttMs: 1 } })
    const tsx = path('../../node_modules/tsx/dist/cli.mjs')
    const parent = spawn(process.execPath, [tsx, path('./start-target.fixture.ts'), options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string]
    const started = JSON.parse(line) as RunningTarget & { readonly parentPid: number }
    expect([runs(started.pid), await refuses(started.origin)]).toEqual([true, false])
    process.kill(started.parentPid, 'SIGKILL')
    await until(() => !runs(started.pid), 'the shop is gone')
    await until(() => refuses(started.origin), 'the link is gone')
    expect(await refuses(started.directOrigin)).toBe(true)
  },
)

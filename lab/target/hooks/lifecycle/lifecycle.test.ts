import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createCertificate } from '../../certificate.ts'
import type { DependencyNotReady } from './await-dependencies.ts'
import { lifecycle, type LifecycleOptions } from './lifecycle.ts'
import { RawClient } from './raw-client.fixture.ts'

const apps: FastifyInstance[] = []
const clients: RawClient[] = []

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(async () => {
  vi.useRealTimers()
  for (const client of clients.splice(0)) client.destroy()
  for (const app of apps.splice(0)) await app.close()
})

const TIMES = {
  preheatMs: 0,
  drainDelayMs: 300,
  drainDeadlineMs: 2000,
  idleGraceMs: 100,
  stopOn: null,
} as const

/** Answers `GET /now` at once, and `GET /later` when the test says. */
async function serve(options: LifecycleOptions = {}, app: FastifyInstance = Fastify()) {
  apps.push(app)
  lifecycle(app, { ...TIMES, ...options })
  app.get('/now', async () => 'now')
  const later: (() => void)[] = []
  app.get('/later', (_request, reply) => {
    later.push(() => void reply.send('later'))
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as { port: number }
  return {
    app,
    port,
    later,
    connect: async (): Promise<RawClient> => {
      const client = await RawClient.open(port)
      clients.push(client)
      return client
    },
  }
}

/** Lets sockets do what they have begun to do. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

async function advance(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}

async function readiness(
  app: FastifyInstance,
): Promise<readonly [status: number, weight: number, phase: string]> {
  const { statusCode } = await app.inject('/readyz')
  const { weight, phase } = (await app.inject('/weight')).json() as { weight: number; phase: string }
  return [statusCode, weight, phase]
}

describe('GET /readyz and GET /weight', () => {
  test('tell from the start to the end how much traffic is wanted', async () => {
    let isUp = false
    const check = async (): Promise<void> => {
      if (!isUp) throw new Error('down')
    }
    const { app } = await serve({ preheatMs: 1000, dependencies: [{ name: 'database', check }] })
    expect(await readiness(app)).toEqual([503, 0, 'starting'])
    isUp = true
    await advance(50)
    expect(await readiness(app)).toEqual([200, 10, 'preheating'])
    await advance(500)
    expect(await readiness(app)).toEqual([200, 55, 'preheating'])
    await advance(500)
    expect(await readiness(app)).toEqual([200, 100, 'ready'])
    expect(await app.lifecycle.ready).toBe(true)
    const stopped = app.lifecycle.stop()
    expect(await readiness(app)).toEqual([503, 0, 'leaving'])
    await advance(300)
    expect(await readiness(app)).toEqual([503, 0, 'draining'])
    await advance(100)
    expect(await stopped).toEqual({ cause: 'quiet', tookMs: 400, cutRequests: 0 })
    expect(app.lifecycle.phase).toBe('closed')
  })

  test('say so when what it depends on does not come', async () => {
    const check = () => Promise.reject(new Error('down'))
    const { app } = await serve({ dependencies: [{ name: 'database', check }], dependencyLimitMs: 200 })
    await advance(200)
    expect(await readiness(app)).toEqual([503, 0, 'failed'])
    const reason = (await app.lifecycle.ready.catch((error: unknown) => error)) as DependencyNotReady
    expect(reason.dependency).toBe('database')
  })

  test('are no requests: they do not keep it from closing', async () => {
    const { app, connect } = await serve()
    const watcher = await connect()
    await watcher.get('/weight')
    const stopped = app.lifecycle.stop()
    await advance(290)
    expect(await watcher.get('/weight')).toContain('"weight":0')
    await advance(10)
    await advance(90)
    expect(await watcher.get('/weight')).toMatch(/connection: close/i)
    await advance(10)
    expect((await stopped).tookMs).toBe(400)
  })
})

describe('a server that stops', () => {
  test('answers as before until the delay is over, then ends connections with their responses', async () => {
    const { app, connect } = await serve()
    const client = await connect()
    const stopped = app.lifecycle.stop()
    await advance(299)
    expect(await client.get('/now')).not.toMatch(/connection: close/i)
    await advance(1)
    expect(client.isClosed).toBe(false)
    expect(await client.get('/now')).toMatch(/200 OK[^]*connection: close[^]*now/i)
    await client.closed()
    await advance(100)
    expect(await stopped).toMatchObject({ cause: 'quiet', cutRequests: 0 })
  })

  test('keeps idle connections until no request has come for the grace period, and takes new ones', async () => {
    const { app, connect } = await serve()
    const idle = await connect()
    await idle.get('/now')
    void app.lifecycle.stop()
    await advance(300)
    for (let i = 0; i < 5; i++) {
      await advance(90)
      expect(await (await connect()).get('/now')).toContain('200 OK')
    }
    expect(idle.isClosed).toBe(false)
    expect(await idle.get('/now')).toContain('200 OK')
    const late = await connect()
    await late.get('/weight')
    await advance(99)
    expect(app.server.listening).toBe(true)
    await advance(1)
    expect(app.server.listening).toBe(false)
    await late.closed()
  })

  test('waits for a response that is under way, and closes when it has gone', async () => {
    const { app, connect, later } = await serve()
    const client = await connect()
    const answer = client.get('/later')
    await settle()
    const stopped = app.lifecycle.stop()
    await advance(300)
    await advance(1500)
    expect(app.lifecycle.phase).toBe('draining')
    later[0]?.()
    expect(await answer).toMatch(/connection: close[^]*later/i)
    await settle()
    expect(await stopped).toEqual({ cause: 'quiet', tookMs: 1800, cutRequests: 0 })
  })

  test('cuts what is under way at the deadline, and counts it', async () => {
    const { app, connect } = await serve()
    const cut = await Promise.all([connect(), connect()])
    for (const client of cut) client.write('GET /later HTTP/1.1\r\nhost: test\r\n\r\n')
    await settle()
    const stopped = app.lifecycle.stop()
    await advance(300)
    await advance(2000)
    expect(await stopped).toEqual({ cause: 'deadline', tookMs: 2300, cutRequests: 2 })
    await Promise.all(cut.map((client) => client.closed()))
  })

  test('is not held up by a connection that was never used', async () => {
    const { app, connect } = await serve()
    const unused = await connect()
    await settle()
    const stopped = app.lifecycle.stop()
    await advance(300)
    await advance(100)
    await unused.closed()
    expect((await stopped).tookMs).toBe(400)
  })

  test('is not held up by one that has only shaken hands', async () => {
    const https = await createCertificate('ecdsa')
    const { app, port } = await serve({}, Fastify({ https }))
    const unused = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    const closed = once(unused.resume(), 'close')
    await once(unused, 'secureConnect')
    await settle()
    const stopped = app.lifecycle.stop()
    await advance(300)
    await advance(100)
    await closed
    expect((await stopped).tookMs).toBe(400)
  })

  test('serves a request of which a part had come, and waits for the rest no longer than the deadline', async () => {
    const { app, connect } = await serve()
    const [quick, slow] = [await connect(), await connect()]
    for (const client of [quick, slow]) client.write('GET /now HTTP/1.1\r\nho')
    await settle()
    const stopped = app.lifecycle.stop()
    await advance(300)
    await advance(100)
    expect(app.server.listening).toBe(false)
    quick.write('st: test\r\n')
    expect(await quick.finish('\r\n')).toMatch(/200 OK[^]*now/)
    await advance(1900)
    await slow.closed()
    expect(await stopped).toMatchObject({ cause: 'quiet', tookMs: 2300, cutRequests: 0 })
  })

  test('does so once, however often it is told', async () => {
    const { app } = await serve()
    expect(app.lifecycle.stop()).toBe(app.lifecycle.stop())
  })

  test('stops on the signal, and listens to it no longer than it lives', async () => {
    const before = process.listenerCount('SIGUSR2')
    const { app } = await serve({ stopOn: 'SIGUSR2', drainDelayMs: 0, idleGraceMs: 0 })
    expect(process.listenerCount('SIGUSR2')).toBe(before + 1)
    process.emit('SIGUSR2')
    await app.lifecycle.stop()
    expect(app.lifecycle.phase).toBe('closed')
    expect(process.listenerCount('SIGUSR2')).toBe(before)
  })

  test('gives up waiting for what it depends on', async () => {
    const check = () => Promise.reject(new Error('down'))
    const { app } = await serve({ dependencies: [{ name: 'database', check }] })
    const stopped = app.lifecycle.stop()
    await advance(100)
    expect((await stopped).cause).toBe('quiet')
    expect(await app.lifecycle.ready).toBe(false)
  })
})

test('it may be registered as a plugin: hooks hold for routes beside it', async () => {
  const app = Fastify()
  apps.push(app)
  await app.register(lifecycle, TIMES)
  app.get('/now', async () => 'now')
  await app.ready()
  await app.lifecycle.ready
  void app.lifecycle.stop()
  await advance(300)
  expect((await app.inject('/now')).headers.connection).toBe('close')
})

import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { FormData as UndiciFormData, request } from 'undici/index.js'
import { answerOk, cleanUp, serve } from '../pool-workbench.fixture.ts'
import { until } from '../scripted-server.fixture.ts'
import { agentWith, echo, HttpServer, note, NotingHandler, textOf } from './agent-workbench.fixture.ts'
import { builtInFetchBy, undiciFetchBy } from './fetch-by.fixture.ts'
import type { KneeAgent } from './knee-agent.ts'
import { builtInFetchTakesDispatchers } from './runtime-ability.fixture.ts'

afterEach(cleanUp)

describe('a body', () => {
  const form = new UndiciFormData()
  form.set('field', 'x=1')
  const bytes = Buffer.from('x=1')
  test.each([
    ['text', () => 'x=1', 3],
    ['a Buffer', () => bytes, 3],
    ['a Uint8Array', () => new Uint8Array(bytes), 3],
    ['a stream', () => Readable.from(['x', '=1']), 'chunked'],
    ['an iterable', () => ['x', '=1'] as unknown as Readable, 'chunked'],
    [
      'an asynchronous iterable',
      async function* () {
        yield 'x'
        yield '=1'
      } as unknown as () => Readable,
      'chunked',
    ],
    ['a Blob', () => new Blob(['x=1']) as unknown as Readable, 3],
    ['FormData', () => form, null],
  ])('of %s arrives', async (_kind, makeBody, length) => {
    const server = await HttpServer.start(echo)
    const agent = agentWith()
    for (let i = 0; i < 2; i++) {
      const response = await agent.request({
        origin: server.origin,
        path: '/',
        method: 'POST',
        body: makeBody(),
      })
      expect(await response.body.text()).toContain('x=1')
      if (length !== null) expect(response.headers['x-length']).toBe(String(length))
      else expect(response.headers['x-type']).toMatch(/^multipart\/form-data/)
    }
    expect(server.connections).toBe(1)
  })

  test('that fails while the request waits fails the request, and nothing else', async () => {
    const server = await HttpServer.start((_request, response) => response.flushHeaders())
    const agent = agentWith({ maxConnsPerHost: 1 })
    const first = note(agent, server.origin)
    await until('it has begun', () => first.told.includes('head 200'))
    const body = new Readable({ read() {} })
    const second = note(agent, server.origin, { method: 'POST', body })
    body.destroy(new Error('the disk is gone'))
    await until('it has ended', () => second.ends === 1)
    expect(second.error?.message).toBe('the disk is gone')
    expect(first.ends).toBe(0)
  })
})

test('a response that is not read holds its server back, and goes on when it is', async () => {
  const chunk = Buffer.alloc(65_536, 'x')
  let written = 0
  const server = await HttpServer.start((_request, response) => {
    const write = () => {
      let goesOn = true
      while (goesOn && written < 64) {
        goesOn = response.write(chunk)
        written++
      }
      if (!goesOn) response.once('drain', write)
      else response.end()
    }
    write()
  })
  class PausingHandler extends NotingHandler {
    override onResponseStart(controller: NonNullable<NotingHandler['controller']>, status: number): void {
      super.onResponseStart(controller, status)
      controller.pause()
    }
  }
  const agent = agentWith()
  const handler = note(agent, server.origin, {}, new PausingHandler())
  await until('its head has come', () => handler.told.includes('head 200'))
  await untilHeldBack(agent, handler)

  written = 0
  const early = note(agent, server.origin)
  early.controller?.pause()
  await until('its head has come', () => early.told.includes('head 200'))
  await untilHeldBack(agent, early)

  const takesDispatchers = await builtInFetchTakesDispatchers.isThere()
  for (const fetchBy of takesDispatchers ? [undiciFetchBy, builtInFetchBy] : [undiciFetchBy]) {
    written = 0
    const { body } = await fetchBy(agent)(server.origin)
    let length = 0
    for await (const part of body as unknown as AsyncIterable<Uint8Array>) length += part.length
    expect(length).toBe(64 * 65_536)
  }
})

/** Looks at a paused response: nothing comes until it is resumed, then all does. */
async function untilHeldBack(agent: KneeAgent, handler: NotingHandler): Promise<void> {
  expect(handler.controller?.paused).toBe(true)
  // Another request on another connection gives the first every chance to go on.
  await (
    await agent.request({ origin: (await serve(answerOk)).origin, path: '/', method: 'GET' })
  ).body.text()
  expect(handler.body).toBe('')
  handler.controller?.resume()
  await until('it has ended', () => handler.ends === 1)
  expect(handler.body).toHaveLength(64 * 65_536)
}

test('HEAD is answered without a body, on a connection that stays open if that is asked for', async () => {
  const server = await HttpServer.start(
    (_request, response) => void response.writeHead(200, { 'content-length': 2 }).end(),
  )
  const agent = agentWith()
  const head = async (reset: boolean | undefined) => {
    const options = { origin: server.origin, path: '/', method: 'HEAD' } as const
    const { headers, body } = await agent.request(reset === undefined ? options : { ...options, reset })
    expect([headers['content-length'], await body.text()]).toEqual(['2', ''])
    return server.connections
  }
  const connections = []
  for (const reset of [undefined, false, false, undefined]) connections.push(await head(reset))
  expect(connections).toEqual([1, 2, 2, 2])
})

test('what undici refuses to send fails as with undici, and costs no connection', async () => {
  const server = await HttpServer.start(echo)
  const agent = agentWith()
  const wrong = [
    { headers: { expect: '100-continue' } },
    { headers: { 'transfer-encoding': 'chunked' } },
    { path: 'no-slash' },
    { method: 'POST', body: 'x', headers: { 'content-length': '7' } },
  ] as const
  const codes = []
  for (const options of wrong) {
    const handler = note(agent, server.origin, options)
    await until('it has ended', () => handler.ends === 1)
    codes.push(handler.code)
  }
  expect(codes).toEqual([
    'UND_ERR_NOT_SUPPORTED',
    'UND_ERR_INVALID_ARG',
    'UND_ERR_INVALID_ARG',
    'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  ])
  expect((await request(server.origin, { dispatcher: agent })).statusCode).toBe(200)
  expect(server.connections).toBe(1)
  expect(() => agent.dispatch({ origin: server.origin, path: '/', method: 'GET' }, {})).toThrow('onError')
  expect(note(agent, 'ftp://127.0.0.1').code).toBe('UND_ERR_INVALID_ARG')
  expect(note(agent, '').code).toBe('UND_ERR_INVALID_ARG')
})

test('what a handler throws fails its own request and no other', async () => {
  const server = await HttpServer.start(echo)
  const agent = agentWith({ maxConnsPerHost: 1 })
  const names = ['onRequestStart', 'onResponseStart', 'onResponseData', 'onResponseEnd'] as const
  for (const name of names) {
    const handler = new NotingHandler()
    handler[name] = () => {
      throw new Error(`no ${name}`)
    }
    note(agent, server.origin, { method: 'POST', body: 'x' }, handler)
    await until('it has ended', () => handler.ends === 1)
    expect(handler.error?.message).toBe(`no ${name}`)
  }
  expect((await request(server.origin, { dispatcher: agent })).statusCode).toBe(200)
})

describe('an upgrade', () => {
  test('hands the socket over, and the pool forgets the connection', async () => {
    const server = await HttpServer.start(echo)
    server.server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
      socket.pipe(socket)
    })
    const agent = agentWith({ maxConnsPerHost: 1 })
    const { socket } = await agent.upgrade({
      path: '/',
      protocol: 'echo',
      origin: server.origin,
    } as Parameters<KneeAgent['upgrade']>[0])
    const open = () => agent.stats()['http.client.open_connections'].points.map(({ value }) => value)
    await until('the pool has forgotten it', () => open().join() === '0,0')
    // The one connection that may be open is free for another.
    expect(await (await request(server.origin, { dispatcher: agent })).body.text()).toBe('')
    await agent.close()
    const echoed = textOf(socket)
    socket.end('still here')
    expect(await echoed).toBe('still here')
  })

  test('by CONNECT works in the same way', async () => {
    const server = await HttpServer.start(echo)
    server.server.on('connect', (_request, socket) => {
      socket.write('HTTP/1.1 200 Established\r\n\r\n')
      socket.pipe(socket)
    })
    const agent = agentWith()
    const { statusCode, socket } = await agent.connect({ origin: server.origin, path: 'elsewhere:443' })
    expect(statusCode).toBe(200)
    const echoed = textOf(socket)
    socket.end('tunnelled')
    expect(await echoed).toBe('tunnelled')
  })

  test('that the handler cannot take is an error', async () => {
    const server = await HttpServer.start(echo)
    server.server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
      socket.on('error', () => {}).pipe(socket)
    })
    const agent = agentWith()
    const handler = new NotingHandler()
    Object.defineProperty(handler, 'onRequestUpgrade', { value: undefined })
    note(agent, server.origin, { upgrade: 'echo' }, handler)
    await until('it has ended', () => handler.ends === 1)
    expect(handler.code).toBe('UND_ERR_INVALID_ARG')
    await until('the socket is closed', () => server.open === 0)
  })
})

test('handlers of undici 6 are told all that they know of', async () => {
  const server = await serve((_request, socket) =>
    socket.write(
      'HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 200 Fine\r\ntransfer-encoding: chunked\r\nX-A: 1\r\n\r\n' +
        '2\r\nok\r\n0\r\nx-sum: 7\r\n\r\n',
    ),
  )
  const told: unknown[] = []
  const text = (raw: unknown) => (raw as Buffer[]).map(String)
  agentWith().dispatch(
    { origin: server.origin, path: '/', method: 'GET' },
    {
      onConnect: () => told.push('connect'),
      onResponseStarted: () => told.push('started'),
      onHeaders(status, headers, _resume, statusText) {
        told.push([status, statusText, text(headers)])
        return status >= 200
      },
      onData(chunk) {
        told.push(chunk.toString())
        return true
      },
      onComplete: (trailers) => told.push(text(trailers)),
      onError: (error) => told.push(error),
    },
  )
  await until('it has ended', () => told.length === 7)
  expect(told).toEqual([
    'connect',
    'started',
    [103, 'Early', ['link', 'x']],
    'started',
    [200, 'Fine', ['transfer-encoding', 'chunked', 'X-A', '1']],
    'ok',
    ['x-sum', '7'],
  ])
})

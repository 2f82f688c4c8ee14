import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { fetch as undiciFetch, request } from 'undici/index.js'
import { answerOk, cleanUp, onCleanUp, refusingOrigin, serve } from '../pool-workbench.fixture.ts'
import { OK, type Script, until } from '../scripted-server.fixture.ts'
import { agentWith, note, NotingHandler } from './agent-workbench.fixture.ts'
import { KneeAgent } from './knee-agent.ts'
import {
  builtInFetchTakesDispatchers,
  closeShowsInTwoTurns,
  needs,
  referencedSockets,
  referencedSocketsAreCounted,
} from './runtime-ability.fixture.ts'

afterEach(cleanUp)

const silent: Script = () => {}
const beginning: Script = (_request, socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok')

/** Takes connections and says nothing, so that TLS never comes about. */
async function mutePort(): Promise<number> {
  const server = createTcpServer((socket) => socket.on('error', () => {}).resume())
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onCleanUp(() => server.close())
  return (server.address() as AddressInfo).port
}

describe('a request that is given up', () => {
  const reason = new Error('not needed any more')

  test('before it begins asks for no connection', async () => {
    const server = await serve(answerOk)
    const agent = agentWith()
    const handler = new NotingHandler()
    handler.onRequestStart = (controller) => controller.abort(reason)
    note(agent, server.origin, {}, handler)
    expect(handler.error).toBe(reason)
    expect(agent.stats()['kneepoint.client.connection.dials'].points[0]?.value).toBe(0)
  })

  test('while its connection is dialed leaves the connection to others', async () => {
    const server = await serve(answerOk)
    const agent = agentWith()
    const body = new Readable({ read() {} })
    const handler = note(agent, server.origin, { method: 'POST', body })
    handler.controller?.abort(reason)
    expect([handler.error, handler.ends, handler.controller?.aborted]).toEqual([reason, 1, true])
    expect(handler.controller?.reason).toBe(reason)
    expect(body.destroyed).toBe(true)
    await until('it is open', () => agent.stats()['http.client.open_connections'].points[1]?.value === 1)
    expect(await (await request(server.origin, { dispatcher: agent })).body.text()).toBe('ok')
    expect(server.accepted).toBe(1)
    expect(server.seen).toHaveLength(1)
  })

  test('leaves no connection behind that would keep the process running', async ({ skip }) => {
    await needs(skip, referencedSocketsAreCounted)
    const server = await serve(answerOk)
    await until('those of earlier tests are closed', () => referencedSockets() === 0)
    const agent = agentWith()
    note(agent, server.origin).controller?.abort(reason)
    const isIdle = () => agent.stats()['http.client.open_connections'].points[1]?.value === 1
    await until('it is open at both ends', () => isIdle() && server.open === 1)
    // The server's end is one that does.
    expect(referencedSockets()).toBe(1)
    await (await request(server.origin, { dispatcher: agent })).body.text()
    await until('it is idle again and does not', () => isIdle() && referencedSockets() === 1)
    expect(server.accepted).toBe(1)
  })

  test('while it waits is never sent, and the others keep their order', async () => {
    let release = () => {}
    const server = await serve(({ path }, socket) => {
      if (path === '/first') release = () => socket.write(OK)
      else socket.write(OK)
    })
    const agent = agentWith({ maxConnsPerHost: 1 })
    const [first, second, third, fourth] = ['/first', '/second', '/third', '/fourth'].map((path) =>
      note(agent, server.origin, { path }),
    )
    await until('the first is there', () => server.seen.length === 1)
    second?.controller?.abort(reason)
    expect([second?.error, second?.ends]).toEqual([reason, 1])
    release()
    await until('all have ended', () => [first, third, fourth].every((each) => each?.ends === 1))
    expect(server.seen.map(({ path }) => path)).toEqual(['/first', '/third', '/fourth'])
  })

  test.each([
    ['waits for a response', silent, 'start'],
    ['reads the body', beginning, 'head 200'],
  ])('while it %s has its connection closed', async (_when, script, last) => {
    const server = await serve(script)
    const agent = agentWith()
    const handler = note(agent, server.origin)
    await until('it is there', () => server.seen.length === 1 && handler.told.at(-1) === last)
    handler.controller?.abort(reason)
    handler.controller?.abort(new Error('again'))
    expect([handler.error, handler.ends]).toEqual([reason, 1])
    await until('the connection is closed', () => server.open === 0)
  })

  test('with a stream for a body has the stream destroyed', async () => {
    const server = await serve(silent)
    const agent = agentWith()
    const body = new Readable({ read() {} })
    body.push('x')
    const handler = note(agent, server.origin, { method: 'POST', body })
    await until('it has begun', () => server.accepted === 1 && body.readableFlowing === true)
    handler.controller?.abort(reason)
    await until('the stream is destroyed', () => body.destroyed)
    expect(handler.error).toBe(reason)
  })

  test.for([
    ['the built-in fetch', fetch],
    ["undici's fetch", undiciFetch as unknown as typeof fetch],
  ] as const)('by the signal of %s', async ([, send], { skip }) => {
    if (send === fetch) await needs(skip, builtInFetchTakesDispatchers)
    const server = await serve(silent)
    const agent = agentWith({ maxConnsPerHost: 1 })
    const ends = [1, 2].map(async () => {
      const abort = new AbortController()
      const answer = send(server.origin, { dispatcher: agent, signal: abort.signal } as object)
      const failed = answer.then(
        () => null,
        (error: Error) => error.name,
      )
      await until('one is there', () => server.seen.length === 1)
      abort.abort()
      return failed
    })
    expect(await Promise.all(ends)).toEqual(['AbortError', 'AbortError'])
    await until('the connection is closed', () => server.sockets[0]?.destroyed === true)
    expect(agent.stats()['http.client.active_requests'].points[0]?.value).toBe(0)
  })
})

describe('a reused connection that the server has closed', () => {
  /** Answers the first request on a connection and resets at the next. */
  const stale: Script = ({ position }, socket) => {
    if (position === 0) socket.write(OK)
    else socket.resetAndDestroy()
  }
  const stream = () => Readable.from(['x'])

  test.each([
    ['GET', {}, 3],
    ['PUT with text', { method: 'PUT', body: 'x' }, 3],
    ['PUT with a stream', { method: 'PUT', body: stream(), headers: { 'content-length': '1' } }, 2],
    ['POST', { method: 'POST', body: 'x' }, 2],
    ['POST that is said to be idempotent', { method: 'POST', body: 'x', idempotent: true }, 3],
    ['GET that is said not to be', { idempotent: false }, 2],
  ] as const)('%s: sent as often as is safe', async (_what, options, sends) => {
    const server = await serve(stale)
    const agent = agentWith()
    await (await request(server.origin, { dispatcher: agent })).body.text()
    const handler = note(agent, server.origin, options)
    await until('it has ended', () => handler.ends === 1)
    expect(server.seen).toHaveLength(sends)
    expect(handler.told.filter((what) => what === 'start')).toHaveLength(1)
    expect(handler.error === null).toBe(sends === 3)
    expect(agent.stats()['kneepoint.client.connection.retries'].points[0]?.value).toBe(sends - 2)
  })

  test('POST is sent again where the agent was told to, nothing where it was told not to', async () => {
    const server = await serve(stale)
    for (const [retryStale, sends] of [
      ['all', 3],
      ['none', 2],
    ] as const) {
      server.seen.length = 0
      const agent = agentWith({ retryStale })
      await (await request(server.origin, { dispatcher: agent })).body.text()
      const handler = note(agent, server.origin, { method: 'POST', body: 'x' })
      await until('it has ended', () => handler.ends === 1)
      expect(server.seen).toHaveLength(sends)
    }
  })

  test('nothing is sent again once a part of the response has come', async () => {
    const server = await serve(({ position }, socket) => {
      if (position === 0) socket.write(OK)
      else socket.end('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n')
    })
    const agent = agentWith()
    await (await request(server.origin, { dispatcher: agent })).body.text()
    const handler = note(agent, server.origin)
    await until('it has ended', () => handler.ends === 1)
    expect(handler.told).toEqual(['start', 'head 103', 'error'])
    expect(handler.code).toBe('UND_ERR_SOCKET')
    expect(server.seen).toHaveLength(2)
  })

  test('that is found closed before anything was written costs no request, whatever it is', async ({
    skip,
  }) => {
    await needs(skip, closeShowsInTwoTurns)
    const server = await serve(answerOk)
    const agent = agentWith()
    for (const body of ['x', stream()]) {
      await (await request(server.origin, { dispatcher: agent })).body.text()
      const post = { method: 'POST', body, headers: { 'content-length': '1' } } as const
      const [socket, seen] = [server.sockets.at(-1), server.seen.length]
      const handler = await new Promise<NotingHandler>((resolve) => {
        // undici looks at the socket once more, in the next turn of the event loop, before it writes.
        socket?.end(() => setImmediate(() => resolve(note(agent, server.origin, post))))
      })
      await until('it has ended', () => handler.ends === 1)
      expect(handler.told).toEqual(['start', 'head 200', 'end'])
      expect(server.seen.slice(seen).map(({ method }) => method)).toEqual(['POST'])
    }
  })

  test('a timeout is no stale connection', async () => {
    const server = await serve(({ position }, socket) => {
      if (position === 0) socket.write(OK)
    })
    const agent = agentWith({ headersTimeout: 1 })
    await (await request(server.origin, { dispatcher: agent, headersTimeout: 0 })).body.text()
    const handler = note(agent, server.origin)
    await until('it has ended', () => handler.ends === 1)
    expect(handler.code).toBe('UND_ERR_HEADERS_TIMEOUT')
    expect(server.seen).toHaveLength(2)
  })
})

describe('an error has the code that undici gives it', () => {
  test('when nobody listens there', async () => {
    const agent = agentWith()
    const handler = note(agent, await refusingOrigin())
    await until('it has ended', () => handler.ends === 1)
    expect(handler.code).toBe('ECONNREFUSED')
  })

  test('when the connection does not come about in time', async () => {
    const agent = agentWith({ connect: { timeout: '20ms' } })
    const handler = note(agent, `https://127.0.0.1:${await mutePort()}`)
    await until('it has ended', () => handler.ends === 1)
    expect(handler.code).toBe('UND_ERR_CONNECT_TIMEOUT')
    expect(handler.error?.message).toContain('timeout: 20ms')
  })

  test('when the server closes in the middle', async () => {
    const server = await serve((_request, socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok'),
    )
    const handler = note(agentWith(), server.origin)
    await until('it has ended', () => handler.ends === 1)
    expect(handler.code).toBe('UND_ERR_SOCKET')
    expect(handler.told).toEqual(['start', 'head 200', 'error'])
  })
})

describe('a limit', () => {
  test('on waiting is told with the setting and what to do', async () => {
    const server = await serve(silent)
    const agent = agentWith({ maxConnsPerHost: 1, waitTimeout: '10ms', maxWaiting: 1 })
    const [first, waits, refused] = [1, 2, 3].map(() => note(agent, server.origin))
    expect(refused?.code).toBe('line-full')
    expect(refused?.error?.message).toMatch(/maxWaiting \(1\).*raise maxConnsPerHost/)
    await until('it has waited', () => waits?.ends === 1)
    expect(waits?.code).toBe('wait-timeout')
    expect(waits?.error?.message).toMatch(/all 1 of maxConnsPerHost were busy for the 10 ms of waitTimeout/)
    expect(first?.ends).toBe(0)
    expect(agent.stats()['kneepoint.client.connection.timeouts'].points[0]?.value).toBe(2)
  })

  test('that is raised lets those go that wait; one that is lowered drops nobody', async () => {
    const releases: (() => void)[] = []
    const server = await serve((_request, socket) => releases.push(() => socket.write(OK)))
    const agent = agentWith({ maxConnsPerHost: 1 })
    const handlers = [1, 2, 3].map(() => note(agent, server.origin))
    await until('one is there', () => server.seen.length === 1)
    agent.reconfigure({ maxConnsPerHost: 3, idleTimeout: '1m' })
    expect(agent.settings).toMatchObject({ maxConnsPerHost: 3, idleTimeoutMs: 60_000, maxWaiting: Infinity })
    await until('all are there', () => server.seen.length === 3)
    agent.reconfigure({ maxConnsPerHost: 1 })
    for (const release of releases) release()
    await until('all have ended', () => handlers.every(({ ends }) => ends === 1))
    expect(handlers.map(({ error }) => error)).toEqual([null, null, null])
    await until('one is left', () => server.open === 1)
    expect(() => agent.reconfigure({ maxConnsPerHost: 0 })).toThrow('maxConnsPerHost must be')
    expect(agent.settings.maxConnsPerHost).toBe(1)
  })

  test('holds for origins that come later too', async () => {
    const agent = agentWith()
    agent.reconfigure({ maxConnsPerHost: 1 })
    const server = await serve(silent)
    note(agent, server.origin)
    note(agent, server.origin)
    expect(agent.stats()['kneepoint.client.connection.dials'].points[0]?.value).toBe(1)
  })
})

describe('close', () => {
  test('waits for what is under way, takes no more, and closes the connections', async () => {
    let release = () => {}
    const server = await serve((_request, socket) => {
      release = () => socket.write(OK)
    })
    const agent = new KneeAgent({ maxConnsPerHost: 1 })
    const [first, second] = [note(agent, server.origin), note(agent, server.origin)]
    await until('it is there', () => server.seen.length === 1)
    const order: string[] = []
    const closed = agent.close().then(() => order.push('closed'))
    agent.close(() => order.push('called back'))
    expect([agent.closed, agent.destroyed]).toEqual([true, false])
    expect(note(agent, server.origin).code).toBe('UND_ERR_CLOSED')
    release()
    await until('the second is there', () => server.seen.length === 2)
    expect(order).toEqual([])
    release()
    await closed
    expect(first.told).toEqual(['start', 'head 200', 'end'])
    expect(second.told).toEqual(['start', 'head 200', 'end'])
    expect([...order].sort()).toEqual(['called back', 'closed'])
    expect(agent.destroyed).toBe(true)
    await until('the server has none left', () => server.open === 0)
    await agent.close()
    await agent.destroy()
  })

  test('of an agent without requests comes back at once', async () => {
    const agent = new KneeAgent()
    await agent.close()
    await expect(new KneeAgent().close()).resolves.toBeUndefined()
    expect(note(agent, 'http://127.0.0.1').code).toBe('UND_ERR_DESTROYED')
  })
})

describe('destroy', () => {
  test('fails what is under way, waiting and dialing, and comes back without a socket', async () => {
    const server = await serve(silent)
    const agent = new KneeAgent({ maxConnsPerHost: 1 })
    const mute = note(agent, `https://127.0.0.1:${await mutePort()}`)
    const handlers = [note(agent, server.origin), note(agent, server.origin), mute]
    await until('it is there', () => server.seen.length === 1)
    const error = new Error('the end')
    const destroyed = agent.destroy(error)
    expect(handlers.map((handler) => handler.error)).toEqual([error, error, error])
    expect(note(agent, server.origin).code).toBe('UND_ERR_DESTROYED')
    await destroyed
    await until('the server has none left', () => server.open === 0)
    await expect(agent.close()).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' })
    await agent.destroy()
  })

  test('without an error gives the one of undici, also by callback', async () => {
    const server = await serve(silent)
    const agent = new KneeAgent()
    const handler = note(agent, server.origin)
    await new Promise<void>((resolve) => {
      agent.destroy(resolve)
    })
    expect(handler.code).toBe('UND_ERR_DESTROYED')
    expect(handler.ends).toBe(1)
  })

  test('comes back when every socket is closed', async () => {
    const server = await serve(silent)
    const agent = new KneeAgent()
    let opened = 0
    let closed = 0
    const watch = (message: unknown) => {
      opened++
      ;(message as { socket: Socket }).socket.once('close', () => closed++)
    }
    subscribe('undici:client:connected', watch)
    for (let i = 0; i < 3; i++) note(agent, server.origin)
    await until('all are there', () => server.seen.length === 3)
    unsubscribe('undici:client:connected', watch)
    expect([opened, closed]).toEqual([3, 0])
    await agent.destroy()
    expect([opened, closed]).toEqual([3, 3])
  })

  test('works on what compose answers with', async () => {
    const server = await serve(answerOk)
    const composed = new KneeAgent().compose((dispatch) => dispatch)
    await (await composed.request({ origin: server.origin, path: '/', method: 'GET' })).body.text()
    await composed.close()
    await until('the server has none left', () => server.open === 0)
  })
})

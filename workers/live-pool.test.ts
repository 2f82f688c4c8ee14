import { NO_ALL_HOSTS_LIMITS } from '../models/pool/policy.ts'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Dial, Driver, WireRequest } from './connection.ts'
import { dialWith } from './dial-with.ts'
import { errorKind } from './error-kind.ts'
import { endpointAt, GET, PoolClient, POST, RETRY_IDEMPOTENT } from './pool-client.fixture.ts'
import {
  answerOk,
  cleanUp,
  clientOf as anyClientOf,
  failureOf,
  onCleanUp,
  refusingOrigin,
  serve,
  usedBefore,
} from './pool-workbench.fixture.ts'
import { OK, type Script, until } from './scripted-server.fixture.ts'

afterEach(cleanUp)

describe.each<Driver>(['undici', 'wire'])('over %s:', (driver) => {
  const clientOf = (...[server, settings, policy]: Parameters<typeof anyClientOf>): PoolClient =>
    anyClientOf(server, settings, policy, driver)

  describe('requests one after another', () => {
    test('share one connection', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server)
      for (let i = 0; i < 5; i++) expect(await client.send(GET)).toEqual({ status: 200, body: 'ok' })
      expect(server.accepted).toBe(1)
      expect(client.pool.machine.counters).toMatchObject({ dialed: 1, reused: 4, peakOpen: 1 })
      expect(client.dials).toBe(1)
      expect(client.pool.inFlight).toBe(0)
    })

    test.each([
      ['Connection: close', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'],
      ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'],
      ['HTTP/1.0 without a length', 'HTTP/1.0 200 OK\r\n\r\nok'],
      ['HTTP/1.1 without a length', 'HTTP/1.1 200 OK\r\n\r\nok'],
    ])('each get a new one after a response with %s', async (_how, response) => {
      const server = await serve((_request, socket) => {
        if (response.includes('length')) socket.write(response)
        else socket.end(response)
      })
      const client = clientOf(server)
      for (let i = 0; i < 3; i++) expect(await client.send(POST)).toEqual({ status: 200, body: 'ok' })
      expect(server.accepted).toBe(3)
      expect(client.pool.machine.counters.closed).toMatchObject({ 'server-asked': 3, failed: 0 })
      expect(client.pool.machine.idle).toBe(0)
      await until('the server has none left', () => server.open === 0)
    })

    test('that wait never get a connection that its last response ended', async () => {
      const server = await serve((_request, socket) =>
        socket.write('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      )
      const client = clientOf(server, { maxConnsPerHost: 1 })
      const answers = await Promise.all([client.send(POST), client.send(POST), client.send(POST)])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      expect(server.seen.map(({ connection, position }) => [connection, position])).toEqual([
        [0, 0],
        [1, 0],
        [2, 0],
      ])
    })

    test('get the same connection after a HEAD', async () => {
      const server = await serve((_request, socket) =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n'),
      )
      const client = clientOf(server)
      for (let i = 0; i < 2; i++) expect((await client.send({ ...GET, method: 'HEAD' })).status).toBe(200)
      expect(server.accepted).toBe(1)
    })
  })

  describe('a Keep-Alive hint', () => {
    const hinting: Script = (_request, socket) =>
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=2\r\ncontent-length: 2\r\n\r\nok')

    test('that leaves no time closes the connection where the client obeys it', async () => {
      const server = await serve(hinting)
      const client = clientOf(
        server,
        {},
        { serverHint: { kind: 'replace', marginMs: 2000, ceilingMs: 600_000 } },
      )
      await client.send(GET)
      await client.send(GET)
      expect(server.accepted).toBe(2)
      expect(client.pool.machine.counters.closed['server-asked']).toBe(2)
    })

    test('changes nothing where the client ignores it', async () => {
      const server = await serve(hinting)
      const client = clientOf(server)
      await client.send(GET)
      await client.send(GET)
      expect(server.accepted).toBe(1)
      expect(client.pool.machine.nextDeadlineMs).toBe(Infinity)
    })
  })

  describe('more requests than connections', () => {
    test('are served in order, on no more connections than allowed', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server, { maxConnsPerHost: 2 })
      const started = Array.from({ length: 8 }, () => client.start(GET))
      await Promise.all(started.map(({ answer }) => answer))
      expect(client.sent).toEqual(started.map(({ number }) => number))
      expect(server.accepted).toBe(2)
      expect(client.pool.machine.counters).toMatchObject({ dialed: 2, peakOpen: 2, reused: 6 })
    })

    test('keep a limit over all hosts as well', async () => {
      const server = await serve(answerOk)
      const allHosts = { ...NO_ALL_HOSTS_LIMITS, maxConns: 2 }
      const client = clientOf(server, {}, { allHosts })
      await Promise.all(Array.from({ length: 8 }, () => client.send(GET)))
      expect(server.accepted).toBe(2)
    })

    test('are rejected at once where none may wait', async () => {
      const server = await serve(() => {})
      const client = clientOf(server, { maxConnsPerHost: 1, waitTimeoutMs: 0 })
      client.start(GET)
      const error = await failureOf(client.send(GET))
      expect(errorKind(error)).toBe('wait-timeout')
    })

    test('are rejected when they have waited too long', async () => {
      const server = await serve(() => {})
      const client = clientOf(server, { maxConnsPerHost: 1, waitTimeoutMs: 5 })
      client.start(GET)
      const error = await failureOf(client.send(GET))
      expect(error.message).toBe('waited too long for a connection')
      expect(client.pool.inFlight).toBe(1)
    })
  })

  describe('giving up', () => {
    test('on a request that is under way closes its connection', async () => {
      const server = await serve(() => {})
      const client = clientOf(server)
      const { abort, answer } = client.start(GET)
      await until('it has arrived', () => server.seen.length === 1)
      abort(new Error('enough'))
      expect((await failureOf(answer)).message).toBe('enough')
      expect(client.pool.machine.counters.closed.failed).toBe(1)
      await until('the server has none left', () => server.open === 0)
    })

    test('on one lets the next that waits have a connection of its own', async () => {
      const server = await serve(({ connection }, socket) => {
        if (connection > 0) socket.write(OK)
      })
      const client = clientOf(server, { maxConnsPerHost: 1 })
      const stuck = client.start(GET)
      const next = client.start(GET)
      await until('it has arrived', () => server.seen.length === 1)
      stuck.abort(new Error('enough'))
      expect((await next.answer).status).toBe(200)
      await failureOf(stuck.answer)
    })

    test('on one that waits sends nothing, and again does nothing', async () => {
      const server = await serve(() => {})
      const client = clientOf(server, { maxConnsPerHost: 1 })
      client.start(GET)
      const { abort, answer } = client.start(GET)
      abort(new Error('enough'))
      abort(new Error('too much'))
      expect((await failureOf(answer)).message).toBe('enough')
      expect(client.pool.inFlight).toBe(1)
      expect(client.pool.machine.waiting).toBe(0)
    })
  })

  describe('a primed pool', () => {
    test('starts with idle connections that it did not dial, and uses the last one first', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server)
      await client.pool.prime([usedBefore(3), usedBefore(2), usedBefore(1)])
      expect(client.pool.machine.idleConnections().map(({ requestsServed }) => requestsServed)).toEqual([
        3, 2, 1,
      ])
      await client.send(GET)
      expect(client.pool.machine.idleConnections().map(({ requestsServed }) => requestsServed)).toEqual([
        3, 2, 2,
      ])
      expect(server.accepted).toBe(3)
      expect(client.pool.machine.counters).toMatchObject({ dialed: 0, reused: 1, peakIdle: 3 })
      expect(client.dials).toBe(0)
    })

    test('expires its connections at their own age', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server, { idleTimeoutMs: 60_000 })
      await client.pool.prime([{ openedAtMs: -70_000, idleSinceMs: -59_990, requestsServed: 1 }])
      await until('the server has none left', () => server.accepted === 1 && server.open === 0)
      expect(client.pool.machine.counters.closed['idle-expired']).toBe(1)
    })

    test('sends a GET again when a connection that has served before is stale', async () => {
      const server = await serve(({ connection }, socket) => {
        if (connection === 0) socket.resetAndDestroy()
        else socket.write(OK)
      })
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      await client.pool.prime([usedBefore(1)])
      expect((await client.send(GET)).status).toBe(200)
      expect(client.retries).toBe(1)
    })

    test('notices that the server closes a connection which has carried nothing', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server)
      await client.pool.prime([usedBefore(1), usedBefore(1)])
      await until('both are accepted', () => server.accepted === 2)
      for (const socket of server.sockets) socket.end()
      await until('the pool has noticed', () => client.pool.machine.idle === 0)
      expect(client.pool.machine.counters.closed['peer-closed']).toBe(2)
    })

    test('that cannot be primed leaves nothing open', async () => {
      const server = await serve(answerOk)
      const origins = [await refusingOrigin(), server.origin, server.origin]
      const dial: Dial<WireRequest> = (listener) =>
        dialWith(driver, endpointAt(origins.shift() ?? ''))(listener)
      const client = new PoolClient(endpointAt(server.origin), {}, {}, driver, dial)
      const error = await failureOf(client.pool.prime([usedBefore(1), usedBefore(1), usedBefore(1)]))
      expect(errorKind(error)).toBe('refused')
      await until('both others were accepted', () => server.accepted === 2)
      await until('the server has none left', () => server.open === 0)
    })
  })

  describe('closing a pool', () => {
    test('closes what is idle and what is busy, and fails what is under way', async () => {
      const server = await serve(({ path }, socket) => {
        if (path === '/') socket.write(OK)
      })
      const client = clientOf(server)
      const [idle, busy] = [client.start(GET), client.start({ ...GET, path: '/never' })]
      await idle.answer
      await until('both have arrived', () => server.seen.length === 2)
      expect(server.open).toBe(2)
      client.pool.close(new Error('the end'))
      expect((await failureOf(busy.answer)).message).toBe('the end')
      await until('the server has none left', () => server.open === 0)
      expect(client.pool.inFlight).toBe(0)
    })

    test('dials for nobody who waits', async () => {
      const server = await serve(() => {})
      const client = clientOf(server, { maxConnsPerHost: 1 })
      const started = [client.start(GET), client.start(GET), client.start(GET)]
      await until('one has arrived', () => server.seen.length === 1)
      client.pool.close(new Error('the end'))
      for (const { answer } of started) expect((await failureOf(answer)).message).toBe('the end')
      await until('the server has none left', () => server.open === 0)
      // A connection made now is accepted after any that the pool has made.
      const after = connect(server.port, '127.0.0.1')
      onCleanUp(() => after.destroy())
      await until('the next is accepted', () => server.open === 1)
      expect(server.accepted).toBe(2)
      expect(client.pool.machine.counters.dialed).toBe(1)
    })

    test('while it dials leaves nothing open', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server)
      const { answer } = client.start(GET)
      client.pool.close(new Error('the end'))
      expect((await failureOf(answer)).message).toBe('the end')
      const after = connect(server.port, '127.0.0.1')
      onCleanUp(() => after.destroy())
      await until('only the later one is left', () => server.accepted >= 1 && server.open === 1)
      expect(server.seen).toEqual([])
    })
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import type { Driver } from './connection.ts'
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

  describe('a connection that the server closes', () => {
    test('while it is idle leaves the pool', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server)
      await client.send(GET)
      server.sockets[0]?.end()
      await until('the pool has noticed', () => client.pool.machine.idle === 0)
      expect(client.pool.machine.counters.closed['peer-closed']).toBe(1)
      expect((await client.send(POST)).status).toBe(200)
      expect(server.accepted).toBe(2)
    })

    test('while it is idle, by a reset, leaves the pool too', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server)
      await client.send(GET)
      server.sockets[0]?.resetAndDestroy()
      await until('the pool has noticed', () => client.pool.machine.idle === 0)
      expect(client.pool.machine.counters.closed['peer-closed']).toBe(1)
    })

    const stale: Script = ({ connection, position }, socket) => {
      if (connection === 0 && position === 1) socket.resetAndDestroy()
      else socket.write(OK)
    }

    test('as a request arrives on it: a GET is sent again', async () => {
      const server = await serve(stale)
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      await client.send(GET)
      expect(await client.send(GET)).toEqual({ status: 200, body: 'ok' })
      expect(client.retries).toBe(1)
      expect(client.sent).toEqual([0, 1, 1])
      expect(server.seen).toHaveLength(3)
      expect(client.pool.machine.counters.closed.failed).toBe(1)
    })

    test('as a request arrives on it: a POST is not sent again', async () => {
      const server = await serve(stale)
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      await client.send(GET)
      expect(['reset', 'closed-by-server']).toContain(errorKind(await failureOf(client.send(POST))))
      expect(client.retries).toBe(0)
      expect(server.seen).toHaveLength(2)
    })

    test('as a request arrives on it: nothing is sent again by a client that never does', async () => {
      const server = await serve(stale)
      const client = clientOf(server)
      await client.send(GET)
      await failureOf(client.send(GET))
      expect(server.seen).toHaveLength(2)
    })

    test('on its first request fails that request', async () => {
      const server = await serve((_request, socket) => socket.destroy())
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      expect(['reset', 'closed-by-server']).toContain(errorKind(await failureOf(client.send(GET))))
      expect(server.seen).toHaveLength(1)
    })

    test('on every request is given up after six attempts', async () => {
      const server = await serve((_request, socket) => socket.destroy())
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      await client.pool.prime(Array.from({ length: 8 }, () => usedBefore(1)))
      await failureOf(client.send(GET))
      expect(server.seen).toHaveLength(6)
      expect(client.retries).toBe(5)
    })

    test('and answers with something else first fails the request: it may have been carried out', async () => {
      for (const text of [
        'what?',
        'HTTP/1.1 200 OK\r\n: x\r\n\r\n',
        `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`,
      ]) {
        const server = await serve(({ position }, socket) => {
          if (position === 0) socket.write(OK)
          else socket.end(text)
        })
        const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
        await client.send(GET)
        expect(['malformed-response', 'headers-too-large']).toContain(
          errorKind(await failureOf(client.send(GET))),
        )
        expect(client.retries).toBe(0)
        expect(server.seen).toHaveLength(2)
      }
    })

    test('as the next request is sent gets it on another, where it may be sent again', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      for (let i = 0; i < 20; i++) {
        expect((await client.send(GET)).status).toBe(200)
        for (const socket of server.sockets) socket.end()
        for (let turn = 0; turn < i % 4; turn++) await new Promise((resolve) => setImmediate(resolve))
      }
      expect(client.pool.machine.counters.closed.failed).toBe(client.retries)
    })

    test('is not missed until it is used, by a client that does not look', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server, {}, { seesClose: 'when-used', staleRetry: RETRY_IDEMPOTENT })
      const events = client.pool.machine
      await client.send(GET)
      server.sockets[0]?.end()
      await until('the server has none left', () => server.open === 0)
      expect([events.idle, events.counters.closed['peer-closed']]).toEqual([1, 0])
      expect((await client.send(GET)).status).toBe(200)
      expect(client.retries).toBe(1)
      server.sockets[1]?.end()
      await until('the server has none left', () => server.open === 0)
      expect(errorKind(await failureOf(client.send(POST)))).toBe('closed-by-server')
      expect(events.counters.closed).toMatchObject({ failed: 2, 'peer-closed': 0 })
      expect(server.seen).toHaveLength(2)
    })

    test('is not missed, though it has carried nothing, by a client that does not look', async () => {
      const server = await serve(answerOk)
      const client = clientOf(server, {}, { seesClose: 'when-used', staleRetry: RETRY_IDEMPOTENT })
      await client.pool.prime([usedBefore(1), usedBefore(1)])
      await until('both are accepted', () => server.accepted === 2)
      for (const socket of server.sockets) socket.end()
      await until('the server has none left', () => server.open === 0)
      expect(errorKind(await failureOf(client.send(POST)))).toBe('closed-by-server')
      expect((await client.send(GET)).status).toBe(200)
      expect(client.retries).toBe(1)
      expect(server.accepted).toBe(3)
    })

    test('in the middle of a body fails the request, which has begun to be answered', async () => {
      const server = await serve(({ position }, socket) => {
        if (position === 0) socket.write(OK)
        else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')
      })
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT })
      await client.send(GET)
      await failureOf(client.send(GET))
      expect(client.retries).toBe(0)
      expect(client.pool.machine.open).toBe(0)
    })
  })

  describe('a dial', () => {
    test('that is refused fails its request', async () => {
      const client = clientOf({ origin: await refusingOrigin() })
      expect(errorKind(await failureOf(client.send(GET)))).toBe('refused')
      expect(client.pool.machine.counters).toMatchObject({ dialed: 1, peakOpen: 1 })
      expect(client.pool.machine.counters.closed['dial-failed']).toBe(1)
      expect(client.dials).toBe(0)
    })

    test('that is refused makes way for the next, which may take its place', async () => {
      const server = await serve(answerOk)
      const endpoint = { ...endpointAt(await refusingOrigin()) }
      const client = new PoolClient(endpoint, { maxConnsPerHost: 1 }, {}, driver)
      onCleanUp(() => client.pool.close(new Error('the test is over')))
      const listens = { wantsContent: false, sent() {}, head() {}, data() {}, done() {} }
      const first = new Promise((resolve) => {
        const failed = (): void => {
          endpoint.origin = server.origin
          resolve(null)
        }
        client.pool.request(GET, { ...listens, failed })
      })
      const second = client.send(GET)
      await first
      expect(await second).toEqual({ status: 200, body: 'ok' })
      expect((await client.send(GET)).status).toBe(200)
      expect(server.accepted).toBe(1)
    })
  })
})

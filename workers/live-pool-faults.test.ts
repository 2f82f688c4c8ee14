import { afterEach, describe, expect, test } from 'vitest'
import { errorKind } from './error-kind.ts'
import { endpointAt, GET, PoolClient, POST, RETRY_IDEMPOTENT } from './pool-client.fixture.ts'
import {
  answerOk,
  cleanUp,
  clientOf,
  failureOf,
  onCleanUp,
  refusingOrigin,
  serve,
  usedBefore,
} from './pool-workbench.fixture.ts'
import { OK, type Script, until } from './scripted-server.fixture.ts'

afterEach(cleanUp)

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
    const client = new PoolClient(endpoint, { maxConnsPerHost: 1 })
    onCleanUp(() => client.pool.close(new Error('the test is over')))
    const listens = { sent() {}, head() {}, data() {}, done() {} }
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

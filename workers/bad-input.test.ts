import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { recordedPool, type RecordedPool, runBadAndGood } from './bad-server-run.fixture.ts'
import type { Driver } from './connection.ts'
import { requestAt } from './drive-options.fixture.ts'
import { cleanUp, refusingOrigin, serve } from './pool-workbench.fixture.ts'
import { OK, type ScriptedServer, until } from './scripted-server.fixture.ts'

afterEach(cleanUp)

/** A server that does the bad thing when it is asked for `/bad`, and answers everything else. */
function badServer(bad: (socket: Socket) => void): Promise<ScriptedServer> {
  return serve(({ path }, socket) => {
    if (path === '/bad') bad(socket)
    else socket.write(OK)
  })
}

/** When the loop has turned so often, in each of which what has been sent is read. */
function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act()
  // Immediates may all have their turns before sockets have theirs.
  else setTimeout(afterTurns, 0, turns - 1, act)
}

/** Sends a piece again and again, each when the one before is on its way, until the connection is gone. */
function pour(socket: Socket, piece: string, delayMs: number | null, poured: { bytes: number }): void {
  const again = (): void => {
    if (socket.destroyed) return
    socket.write(piece, () => {
      poured.bytes += piece.length
      if (delayMs === null) setImmediate(again)
      else setTimeout(again, delayMs)
    })
  }
  again()
}

async function expectNothingLeft({ pool }: RecordedPool, server: ScriptedServer): Promise<void> {
  expect(pool.inFlight).toBe(0)
  expect(pool.machine.busy).toBe(0)
  pool.close(new Error('the run has ended'))
  await until('the server has no connection left', () => server.open === 0)
}

const HEAD = 'HTTP/1.1 200 OK\r\n'

const failures: readonly (readonly [what: string, kind: string, bad: (socket: Socket) => void])[] = [
  ['another protocol', 'malformed-response', (socket) => socket.write('220 mail.example ESMTP\r\n')],
  [
    'octets at random',
    'malformed-response',
    (socket) => socket.write(Buffer.from('16030107fd010003', 'hex')),
  ],
  ['a field without a name', 'malformed-response', (socket) => socket.write(`${HEAD}: x\r\n\r\n`)],
  [
    'a length that is none',
    'malformed-response',
    (socket) => socket.write(`${HEAD}content-length: -1\r\n\r\nok`),
  ],
  [
    'a chunk without a size',
    'malformed-response',
    (socket) => socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n`),
  ],
  [
    'a change of protocols',
    'malformed-response',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  ],
  ['a close before any octet', 'closed-by-server', (socket) => socket.end()],
  ['a reset before any octet', 'reset', (socket) => socket.resetAndDestroy()],
  [
    'a close within the body',
    'truncated-body',
    (socket) => socket.end(`${HEAD}content-length: 100\r\n\r\nhalf`),
  ],
  [
    'a close, which was announced, within the body',
    'truncated-body',
    (socket) => socket.end(`${HEAD}connection: close\r\ncontent-length: 100\r\n\r\nhalf`),
  ],
  [
    'a close between chunks',
    'truncated-body',
    (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nok\r\n`),
  ],
  [
    'a reset within the body',
    'reset-in-body',
    (socket) => {
      // Only when the client has read what came is the reset not mistaken for all of it.
      socket.write(`${HEAD}content-length: 100\r\n\r\nhalf`, () =>
        afterTurns(5, () => socket.resetAndDestroy()),
      )
    },
  ],
]

describe.each<Driver>(['undici', 'wire'])('over %s, an answer that is', (driver) => {
  test.each(failures)('%s fails its request as %s, and no other', async (_what, kind, bad) => {
    const server = await badServer(bad)
    const run = await runBadAndGood(server.origin, driver)
    const { requests, errors, connections } = run.measurement()
    expect(errors).toEqual({ [kind]: 3 })
    expect(requests).toMatchObject({ due: 6, completed: 3, failed: 3, dropped: 0, retried: 0 })
    expect(connections.closed.failed).toBe(3)
    expect(server.seen).toHaveLength(6)
    await expectNothingLeft(run, server)
  })

  test('cut off within its head fails its request', async () => {
    const server = await badServer((socket) => socket.end('HTTP/1.1 200 OK\r\nserver: x\r\nconte'))
    const run = await runBadAndGood(server.origin, driver)
    expect(run.measurement().errors).toEqual({ 'truncated-response': 3 })
    expect(run.measurement().requests).toMatchObject({ completed: 3, failed: 3 })
    await expectNothingLeft(run, server)
  })

  test.each([
    ['of many fields', (n: number) => `x-${n}: ${'a'.repeat(1000)}\r\n`],
    ['of one field', () => 'a'.repeat(1000)],
  ])('a head without end, %s, is cut off before long', async (_what, part) => {
    const poured = { bytes: 0 }
    const server = await badServer((socket) => {
      socket.write(`${HEAD}x: `)
      pour(socket, Array.from({ length: 16 }, (_none, n) => part(n)).join(''), null, poured)
    })
    const run = await runBadAndGood(server.origin, driver)
    const { requests, errors } = run.measurement()
    expect(errors).toEqual({ 'headers-too-large': 3 })
    expect(requests).toMatchObject({ completed: 3, failed: 3 })
    await expectNothingLeft(run, server)
    // The drivers read 16 and 64 KiB; the rest is what the system takes in before it tells of the end.
    expect(poured.bytes).toBeLessThan(3 * 8 * 2 ** 20)
  })

  test('longer than announced is an answer, after which nothing more is read', async () => {
    const server = await badServer((socket) => socket.write(`${HEAD}content-length: 2\r\n\r\nokay, and then`))
    const run = await runBadAndGood(server.origin, driver)
    const { requests, errors, connections } = run.measurement()
    expect(requests).toMatchObject({ due: 6, completed: 6, failed: 0 })
    expect(errors).toEqual({ 'body-too-long': 3 })
    expect(connections.dialed).toBe(4)
    await expectNothingLeft(run, server)
  })

  test.each([
    ['nothing at all', 'timeout', () => {}],
    [
      'a head, one octet at a time',
      'timeout',
      (socket: Socket) => {
        socket.write(`${HEAD}x: `)
        pour(socket, 'y', 5, { bytes: 0 })
      },
    ],
    [
      'a body, one octet at a time',
      'body-timeout',
      (socket: Socket) => {
        socket.write(`${HEAD}content-length: 1000000\r\n\r\n`)
        pour(socket, 'x', 5, { bytes: 0 })
      },
    ],
    [
      'one interim response after the other',
      'timeout',
      (socket: Socket) => pour(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n', 40, { bytes: 0 }),
    ],
  ])('%s is given up as %s', async (_what, kind, bad) => {
    const server = await badServer(bad)
    const run = await runBadAndGood(server.origin, driver, { ofEach: 2, requestTimeoutMs: 150 })
    const { requests, errors } = run.measurement()
    expect(errors).toEqual({ [kind]: 2 })
    expect(requests).toMatchObject({ due: 4, completed: 2, failed: 2 })
    await expectNothingLeft(run, server)
  })

  test('nobody’s, on an idle connection, is an error of no request', async () => {
    const server = await badServer((socket) => {
      socket.write(OK, () => afterTurns(5, () => socket.write(OK)))
    })
    const { pool, recorder, measurement } = recordedPool(server.origin, driver)
    const send = (path: string): Promise<string> =>
      new Promise((resolve) => {
        pool.request(
          { ...requestAt(0), path },
          {
            wantsContent: false,
            sent: () => recorder.sent({ measured: true }),
            head: () => {},
            data: () => {},
            done: () => resolve('done'),
            failed: () => resolve('failed'),
          },
        )
      })
    expect(await send('/bad')).toBe('done')
    await until('the pool has noticed', () => pool.machine.open === 0)
    expect(measurement().errors).toEqual({ 'unasked-response': 1 })
    expect(await send('/good')).toBe('done')
    expect(measurement().connections.closed['peer-closed']).toBe(1)
    await expectNothingLeft({ pool, recorder, measurement }, server)
  })

  test('none, since nobody listens, fails all requests and dials for each', async () => {
    const { pool, measurement } = await runBadAndGood(await refusingOrigin(), driver)
    expect(measurement().errors).toEqual({ refused: 6 })
    expect(measurement().requests).toMatchObject({ due: 6, completed: 0, failed: 6 })
    expect(pool.machine.counters.closed['dial-failed']).toBe(6)
    expect(pool.machine.open).toBe(0)
  })
})

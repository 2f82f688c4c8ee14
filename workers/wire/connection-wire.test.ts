import { afterEach, describe, expect, test } from 'vitest'
import type { DialTimes, Endpoint, ExchangeListener, WireRequest } from '../connection.ts'
import { errorKind } from '../error-kind.ts'
import { endpointAt, GET, POST } from '../pool-client.fixture.ts'
import { answerOk, cleanUp, onCleanUp, refusingOrigin, serve } from '../pool-workbench.fixture.ts'
import { OK, type Script, type ScriptedServer, until } from '../scripted-server.fixture.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from '../undici/certificate.fixture.ts'
import { WireConnection } from './connection-wire.ts'

afterEach(cleanUp)

type Moment = 'head' | 'data' | 'end' | 'error'

/** A connection, and all that it tells, in order. */
class Witness {
  readonly told: string[] = []
  readonly connection: WireConnection
  times: DialTimes | null = null
  body = ''
  /** Called at the end of each answer. */
  onEnd: () => void = () => {}
  readonly #destroyAt: Moment | null

  constructor(endpoint: Endpoint, destroyAt: Moment | null = null) {
    this.#destroyAt = destroyAt
    this.connection = new WireConnection(endpoint, {
      opened: (times) => {
        this.times = times
        this.told.push('opened')
      },
      dialFailed: (error) => this.told.push(`dial failed: ${errorKind(error)}`),
      closed: (error) => this.told.push(error === null ? 'closed' : `closed: ${errorKind(error)}`),
    })
    onCleanUp(() => this.connection.destroy())
  }

  async opened(): Promise<this> {
    await until('it is open', () => this.connection.isOpen)
    return this
  }

  /** Sends it, and waits for its end or error. */
  async send(request: WireRequest = GET, wantsContent = true): Promise<string> {
    const from = this.told.length
    this.start(request, wantsContent)
    await until('it has ended', () => this.told.slice(from).some((what) => /^(end|error)/.test(what)))
    return this.told.slice(from).join(', ')
  }

  start(request: WireRequest = GET, wantsContent = true): void {
    this.body = ''
    this.connection.send(request, this.#exchange(wantsContent))
  }

  #exchange(wantsContent: boolean): ExchangeListener {
    return {
      wantsContent,
      head: (status, headers) =>
        this.#tell('head', `head ${status} ${Object.keys(headers).join(' ')}`.trimEnd()),
      data: (chunk) => {
        this.body += Buffer.from(chunk).toString('latin1')
        if (!this.told.at(-1)?.startsWith('data')) this.#tell('data', 'data')
      },
      end: (open, excess) => {
        this.#tell(
          'end',
          `end ${open ? 'open' : 'not open'}${excess === undefined ? '' : `: ${errorKind(excess)}`}`,
        )
        this.onEnd()
      },
      error: (error) => this.#tell('error', `error: ${errorKind(error)}`),
    }
  }

  #tell(moment: Moment, what: string): void {
    this.told.push(what)
    if (moment === this.#destroyAt) this.connection.destroy()
  }
}

/** All that had to happen because of what came has happened. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}

async function gone(server: ScriptedServer): Promise<void> {
  await until('the server has none left', () => server.accepted > 0 && server.open === 0)
  await turns()
}

const HEAD = 'HTTP/1.1 200 OK\r\n'

describe.each(['http', 'https'])('over %s, a connection', (scheme) => {
  const tls = scheme === 'https' ? { cert: CERTIFICATE, key: CERTIFICATE_KEY } : null

  function start(script: Script): Promise<ScriptedServer> {
    return serve(script, tls)
  }

  async function openTo(server: ScriptedServer, destroyAt: Moment | null = null): Promise<Witness> {
    return new Witness(trusting(server.origin), destroyAt).opened()
  }

  function trusting(origin: string): Endpoint {
    return { ...endpointAt(origin), ca: CERTIFICATE }
  }

  test('says how long it took to open it', async () => {
    const witness = await openTo(await start(answerOk))
    expect(witness.told).toEqual(['opened'])
    expect(witness.times?.dnsMs).toBeGreaterThanOrEqual(0)
    expect(witness.times?.connectMs).toBeGreaterThan(0)
    if (tls !== null) expect(witness.times?.tlsMs).toBeGreaterThan(0)
  })

  test('carries one exchange after the other', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    for (const request of [GET, POST, GET])
      expect(await witness.send(request)).toBe('head 200 content-length, data, end open')
    expect(witness.body).toBe('ok')
    expect(server.seen.map(({ method, position }) => [method, position])).toEqual([
      ['GET', 0],
      ['POST', 1],
      ['GET', 2],
    ])
    expect(witness.connection.isOpen).toBe(true)
  })

  test('can be used again from within the end of an exchange', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    let again = 5
    witness.onEnd = () => {
      if (again-- > 0) witness.start()
    }
    witness.start()
    await until('all have ended', () => witness.told.filter((what) => what === 'end open').length === 6)
    expect(server.accepted).toBe(1)
  })

  test('tells of the connection alone where the response is not looked at', async () => {
    const witness = await openTo(
      await start((_request, socket) =>
        socket.write(`${HEAD}server: x\r\nKeep-Alive: timeout=5\r\ncontent-length: 2\r\n\r\nok`),
      ),
    )
    expect(await witness.send(GET, false)).toBe('head 200 keep-alive, end open')
    expect(await witness.send(GET, true)).toBe('head 200 server content-length keep-alive, data, end open')
  })

  test('is used again after a HEAD, whatever length its answer gives', async () => {
    const witness = await openTo(
      await start(({ method }, socket) =>
        socket.write(`${HEAD}content-length: 2\r\n\r\n${method === 'HEAD' ? '' : 'ok'}`),
      ),
    )
    expect(await witness.send({ ...GET, method: 'HEAD' })).toBe('head 200 content-length, end open')
    expect(await witness.send()).toBe('head 200 content-length, data, end open')
  })

  test('reads an answer that comes octet by octet', async () => {
    const witness = await openTo(
      await start((_request, socket) => {
        const text = `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`
        const next = (at: number): void => {
          if (at < text.length) socket.write(text.slice(at, at + 1), () => setImmediate(next, at + 1))
        }
        next(0)
      }),
    )
    expect(await witness.send()).toBe('head 200 transfer-encoding, data, end open')
    expect(witness.body).toBe('ok')
  })

  test('says so once when the server closes it while it is idle', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    await witness.send()
    server.sockets[0]?.end()
    await gone(server)
    expect(witness.told.slice(4)).toEqual(['closed'])
    expect(witness.connection.isOpen).toBe(false)
  })

  test.each<[how: string, script: Script, told: string]>([
    ['before any answer', (_request, socket) => socket.end(), 'error: closed-by-server, closed'],
    ['within a head', (_request, socket) => socket.end(HEAD), 'error: truncated-response, closed'],
    [
      'within a body',
      (_request, socket) => socket.end(`${HEAD}content-length: 9\r\n\r\nok`),
      'head 200 content-length, data, error: truncated-body, closed',
    ],
    [
      'at the end of a body that ends with it',
      (_request, socket) => socket.end(`${HEAD}\r\nok`),
      'head 200, data, end not open, closed',
    ],
    [
      'after an answer that did not say so',
      (_request, socket) => socket.end(OK),
      'head 200 content-length, data, end open, closed',
    ],
    [
      'after an answer that said so',
      (_request, socket) => socket.end(`${HEAD}connection: close\r\ncontent-length: 2\r\n\r\nok`),
      'head 200 content-length connection, data, end not open, closed',
    ],
  ])('that the server closes %s tells of it', async (_how, script, told) => {
    const server = await start(script)
    const witness = await openTo(server)
    witness.start()
    await gone(server)
    expect(witness.told.slice(1).join(', ')).toBe(told)
  })

  test('with more than the answer on it is closed', async () => {
    const server = await start((_request, socket) => socket.write(OK + OK + OK))
    const witness = await openTo(server)
    witness.start()
    await gone(server)
    expect(witness.told.slice(1)).toEqual([
      'head 200 content-length',
      'data',
      'end not open: body-too-long',
      'closed',
    ])
    expect(witness.body).toBe('ok')
  })

  test('on which something comes unasked is closed', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    await witness.send()
    server.sockets[0]?.write(OK)
    await gone(server)
    expect(witness.told.slice(4)).toEqual(['closed: unasked-response'])
    expect(witness.connection.isOpen).toBe(false)
  })

  test('on which something comes before the first request is closed', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    await until('it has been accepted', () => server.open === 1)
    server.sockets[0]?.write('220 ready\r\n')
    await gone(server)
    expect(witness.told).toEqual(['opened', 'closed: unasked-response'])
  })

  test.each<[Moment, Script]>([
    ['head', answerOk],
    ['data', answerOk],
    ['end', answerOk],
    ['head', (_request, socket) => socket.end(OK)],
    [
      'data',
      (_request, socket) => socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\nzz`),
    ],
    ['end', (_request, socket) => socket.write(OK + OK)],
    ['end', (_request, socket) => socket.end(`${HEAD}\r\nok`)],
    ['error', (_request, socket) => socket.end()],
    ['error', (_request, socket) => socket.write('what?')],
  ])('that is destroyed as it tells of %s tells nothing more', async (moment, script) => {
    const server = await start(script)
    const witness = await openTo(server, moment)
    witness.start()
    await gone(server)
    expect(witness.told.at(-1)).toMatch(new RegExp(`^${moment}`))
    expect(witness.told.filter((what) => what.startsWith(moment))).toHaveLength(1)
    expect(witness.connection.isOpen).toBe(false)
  })

  test('that is destroyed tells nothing more, idle or not', async () => {
    const server = await start(() => {})
    const witness = await openTo(server)
    witness.start()
    await until('it has arrived', () => server.seen.length === 1)
    witness.connection.destroy()
    witness.connection.destroy()
    await gone(server)
    expect(witness.told).toEqual(['opened'])
  })

  test('that is destroyed while it is opened tells nothing at all', async () => {
    const server = await start(answerOk)
    const witness = new Witness(trusting(server.origin))
    witness.connection.destroy()
    const refused = new Witness(trusting(await refusingOrigin(tls)))
    refused.connection.destroy()
    // One that is opened now is open, or refused, after them.
    await openTo(server)
    await turns()
    expect([witness.told, refused.told]).toEqual([[], []])
  })

  test('that is refused says so once', async () => {
    const witness = new Witness(trusting(await refusingOrigin(tls)))
    await until('it has been told', () => witness.told.length > 0)
    await turns()
    expect(witness.told).toEqual(['dial failed: refused'])
    expect(witness.connection.isOpen).toBe(false)
  })

  test('that has been closed tells a request so, after it was asked', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    await until('it has been accepted', () => server.open === 1)
    server.sockets[0]?.end()
    await until('it is closed', () => !witness.connection.isOpen)
    witness.start()
    expect(witness.told).toEqual(['opened', 'closed'])
    await Promise.resolve()
    expect(witness.told).toEqual(['opened', 'closed', 'error: closed-by-server'])
    witness.start()
    witness.connection.destroy()
    await turns()
    expect(witness.told).toHaveLength(3)
  })

  test('does not send a malformed request, and can carry another', async () => {
    const server = await start(answerOk)
    const witness = await openTo(server)
    expect(await witness.send({ ...GET, path: '/ HTTP/1.1\r\n\r\nGET /' })).toBe('error: malformed-request')
    expect(await witness.send()).toBe('head 200 content-length, data, end open')
    expect(server.seen).toHaveLength(1)
  })

  test('shares the memory it reads into with others, and no octet of theirs', async () => {
    const length = 300_000
    const server = await start(({ path }, socket) => {
      socket.write(`${HEAD}content-length: ${length}\r\n\r\n`)
      const piece = path.slice(1).repeat(10_000)
      const next = (left: number): void => {
        if (left > 0) socket.write(piece, () => setImmediate(next, left - piece.length))
      }
      next(length)
    })
    const letters = Array.from('abcdefghijkl')
    const witnesses = await Promise.all(letters.map(() => openTo(server)))
    await Promise.all(witnesses.map((witness, i) => witness.send({ ...GET, path: `/${letters[i]}` })))
    for (const [i, { body }] of witnesses.entries())
      expect(body === (letters[i] as string).repeat(length)).toBe(true)
  })
})

test('a certificate that nobody has signed fails the dial, unless anything is accepted', async () => {
  const server = await serve(answerOk, { cert: CERTIFICATE, key: CERTIFICATE_KEY })
  const refused = new Witness(endpointAt(server.origin))
  await until('it has been told', () => refused.told.length > 0)
  expect(refused.told).toEqual(['dial failed: DEPTH_ZERO_SELF_SIGNED_CERT'])
  const insecure = await new Witness({ ...endpointAt(server.origin), insecure: true }).opened()
  expect(await insecure.send()).toBe('head 200 content-length, data, end open')
})

test('a server that does not answer the dial in time fails it', async () => {
  // It accepts, and never begins with TLS.
  const server = await serve(() => {})
  const endpoint = { ...endpointAt(server.origin.replace('http:', 'https:')), dialTimeoutMs: 50 }
  const witness = new Witness(endpoint)
  await until('it has been told', () => witness.told.length > 0)
  expect(witness.told).toEqual(['dial failed: dial-timeout'])
  await gone(server)
})

describe('a connection that the server resets', () => {
  async function openTo(server: ScriptedServer): Promise<Witness> {
    return new Witness(endpointAt(server.origin)).opened()
  }

  test('while it is idle says so once', async () => {
    const server = await serve(answerOk)
    const witness = await openTo(server)
    await witness.send()
    server.sockets[0]?.resetAndDestroy()
    await gone(server)
    await until('it has been told', () => !witness.connection.isOpen)
    expect(witness.told.slice(4)).toEqual(['closed'])
  })

  test('while a long body is written fails the request once', async () => {
    const server = await serve(() => {})
    const witness = await openTo(server)
    await until('it has been accepted', () => server.open === 1)
    server.sockets[0]?.once('data', () => server.sockets[0]?.resetAndDestroy())
    witness.start({ ...POST, body: 'x'.repeat(16 * 2 ** 20) })
    await gone(server)
    await until('it has been told', () => !witness.connection.isOpen)
    expect(witness.told).toEqual(['opened', 'error: reset', 'closed'])
  })
})

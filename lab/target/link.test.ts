import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { RandomStream } from '../../models/random/random-stream.ts'
import type { DeadlineClock } from './delay-queue.ts'
import { createLink, type Link } from './link.ts'

const MEGABYTE = 1_000_000
const opened: { close(): unknown }[] = []
const sockets: Socket[] = []

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const one of opened.splice(0)) one.close()
})

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(server)
  return (server.address() as AddressInfo).port
}

async function dialThroughLink(upstreamPort: number, rttMs: number, clock?: DeadlineClock): Promise<Socket> {
  const link: Link = createLink({ upstreamPort, rttMs }, clock)
  opened.push(link)
  const client = connect({ port: await link.listen(0), host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(client)
  return client
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  socket.on('data', (bytes: Buffer) => chunks.push(bytes))
  await once(socket, 'end')
  return Buffer.concat(chunks)
}

async function errorCode(socket: Socket): Promise<string | undefined> {
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  return error.code
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

function randomBytes(length: number, purpose: string): Buffer {
  const random = new RandomStream(3, purpose)
  return Buffer.from(Uint8Array.from({ length }, () => random.int32() & 255))
}

test.each([0, 3])(
  'carries 1 MB each way intact over a half-closed connection, round trip %d ms',
  async (rttMs) => {
    const request = randomBytes(MEGABYTE, 'request')
    const response = randomBytes(MEGABYTE, 'response')
    const received: Buffer[] = []
    const port = await listen((socket) => {
      // Answers only after the client has ended its half.
      void readAll(socket).then((bytes) => {
        received.push(bytes)
        socket.end(response)
      })
    })
    const client = await dialThroughLink(port, rttMs)
    client.end(request)
    const answer = await readAll(client)
    expect(received.map((bytes) => bytes.equals(request))).toEqual([true])
    expect(answer.equals(response)).toBe(true)
  },
)

test('loses nothing when the receiver reads late', async () => {
  const megabyte = randomBytes(MEGABYTE, 'bytes')
  const accepted = deferred<Socket>()
  const client = await dialThroughLink(await listen((socket) => accepted.resolve(socket.pause())), 2)
  // More than the link and the kernel keep under way.
  for (let i = 0; i < 24; i++) client.write(megabyte)
  client.end()
  const received = await readAll((await accepted.promise).resume())
  expect(received.length).toBe(24 * MEGABYTE)
  for (let i = 0; i < 24; i++) {
    expect(received.subarray(i * MEGABYTE, (i + 1) * MEGABYTE).equals(megabyte)).toBe(true)
  }
})

test('charges the handshake to the first bytes: upstream at 1.5 round trips, the answer at 2, the next at 3', async () => {
  const clock = new ManualClock()
  const port = await listen((socket) => void socket.on('data', (bytes: Buffer) => socket.write(bytes)))
  const client = await dialThroughLink(port, 8, clock)
  for (const [word, upstreamMs, answerMs] of [
    ['hello', 12, 16],
    ['again', 20, 24],
  ] as const) {
    const answer = once(client, 'data')
    client.write(word)
    expect(await clock.passNextDeadline()).toBe(upstreamMs)
    expect(await clock.passNextDeadline()).toBe(answerMs)
    expect(String((await answer)[0])).toBe(word)
  }
})

test('resets the client when the upstream refuses the connection', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const { port } = gone.address() as AddressInfo
  gone.close()
  await once(gone, 'close')
  expect(await errorCode(await dialThroughLink(port, 2))).toBe('ECONNRESET')
})

test('passes on a reset by the upstream', async () => {
  const port = await listen((socket) => void socket.once('data', () => socket.resetAndDestroy()))
  const client = await dialThroughLink(port, 2)
  client.write('reset me')
  expect(await errorCode(client)).toBe('ECONNRESET')
})

test('passes on a reset by the client', async () => {
  const accepted = deferred<Socket>()
  const client = await dialThroughLink(await listen((socket) => accepted.resolve(socket)), 2)
  client.write('hello')
  const upstream = await accepted.promise
  expect(String((await once(upstream, 'data'))[0])).toBe('hello')
  const code = errorCode(upstream)
  client.resetAndDestroy()
  expect(await code).toBe('ECONNRESET')
})

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a round trip of %d ms', (rttMs) => {
  expect(() => createLink({ upstreamPort: 1, rttMs })).toThrow(RangeError)
})

/** Stands still until it is told to go to the next deadline that someone waits for. */
class ManualClock implements DeadlineClock {
  #nowMs = 0
  #wakes: { readonly deadlineMs: number; readonly wake: () => void }[] = []
  #asked = (): void => {}

  nowMs(): number {
    return this.#nowMs
  }

  wakeAt(deadlineMs: number, wake: () => void): void {
    this.#wakes.push({ deadlineMs, wake })
    this.#asked()
  }

  async passNextDeadline(): Promise<number> {
    if (this.#wakes.length === 0) await new Promise<void>((resolve) => (this.#asked = resolve))
    const [next] = this.#wakes.splice(0, 1)
    if (next === undefined) throw new Error('no deadline')
    this.#nowMs = next.deadlineMs
    next.wake()
    return next.deadlineMs
  }
}

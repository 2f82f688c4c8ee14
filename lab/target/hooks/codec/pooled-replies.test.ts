import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BufferPool } from './buffer-pool.ts'
import { codec } from './codec.ts'
import { CodecMeter } from './codec-meter.ts'

/** More than the sockets' buffers of the system take, on both sides. */
const LARGE = 12_000_000

let app: FastifyInstance
let pool: BufferPool
let meter: CodecMeter
let port: number
/** Resolves when that many responses have told that they are over. */
let over: (count: number) => Promise<void>

beforeEach(async () => {
  meter = new CodecMeter()
  pool = new BufferPool({ meter, maxBytes: 33_554_432, keptBytes: 67_108_864 })
  app = Fastify({ bodyLimit: 33_554_432 })
  await app.register(codec, { kind: 'msgpack', copies: 'none', pool, meter })
  let ended = 0
  const waiting: { readonly count: number; readonly done: () => void }[] = []
  app.addHook('onRequest', async (_request, reply) => {
    reply.raw.once('close', () => {
      ended++
      for (const { count, done } of waiting) if (ended >= count) done()
    })
  })
  over = (count) =>
    new Promise((resolve) => {
      if (ended >= count) resolve()
      else waiting.push({ count, done: resolve })
    })
  app.get<{ Params: { letter: string; length: string } }>('/:letter/:length', ({ params }) =>
    Promise.resolve({ text: params.letter.repeat(Number(params.length)) }),
  )
  app.post('/count', ({ body }) => Promise.resolve({ length: (body as { text: string }).text.length }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
})

afterEach(() => app.close())

it('are not written over while a slow reader has not got them', async () => {
  const slow = await ask('a', LARGE)
  // The first bytes are there, and nobody reads on.
  await once(slow, 'readable')
  expect(pool.leased).toBe(1)
  for (let i = 0; i < 5; i++) {
    const quick = await ask('b', LARGE)
    expect(hasTextOf('b', await readAll(quick))).toBe(true)
  }
  await over(5)
  expect(pool.leased).toBe(1)
  expect(hasTextOf('a', await readAll(slow))).toBe(true)
  await over(6)
  expect(pool.leased).toBe(0)
  expect(meter.returned).toBe(meter.leased)
})

it('are given back when the client goes away in the middle', async () => {
  const gone = await ask('a', LARGE)
  await once(gone, 'readable')
  expect(pool.leased).toBe(1)
  gone.resetAndDestroy()
  await over(1)
  expect(pool.leased).toBe(0)
})

it('come from bodies of many chunks that are gathered once', async () => {
  const text = 'é'.repeat(200_000)
  const bytes = Buffer.from(JSON.stringify({ text }))
  const socket = connect(port, '127.0.0.1')
  const head = `POST /count HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n`
  socket.write(`${head}transfer-encoding: chunked\r\n\r\n`)
  const size = 100_001
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size)
    socket.write(`${chunk.length.toString(16)}\r\n`)
    socket.write(chunk)
    socket.write('\r\n')
  }
  socket.write('0\r\n\r\n')
  const answer = await readAll(socket)
  expect(answer.subarray(answer.indexOf('\r\n\r\n') + 4).toString('hex')).toBe('81a66c656e677468ce00030d40')
  // Into one buffer, and into the string of JSON.
  expect([meter.copies, meter.copiedBytes]).toEqual([2, 2 * bytes.length])
  expect(pool.leased).toBe(0)
})

async function ask(letter: string, length: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(`GET /${letter}/${length} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  return socket
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function hasTextOf(letter: string, answer: Buffer): boolean {
  return answer.subarray(answer.length - LARGE).equals(Buffer.alloc(LARGE, letter))
}

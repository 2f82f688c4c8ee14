import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { request } from 'undici/index.js'
import { cleanUp, onCleanUp } from '../pool-workbench.fixture.ts'
import { until } from '../scripted-server.fixture.ts'
import { agentWith, note } from './agent-workbench.fixture.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.fixture.ts'
import { needs, sessionsAreResumed } from './runtime-ability.fixture.ts'

afterEach(cleanUp)

interface SecureServer {
  readonly port: number
  /** Of each connection: the name that was asked for, and whether its session was resumed. */
  readonly seen: { readonly name: string | false; readonly resumed: boolean }[]
}

async function secureServer(): Promise<SecureServer> {
  const seen: SecureServer['seen'] = []
  const sockets = new Set<Socket>()
  const server = createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (socket) => {
    const { servername = false } = socket as { readonly servername?: string | false }
    seen.push({ name: servername, resumed: socket.isSessionReused() })
    sockets.add(socket)
    socket.on('error', () => {})
    // Each request comes in one piece.
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onCleanUp(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, seen }
}

test('a server whose certificate the given authority vouches for is talked to, on one connection', async () => {
  const { port, seen } = await secureServer()
  const agent = agentWith({ connect: { ca: CERTIFICATE } })
  for (const host of [undefined, 'elsewhere', 'localhost']) {
    const headers = host === undefined ? null : { host }
    const { body } = await request(`https://localhost:${port}`, { dispatcher: agent, headers })
    expect(await body.text()).toBe('ok')
  }
  expect(seen).toEqual([{ name: 'localhost', resumed: false }])
})

test('a session is resumed on the next connection', async ({ skip }) => {
  await needs(skip, sessionsAreResumed)
  const { port, seen } = await secureServer()
  const agent = agentWith({ connect: { ca: CERTIFICATE }, maxIdlePerHost: 0 })
  for (let i = 0; i < 2; i++) {
    const { body } = await request(`https://localhost:${port}`, { dispatcher: agent })
    await body.text()
  }
  expect(seen.map(({ resumed }) => resumed)).toEqual([false, true])
})

test('a name of its own can be asked for', async () => {
  const { port, seen } = await secureServer()
  const agent = agentWith({ connect: { ca: [CERTIFICATE], servername: 'localhost' } })
  const { body } = await request(`https://127.0.0.1:${port}`, { dispatcher: agent })
  expect(await body.text()).toBe('ok')
  expect(seen.map(({ name }) => name)).toEqual(['localhost'])
})

test('any certificate is accepted where that is asked for, and none other than a good one elsewhere', async () => {
  const { port } = await secureServer()
  const origin = `https://localhost:${port}`
  const careless = agentWith({ connect: { rejectUnauthorized: false } })
  expect((await request(origin, { dispatcher: careless })).statusCode).toBe(200)
  const unknown = note(agentWith(), origin)
  const misnamed = note(agentWith({ connect: { ca: CERTIFICATE, servername: 'example.org' } }), origin)
  await until('they have ended', () => unknown.ends + misnamed.ends === 2)
  expect([unknown.code, misnamed.code]).toEqual([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])
})

import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createCertificate } from './certificate.ts'
import { awaitReady } from './command-ready.ts'

const servers: Server[] = []
const NEVER = new AbortController().signal

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function listening(server: Server, scheme = 'http'): Promise<URL> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const plain = (url: URL, path: string | null) => ({ url, path, ca: null, insecure: false })

test('waits until a status is below 500, by the path that was named', async () => {
  const statuses = [503, 500, 404]
  const asked: unknown[] = []
  const answer: RequestListener = (request, response) => {
    asked.push(request.url)
    response.writeHead(statuses.shift() ?? 599).end()
  }
  const url = await listening(createServer(answer))
  expect(await awaitReady(plain(url, '/healthz'), 20_000, NEVER)).toBeNull()
  expect(asked).toEqual(['/healthz', '/healthz', '/healthz'])
  expect(await awaitReady(plain(url, '/healthz'), 0, NEVER)).toBe('GET /healthz was answered with status 599')
})

test('without a path, a connection that is accepted is enough', async () => {
  const server = createServer((_request, response) => response.writeHead(500).end())
  const url = await listening(server)
  expect(await awaitReady(plain(url, null), 20_000, NEVER)).toBeNull()
  server.close()
  await once(server, 'close')
  expect(await awaitReady(plain(url, null), 0, NEVER)).toBe(`nothing listens on ${url.host}`)
  expect(await awaitReady(plain(url, '/'), 20_000, AbortSignal.abort())).toBe(
    `nothing listens on ${url.host}`,
  )
})

test('takes a certificate that it was told of, or any if it was told so', async () => {
  const { key, cert } = await createCertificate('ecdsa')
  const server = createTlsServer({ key, cert }, (_request, response) => response.end())
  const url = await listening(server, 'https')
  const check = plain(url, '/')
  expect(await awaitReady(check, 0, NEVER)).toMatch(/cannot be used: .*self.signed/)
  expect(await awaitReady({ ...check, ca: cert }, 0, NEVER)).toBeNull()
  expect(await awaitReady({ ...check, insecure: true }, 0, NEVER)).toBeNull()
})

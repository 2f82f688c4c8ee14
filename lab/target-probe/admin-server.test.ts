import { once } from 'node:events'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as httpRequest } from 'node:http'
import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AdminError } from './admin-error.ts'
import { type AdminServer, startAdminServer } from './admin-server.ts'

const TOKEN = 'a-token-of-24-characters'

let server: AdminServer
let calls = 0

beforeEach(async () => {
  calls = 0
  server = await startAdminServer(
    {
      'GET /figures': ({ query }) => ({ call: ++calls, since: query.get('since') }),
      'POST /echo': ({ body }) => body,
      'POST /nothing': () => undefined,
      'GET /refused': () => {
        throw new AdminError(409, 'not now')
      },
      'GET /broken': () => Promise.reject(new Error('it broke')),
    },
    { token: TOKEN },
  )
})

afterEach(() => server.close())

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** node:http, since fetch sets `host` and `origin` itself. */
async function ask(
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body?: string,
  authorization: string | null = `Bearer ${TOKEN}`,
): Promise<Answer> {
  const request = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    method,
    path,
    agent: false,
    headers: { ...(authorization === null ? {} : { authorization }), ...headers },
  })
  request.end(body)
  const [response] = await once(request, 'response')
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode, headers: response.headers, text }
}

test('answers its routes to who has the token', async () => {
  const answer = await ask('GET', '/figures?since=7')
  expect([answer.status, answer.text]).toEqual([200, '{"call":1,"since":"7"}'])
  expect((await ask('POST', '/echo', {}, '{"file":"x"}')).text).toBe('{"file":"x"}')
  expect((await ask('POST', '/echo')).text).toBe('{}')
  const nothing = await ask('POST', '/nothing')
  expect([nothing.status, nothing.text]).toEqual([204, ''])
})

test.each<[string, string | null]>([
  ['none', null],
  ['a shorter one', 'Bearer a-token'],
  ['one of the same length', 'Bearer b-token-of-24-characters'],
  ['a longer one', `Bearer ${TOKEN}x`],
  ['an empty one', 'Bearer '],
  ['another scheme', `Basic ${TOKEN}`],
])('says nothing where the token is %s', async (_name, authorization) => {
  for (const path of ['/figures', '/unknown']) {
    const answer = await ask('GET', path, {}, undefined, authorization)
    expect([answer.status, answer.text]).toEqual([401, ''])
  }
  expect(calls).toBe(0)
})

test('does not answer web pages, nor by names that are not of this machine, whoever has the token', async () => {
  expect((await ask('GET', '/figures', { origin: 'http://127.0.0.1' })).status).toBe(403)
  expect((await ask('GET', '/figures', { origin: 'null' })).status).toBe(403)
  for (const host of ['example.com', 'localhost.example.com', '127.0.0.1.nip.io:80', '10.0.0.1']) {
    expect((await ask('GET', '/figures', { host })).status, host).toBe(403)
  }
  expect(calls).toBe(0)
  for (const host of ['localhost', `LOCALHOST:${server.port}`, '127.0.0.1', `[::1]:${server.port}`]) {
    expect((await ask('GET', '/figures', { host })).status, host).toBe(200)
  }
})

test('routes have a method, and no names that objects have anyway', async () => {
  for (const [method, path] of [
    ['GET', '/echo'],
    ['POST', '/figures'],
    ['OPTIONS', '/figures'],
    ['GET', '/'],
    ['GET', '//evil.example/figures'],
  ] as const) {
    expect((await ask(method, path)).status, `${method} ${path}`).toBe(404)
  }
  expect((await ask('GET', '/unknown')).text).toBe('{"error":"there is no GET /unknown here"}')
})

test('a body is a small object in JSON', async () => {
  expect((await ask('POST', '/echo', {}, `{"a":"${'x'.repeat(16_384)}"}`)).status).toBe(413)
  for (const body of ['{', '[]', '7', 'null', '"text"']) {
    expect((await ask('POST', '/echo', {}, body)).status, body).toBe(400)
  }
})

test('errors come with their status and a sentence', async () => {
  const refused = await ask('GET', '/refused')
  expect([refused.status, refused.text]).toEqual([409, '{"error":"not now"}'])
  const broken = await ask('GET', '/broken')
  expect([broken.status, broken.text]).toEqual([500, '{"error":"it broke"}'])
})

const others = Object.values(networkInterfaces()).flatMap((addresses) =>
  (addresses ?? []).flatMap(({ address, internal, family }) =>
    internal || family !== 'IPv4' ? [] : [address],
  ),
)

test.skipIf(others.length === 0)('listens on loopback only', async () => {
  const socket = connect({ port: server.port, host: others[0] as string, timeout: 1_000 })
  const refused = await new Promise<boolean>((resolve) => {
    socket
      .once('connect', () => resolve(false))
      .once('timeout', () => resolve(true))
      .once('error', () => resolve(true))
  })
  socket.destroy()
  expect(refused).toBe(true)
})

test('makes a token of its own, another one each time', async () => {
  const one = await startAdminServer({})
  const two = await startAdminServer({})
  one.close()
  two.close()
  expect(one.token).toMatch(/^[\w-]{32}$/)
  expect(two.token).not.toBe(one.token)
})

test('says when its port is taken', async () => {
  await expect(startAdminServer({}, { port: server.port })).rejects.toThrow('EADDRINUSE')
})

import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { HEADER_MODES, type HeaderMode, responseHeaders } from './response-headers.ts'

const NAMES = [
  'cache-control',
  'content-security-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'server-timing',
  'strict-transport-security',
  'vary',
  'x-api-version',
  'x-content-type-options',
  'x-frame-options',
  'x-request-id',
]

let app: FastifyInstance

async function start(mode: HeaderMode): Promise<number> {
  let requests = 0
  app = Fastify({ genReqId: () => `id-${++requests}` })
  await app.register(responseHeaders, { mode })
  let failing = true
  app.addHook('onSend', async (request, _reply, payload) => {
    if (request.url !== '/sent-again' || !failing) return payload
    failing = false
    throw new Error('the first sending failed')
  })
  app.get('/', () => Promise.resolve({ ok: true }))
  app.get('/sent-again', () => Promise.resolve({ ok: true }))
  app.get('/nothing', (_request, reply) => reply.code(204).send())
  app.get('/own', (_request, reply) => {
    reply.header('cache-control', 'no-store').header('vary', 'origin').header('x-own', 7)
    reply.header('set-cookie', ['a=1', 'b=2'])
    return reply.send('text')
  })
  app.get('/raw', (_request, reply) => {
    reply.raw.setHeader('x-raw', 'set before')
    return reply.send('text')
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

afterEach(() => app.close())

describe.each(HEADER_MODES)('headers that are %s', (mode) => {
  it('are twelve, each once', async () => {
    const fields = await fieldsOf(await start(mode), '/')
    const names = fields.map(([name]) => name).filter((name) => NAMES.includes(name))
    expect(names.toSorted()).toEqual(NAMES)
    expect(valueOf(fields, 'x-request-id')).toEqual(['id-1'])
    expect(valueOf(fields, 'server-timing')[0]).toMatch(/^app;dur=\d+\.\d\d$/)
    expect(valueOf(fields, 'content-type')).toEqual(['application/json; charset=utf-8'])
    expect(valueOf(fields, 'content-length')).toEqual(['11'])
    expect(valueOf(fields, 'date')).toHaveLength(1)
  })

  it('change from one response to the next', async () => {
    const port = await start(mode)
    const ids: (string | undefined)[] = []
    for (let i = 0; i < 3; i++) ids.push(...valueOf(await fieldsOf(port, '/'), 'x-request-id'))
    expect(ids).toEqual(['id-1', 'id-2', 'id-3'])
  })

  it('let stand what the reply has set, for this response alone', async () => {
    const port = await start(mode)
    const own = await fieldsOf(port, '/own')
    expect(valueOf(own, 'cache-control')).toEqual(['no-store'])
    expect(valueOf(own, 'vary')).toEqual(['origin, accept-encoding'])
    expect(valueOf(own, 'set-cookie')).toEqual(['a=1', 'b=2'])
    expect(valueOf(own, 'x-own')).toEqual(['7'])
    const next = await fieldsOf(port, '/')
    expect(valueOf(next, 'cache-control')).toEqual(['private, max-age=30, stale-while-revalidate=60'])
    expect([...valueOf(next, 'set-cookie'), ...valueOf(next, 'x-own')]).toEqual([])
  })

  it('are there once in the answer to a reply whose sending failed', async () => {
    const fields = await fieldsOf(await start(mode), '/sent-again')
    expect(valueOf(fields, ':status')).toEqual(['500'])
    for (const name of NAMES) expect(valueOf(fields, name), name).toHaveLength(1)
  })

  it('are there where there is no content, nothing is found, and others set headers directly', async () => {
    const port = await start(mode)
    for (const path of ['/nothing', '/unknown', '/raw']) {
      const fields = await fieldsOf(port, path)
      for (const name of NAMES) expect(valueOf(fields, name), `${path} ${name}`).toHaveLength(1)
    }
    expect(valueOf(await fieldsOf(port, '/raw'), 'x-raw')).toEqual(['set before'])
  })

  it('say so of a request id that would end its line', async () => {
    app = Fastify({ genReqId: () => 'a\r\nx-injected: 1' })
    await app.register(responseHeaders, { mode })
    app.get('/', () => Promise.resolve({ ok: true }))
    await app.listen({ host: '127.0.0.1', port: 0 })
    const fields = await fieldsOf((app.server.address() as AddressInfo).port, '/')
    expect(valueOf(fields, 'x-request-id')).toEqual(['unprintable'])
    expect(valueOf(fields, 'x-injected')).toEqual([])
  })
})

it('headers are the same in every mode', async () => {
  const seen: string[][] = []
  for (const mode of HEADER_MODES) {
    const fields = await fieldsOf(await start(mode), '/own')
    seen.push(
      fields
        .filter(([name]) => !['server-timing', 'date'].includes(name))
        .map(String)
        .toSorted(),
    )
    await app.close()
  }
  expect(seen[1]).toEqual(seen[0])
  expect(seen[2]).toEqual(seen[0])
})

it('arrays that are used again all come back, also from clients that go away', async () => {
  const port = await start('pooled')
  app.server.prependListener('request', (_request, response) => response.once('close', () => ended++))
  let ended = 0
  await Promise.all(Array.from({ length: 30 }, () => fieldsOf(port, '/')))
  const gone = connect(port, '127.0.0.1')
  await once(gone, 'connect')
  gone.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(gone, 'data')
  gone.resetAndDestroy()
  await once(gone, 'close')
  expect(ended).toBe(31)
  expect(app.responseHeaderArrays).toMatchObject({ leased: 0 })
  expect(app.responseHeaderArrays?.made).toBeLessThanOrEqual(31)
})

it('an age that is none is refused', async () => {
  await start('built')
  expect(() => responseHeaders(app, { mode: 'built', maxAgeSeconds: 0.5 })).toThrow('not 0.5')
})

/** The status as `:status`, then the fields of the head in the order in which they came. */
async function fieldsOf(port: number, path: string): Promise<(readonly [string, string])[]> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  const [statusLine = '', ...lines] = answer.slice(0, answer.indexOf('\r\n\r\n')).split('\r\n')
  const fields = lines.map((line) => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const
  })
  return [[':status', statusLine.split(' ')[1] ?? ''], ...fields]
}

function valueOf(fields: readonly (readonly [string, string])[], name: string): string[] {
  return fields.filter(([each]) => each === name).map(([, value]) => value)
}

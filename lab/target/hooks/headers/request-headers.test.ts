import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KneeAgent } from '../../../../workers/undici/knee-agent.ts'
import { type OutgoingHeaders, type RequestHeaderValues, sendHeaders } from './request-headers.ts'
import { HEADER_MODES } from './response-headers.ts'

const values: RequestHeaderValues = {
  requestId: 'id-1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  deadlineMs: 250,
}

let server: Server
let agent: KneeAgent
let seen: IncomingMessage[]
let origin: string

beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    seen.push(request)
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  agent = new KneeAgent({ maxConnsPerHost: 1 })
})

afterEach(async () => {
  await agent.close()
  server.close()
})

function get(headers: OutgoingHeaders): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0
    agent.dispatch(
      { origin, path: '/', method: 'GET', headers },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, code) => {
          status = code
        },
        onResponseEnd: () => resolve(status),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}

describe.each(HEADER_MODES)('request headers that are %s', (mode) => {
  it('arrive in their order, beside those of the client', async () => {
    const { send } = sendHeaders({ mode })
    expect(await send(values, get)).toBe(200)
    expect(seen[0]?.rawHeaders).toEqual([
      'host',
      new URL(origin).host,
      'connection',
      'keep-alive',
      'user-agent',
      'kneepoint-service',
      'accept',
      'application/json, application/msgpack;q=0.9',
      'accept-encoding',
      'identity',
      'cache-control',
      'no-cache',
      'x-api-version',
      'v1',
      'x-request-id',
      'id-1',
      'traceparent',
      values.traceparent,
      'x-deadline-ms',
      '250',
    ])
  })

  it('are each request’s own while many wait for one connection', async () => {
    const { send, pool } = sendHeaders({ mode })
    const ids = Array.from({ length: 40 }, (_, i) => `id-${i}`)
    await Promise.all(ids.map((requestId) => send({ ...values, requestId }, get)))
    expect(seen.map((request) => request.headers['x-request-id'])).toEqual(ids)
    if (pool !== null) expect([pool.leased, pool.made]).toEqual([0, 40])
  })

  it('are refused by the client for a value that would end its line', async () => {
    const { send, pool } = sendHeaders({ mode })
    const sent = send({ ...values, requestId: 'a\r\nx-injected: 1' }, get)
    await expect(sent).rejects.toThrow('invalid x-request-id header')
    expect(seen).toHaveLength(0)
    expect(pool?.leased ?? 0).toBe(0)
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import { request } from 'undici/index.js'
import { answerOk, cleanUp, onCleanUp, serve } from '../pool-workbench.fixture.ts'
import { agentWith, note } from './agent-workbench.fixture.ts'
import { planAgent } from './agent-options.ts'
import { AgentRequest } from './agent-request.ts'
import { attributesOf } from './agent-stats.ts'
import { NotingHandler } from './agent-workbench.fixture.ts'
import { OriginPool } from './origin-pool.ts'
import { OriginPools } from './origin-pools.ts'
import { OriginTelemetry } from './origin-telemetry.ts'
import { until } from '../scripted-server.fixture.ts'

afterEach(cleanUp)

function originPools(): { readonly pools: OriginPools; readonly made: OriginPool[] } {
  const made: OriginPool[] = []
  const activity = { requestEnded() {}, socketsChanged() {} }
  const events = agentWith()
  const pools = new OriginPools((url) => {
    const pool = new OriginPool(url, planAgent({}), new OriginTelemetry(attributesOf(url)), events, activity)
    made.push(pool)
    return pool
  })
  onCleanUp(() => pools.close(new Error('the test is over')))
  return { pools, made }
}

function send(pool: OriginPool): NotingHandler {
  const handler = new NotingHandler()
  new AgentRequest({ path: '/', method: 'GET' }, handler, pool, performance.now()).start(pool.pool)
  return handler
}

test('there is one pool for an origin, however it is written', () => {
  const { pools, made } = originPools()
  const written = ['http://Host:80', 'http://host', 'http://host/', new URL('http://host/path?query')]
  expect(new Set(written.map((origin) => pools.to(origin)))).toEqual(new Set(made))
  expect(made.map(({ url }) => url.origin)).toEqual(['http://host'])
  expect(pools.to('https://host')).not.toBe(made[0])
})

describe('a pool that holds nothing', () => {
  test('is forgotten the second time it is looked at, unless it was asked for between', () => {
    const { pools } = originPools()
    for (let i = 0; i < 1000; i++) pools.to(`http://host-${i}`)
    pools.forgetUnused()
    expect(pools.size).toBe(1000)
    const kept = pools.to('http://host-7')
    pools.forgetUnused()
    expect(pools.size).toBe(1)
    expect(pools.to('http://host-7')).toBe(kept)
  })

  test('and is asked for again is a new one, which works', async () => {
    const server = await serve((_request, socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nok'))
    const { pools, made } = originPools()
    for (let i = 0; i < 2; i++) {
      const handler = send(pools.to(server.origin))
      await until('it has ended', () => handler.ends === 1 && pools.to(server.origin).isEmpty)
      expect(handler.error).toBe(null)
      pools.forgetUnused()
      pools.forgetUnused()
      expect(pools.size).toBe(0)
    }
    expect(made).toHaveLength(2)
  })
})

test('a pool with a connection or a request is kept', async () => {
  const server = await serve(answerOk)
  const { pools, made } = originPools()
  const handler = send(pools.to(server.origin))
  const forget = () => {
    pools.forgetUnused()
    pools.forgetUnused()
  }
  forget()
  await until('it has ended', () => handler.ends === 1)
  forget()
  expect(made[0]?.pool.machine.idle).toBe(1)
  expect(pools.to(server.origin)).toBe(made[0])
})

test.each(['', 'ftp://host', 'host', undefined])('%j is no origin', (origin) => {
  expect(() => originPools().pools.to(origin)).toThrow('opts.origin must be')
})

test('the agent asks for the pool of the origin of each request', async () => {
  const servers = [await serve(answerOk), await serve(answerOk)]
  const agent = agentWith()
  for (const { origin } of servers) await (await request(origin, { dispatcher: agent })).body.text()
  expect(servers.map(({ accepted }) => accepted)).toEqual([1, 1])
  expect(note(agent, 'nowhere').code).toBe('UND_ERR_INVALID_ARG')
})

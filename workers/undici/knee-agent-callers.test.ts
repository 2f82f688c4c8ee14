import { Writable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import {
  getGlobalDispatcher,
  interceptors,
  pipeline,
  request,
  setGlobalDispatcher,
  stream,
} from 'undici/index.js'
import { cleanUp, onCleanUp } from '../pool-workbench.fixture.ts'
import { agentWith, echo, HttpServer, textOf } from './agent-workbench.fixture.ts'
import { builtInFetchBy, undiciFetchBy } from './fetch-by.fixture.ts'
import type { KneeAgent } from './knee-agent.ts'
import { builtInFetchTakesDispatchers, needs } from './runtime-ability.fixture.ts'

afterEach(cleanUp)

function makeGlobal(agent: KneeAgent): void {
  const before = getGlobalDispatcher()
  setGlobalDispatcher(agent)
  onCleanUp(() => setGlobalDispatcher(before))
}

const isUp: ReadonlyArray<readonly [string, (agent: KneeAgent, url: string) => Promise<string>]> = [
  [
    'request',
    async (agent, url) => (await request(url, { dispatcher: agent, method: 'POST', body: 'x' })).body.text(),
  ],
  [
    'the built-in fetch',
    async (agent, url) => (await builtInFetchBy(agent)(url, { method: 'POST', body: 'x' })).text(),
  ],
  [
    "undici's fetch",
    async (agent, url) => (await undiciFetchBy(agent)(url, { method: 'POST', body: 'x' })).text(),
  ],
  [
    'the built-in fetch by the global dispatcher',
    async (agent, url) => {
      makeGlobal(agent)
      return (await fetch(url, { method: 'POST', body: 'x' })).text()
    },
  ],
  [
    "undici's request by the global dispatcher",
    async (agent, url) => {
      makeGlobal(agent)
      return (await request(url, { method: 'POST', body: 'x' })).body.text()
    },
  ],
  [
    'stream',
    async (agent, url) => {
      let text = ''
      const sink = () =>
        new Writable({
          write(chunk: Buffer, _encoding, next) {
            text += chunk.toString()
            next()
          },
        })
      await stream(url, { dispatcher: agent, method: 'POST', body: 'x' }, sink)
      return text
    },
  ],
  [
    'pipeline',
    async (agent, url) => {
      const duplex = pipeline(url, { dispatcher: agent, method: 'POST' }, ({ body }) => body)
      duplex.end('x')
      return textOf(duplex)
    },
  ],
  [
    'its own request',
    async (agent, url) => {
      const { origin, pathname } = new URL(url)
      return (await agent.request({ origin, path: pathname, method: 'POST', body: 'x' })).body.text()
    },
  ],
  [
    'interceptors',
    async (agent, url) => {
      const composed = agent.compose(interceptors.retry(), interceptors.redirect())
      const { origin, pathname } = new URL(url)
      return (await composed.request({ origin, path: pathname, method: 'POST', body: 'x' })).body.text()
    },
  ],
]

test.for(isUp)(
  '%s goes through the agent, on one connection after another request',
  async ([name, send], { skip }) => {
    if (name.startsWith('the built-in fetch')) await needs(skip, builtInFetchTakesDispatchers)
    const server = await HttpServer.start(echo)
    const agent = agentWith()
    for (let i = 0; i < 3; i++) expect(await send(agent, `${server.origin}/path`)).toBe('x')
    expect(server.connections).toBe(1)
    expect(agent.stats()['kneepoint.client.connection.reuses'].points[0]?.value).toBe(2)
  },
)

test.for([
  ['the built-in fetch', builtInFetchBy],
  ["undici's fetch", undiciFetchBy],
] as const)('%s reads repeated headers and the status text of a response', async ([, fetchBy], { skip }) => {
  if (fetchBy === builtInFetchBy) await needs(skip, builtInFetchTakesDispatchers)
  const server = await HttpServer.start((_request, response) => {
    response.writeHead(201, 'Made', [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    response.end('ok')
  })
  const response = await fetchBy(agentWith())(server.origin)
  expect([response.status, response.statusText]).toEqual([201, 'Made'])
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(await response.text()).toBe('ok')
})

test('request reads the trailers of a response', async () => {
  const server = await HttpServer.start((_request, response) => {
    response.writeHead(200, { trailer: 'x-sum' })
    response.write('ok')
    response.addTrailers({ 'x-sum': '7' })
    response.end()
  })
  const { body, trailers } = await request(server.origin, { dispatcher: agentWith() })
  await body.text()
  expect(trailers).toEqual({ 'x-sum': '7' })
})

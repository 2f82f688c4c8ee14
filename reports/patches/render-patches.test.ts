import { expect, test } from 'vitest'
import { clients, findClient } from '../../models/clients/catalogue.ts'
import { sampleSettings } from '../../models/clients/dialect/sample-settings.fixture.ts'
import { patchText, renderPatches } from './render-patches.ts'

test('renders one patch per client, in their order, with what the client wrote', () => {
  const patches = renderPatches(sampleSettings, clients)
  expect(patches.map(({ client }) => client)).toEqual(clients.map(({ name }) => name))
  const hertz = findClient('hertz')
  expect(patches[1]).toEqual({ client: 'hertz', title: 'Hertz', ...hertz.patch(sampleSettings) })
})

test('writes title, snippet and notes for the terminal', () => {
  const patches = renderPatches(sampleSettings, [findClient('hertz'), findClient('node-http-agent')])
  expect(patchText(patches)).toBe(`\
Hertz (hertz_client.go)
  c, err := client.NewClient(
  	client.WithMaxIdleConnDuration(55*time.Second),
  	client.WithMaxConnDuration(600*time.Second),
  	client.WithMaxConnsPerHost(128),
  	client.WithMaxConnWaitTimeout(200*time.Millisecond),
  )
- Hertz has no setting for maxRequestsPerConn 10000.
- Hertz has no setting for maxIdlePerHost 64: all connections up to
  WithMaxConnsPerHost may stay idle until they expire.

Node http.Agent (http-agent.mjs)
  import http from 'node:http'
  import https from 'node:https'

  const options = {
    keepAlive: true,
    scheduling: 'lifo',
    timeout: 55_000,
    maxFreeSockets: 64,
    maxSockets: 128,
  }
  export const httpAgent = new http.Agent(options)
  export const httpsAgent = new https.Agent(options)
- timeout also applies to active sockets: a request that is silent for so long
  emits 'timeout', and is not ended by it.
- Node http.Agent has no setting for maxLifetime 600000 ms.
- Node http.Agent has no setting for maxRequestsPerConn 10000.
- Node http.Agent has no setting for waitTimeout 200 ms: bound the whole request
  by an AbortSignal.
`)
})

test('has nothing to say without clients', () => {
  expect(patchText(renderPatches(sampleSettings, []))).toBe('')
})

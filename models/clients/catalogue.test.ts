import { expect, test } from 'vitest'
import { clientNames, clients, findClient } from './catalogue.ts'

const no = Infinity
/** idle ms, max idle, max conns, lifetime ms, requests per connection, wait ms, most waiting. */
const defaults = {
  'go-net-http': [90_000, 2, no, no, no, no, no],
  hertz: [10_000, no, no, no, no, 0, no],
  fasthttp: [10_000, no, 512, no, no, 0, no],
  'node-http-agent': [5000, 256, no, no, no, no, no],
  agentkeepalive: [4000, 256, no, no, no, no, no],
  undici: [4000, no, no, no, no, no, no],
  'bun-fetch': [300_000, 64, 256, no, no, no, no],
  'deno-fetch': [90_000, no, no, no, no, no, no],
  'nginx-upstream': [60_000, 32, no, 3_600_000, 1000, 0, no],
  envoy: [3_600_000, no, 1024, no, no, no, 1024],
  istio: [3_600_000, no, no, no, no, no, no],
  haproxy: [no, no, no, no, no, no, no],
  caddy: [120_000, 32, no, no, no, no, no],
  traefik: [90_000, 200, no, no, no, no, no],
  'apache-httpclient5': [180_000, no, 5, no, no, 180_000, no],
  okhttp: [300_000, 5, no, no, no, no, no],
  'java-net-http': [30_000, no, no, no, no, no, no],
  'reactor-netty': [no, no, 500, no, no, 45_000, 1000],
  dotnet: [60_000, no, no, no, no, no, no],
  reqwest: [90_000, no, no, no, no, no, no],
  httpx: [5000, 20, 100, no, no, 5000, no],
  urllib3: [no, 1, no, no, no, no, no],
  aiohttp: [15_000, no, no, no, no, no, no],
}

test('lists every client once', () => {
  expect(clientNames).toEqual(Object.keys(defaults))
})

test.each(Object.entries(defaults))('%s left alone', (name, expected) => {
  const client = findClient(name).defaults
  expect([
    client.idleTimeoutMs,
    client.maxIdlePerHost,
    client.maxConnsPerHost,
    client.maxLifetimeMs,
    client.maxRequestsPerConn,
    client.waitTimeoutMs,
    client.maxWaiting,
  ]).toEqual(expected)
})

/** pick, overflow, expiry, late binding, hint. */
const policies = {
  'go-net-http': ['lifo', 'close-returned', 'timer', 'dial-each', 'ignore'],
  hertz: ['lifo', 'close-returned', 'timer', 'none', 'ignore'],
  fasthttp: ['fifo', 'close-returned', 'timer', 'none', 'ignore'],
  'node-http-agent': ['lifo', 'close-returned', 'timer', 'none', 'shorten-if-set'],
  agentkeepalive: ['lifo', 'close-returned', 'timer', 'none', 'refuse-short'],
  undici: ['first-slot-live-or-not', 'close-returned', 'timer', 'none', 'replace'],
  'bun-fetch': ['first-slot', 'close-returned', 'timer', 'none', 'ignore'],
  'deno-fetch': ['lifo', 'close-returned', 'checked', 'dial-each', 'ignore'],
  'nginx-upstream': ['lifo', 'evict-oldest', 'timer', 'none', 'ignore'],
  envoy: ['lifo', 'close-returned', 'timer', 'dial-shortfall', 'ignore'],
  istio: ['lifo', 'close-returned', 'timer', 'dial-shortfall', 'ignore'],
  haproxy: ['fifo', 'close-returned', 'halved', 'none', 'ignore'],
  caddy: ['lifo', 'close-returned', 'timer', 'dial-each', 'ignore'],
  traefik: ['lifo', 'close-returned', 'timer', 'dial-each', 'ignore'],
  'apache-httpclient5': ['lifo', 'close-returned', 'checked', 'none', 'replace'],
  okhttp: ['first-created', 'evict-oldest', 'timer', 'none', 'ignore'],
  'java-net-http': ['fifo', 'evict-oldest', 'timer', 'none', 'ignore'],
  'reactor-netty': ['fifo', 'close-returned', 'checked', 'none', 'ignore'],
  dotnet: ['lifo', 'close-returned', 'swept', 'dial-shortfall', 'check'],
  reqwest: ['lifo', 'close-returned', 'checked', 'dial-each', 'ignore'],
  httpx: ['first-created', 'close-first-created', 'checked', 'none', 'ignore'],
  urllib3: ['lifo', 'close-returned', 'timer', 'none', 'ignore'],
  aiohttp: ['fifo', 'close-returned', 'checked', 'none', 'ignore'],
}

test.each(Object.entries(policies))('%s pools its way', (name, expected) => {
  const { pick, overflow, expiry, lateBinding, serverHint } = findClient(name).policy
  expect([pick, overflow, expiry.kind, lateBinding.kind, serverHint.kind]).toEqual(expected)
})

test('only three hand out connections without a look at whether the server has closed them', () => {
  const unlooked = clients.filter(({ policy }) => policy.seesClose === 'when-used')
  expect(unlooked.map(({ name }) => name)).toEqual(['hertz', 'fasthttp', 'okhttp'])
  for (const { policy, patchedPolicy } of clients) {
    expect((patchedPolicy ?? policy).seesClose).toBe(policy.seesClose)
  }
})

test('gives every patch a file of its own', () => {
  const fileNames = clients.map((client) => client.patch(client.defaults).fileName)
  expect(new Set(fileNames).size).toBe(clients.length)
})

test('an unknown name is answered with the nearest and with all', () => {
  expect(() => findClient('nginx')).toThrow(
    `Unknown client 'nginx'. Did you mean 'nginx-upstream'? Known clients: ${clientNames.join(', ')}.`,
  )
})

test.each([
  ['gonethttp', 'go-net-http'],
  ['Undici', 'undici'],
])('an unknown %s is answered with %s', (unknown, nearest) => {
  expect(() => findClient(unknown)).toThrow(`Unknown client '${unknown}'. Did you mean '${nearest}'?`)
})

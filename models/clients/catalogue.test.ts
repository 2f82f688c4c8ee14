import { expect, test } from 'vitest'
import { clientNames, clients, findClient } from './catalogue.ts'

const no = Infinity
/** idle ms, max idle, max conns, lifetime ms, requests per connection, wait ms. */
const defaults = {
  'go-net-http': [90_000, 2, no, no, no, no],
  hertz: [10_000, no, no, no, no, 0],
  'node-http-agent': [5000, 256, no, no, no, no],
  undici: [4000, no, no, no, no, no],
  'nginx-upstream': [60_000, 32, no, 3_600_000, 1000, 0],
}

const ignore = { kind: 'ignore' }
/** pick, overflow, late binding, server hint, stale retry. */
const policies = {
  'go-net-http': ['lifo', 'close-returned', true, ignore, 'idempotent'],
  hertz: ['lifo', 'close-returned', false, ignore, 'idempotent'],
  'node-http-agent': ['lifo', 'close-returned', false, { kind: 'shorten-if-set', marginMs: 1000 }, 'never'],
  undici: [
    'first-fit',
    'close-returned',
    false,
    { kind: 'replace', marginMs: 2000, ceilingMs: 600_000 },
    'never',
  ],
  'nginx-upstream': ['lifo', 'evict-oldest', false, ignore, 'idempotent'],
}

test('lists every client once', () => {
  expect(clientNames).toEqual(['go-net-http', 'hertz', 'node-http-agent', 'undici', 'nginx-upstream'])
})

test.each(Object.entries(defaults))('%s left alone', (name, expected) => {
  const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost, maxLifetimeMs, maxRequestsPerConn, waitTimeoutMs } =
    findClient(name).defaults
  expect([
    idleTimeoutMs,
    maxIdlePerHost,
    maxConnsPerHost,
    maxLifetimeMs,
    maxRequestsPerConn,
    waitTimeoutMs,
  ]).toEqual(expected)
})

test.each(Object.entries(policies))('%s pools its way', (name, expected) => {
  const { pick, overflow, lateBinding, serverHint, staleRetry } = findClient(name).policy
  expect([pick, overflow, lateBinding, serverHint, staleRetry]).toEqual(expected)
})

const nativeNames = {
  'go-net-http': {
    idleTimeoutMs: 'IdleConnTimeout',
    maxIdlePerHost: 'MaxIdleConnsPerHost',
    maxConnsPerHost: 'MaxConnsPerHost',
  },
  hertz: {
    idleTimeoutMs: 'client.WithMaxIdleConnDuration',
    maxConnsPerHost: 'client.WithMaxConnsPerHost',
    maxLifetimeMs: 'client.WithMaxConnDuration',
    waitTimeoutMs: 'client.WithMaxConnWaitTimeout',
  },
  'node-http-agent': {
    idleTimeoutMs: 'timeout',
    maxIdlePerHost: 'maxFreeSockets',
    maxConnsPerHost: 'maxSockets',
  },
  undici: {
    idleTimeoutMs: 'keepAliveTimeout',
    maxConnsPerHost: 'connections',
    maxLifetimeMs: 'clientTtl',
    maxRequestsPerConn: 'maxRequestsPerClient',
  },
  'nginx-upstream': {
    idleTimeoutMs: 'keepalive_timeout',
    maxIdlePerHost: 'keepalive',
    maxConnsPerHost: 'max_conns',
    maxLifetimeMs: 'keepalive_time',
    maxRequestsPerConn: 'keepalive_requests',
  },
}

test.each(Object.entries(nativeNames))('%s calls the settings by its own names', (name, expected) => {
  expect(findClient(name).nativeNames).toEqual(expected)
})

test('gives every patch a file of its own and every client its traps in whole sentences', () => {
  const fileNames = clients.map((client) => client.patch(client.defaults).fileName)
  expect(new Set(fileNames).size).toBe(clients.length)
  for (const { traps } of clients) {
    expect(traps.length).toBeGreaterThan(0)
    for (const trap of traps) expect(trap).toMatch(/\.$/)
  }
})

test.each([
  ['gonethttp', 'go-net-http'],
  ['nginx', 'nginx-upstream'],
  ['Undici', 'undici'],
])('an unknown %s is answered with %s and all names', (unknown, nearest) => {
  expect(() => findClient(unknown)).toThrow(
    new RangeError(
      `Unknown client '${unknown}'. Did you mean '${nearest}'? Known clients: go-net-http, hertz, node-http-agent, undici, nginx-upstream.`,
    ),
  )
})

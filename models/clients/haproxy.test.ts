import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { haproxy } from './haproxy.ts'

test('writes the limits on the server line', () => {
  expect(haproxy.patch(sampleSettings).text).toBe(`\
backend api
    mode http
    http-reuse safe
    timeout queue 200ms
    server api1 127.0.0.1:8080 maxconn 128 pool-max-conn 64
`)
})

test('leaves out what is not limited', () => {
  const { text, notes } = haproxy.patch(UNLIMITED)
  expect(text).toBe(`\
backend api
    mode http
    http-reuse safe
    server api1 127.0.0.1:8080
`)
  expect(notes).toHaveLength(2)
})

test('closes each connection after its response where nothing may be idle', () => {
  expect(haproxy.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toBe(`\
backend api
    mode http
    option http-server-close
    timeout queue 200ms
    server api1 127.0.0.1:8080 maxconn 128
`)
})

test.each([
  [200.9, '200ms'],
  [5000, '5s'],
  [0, '1ms'],
  [Infinity, '2073600s'],
])('a wait of %d ms is %s', (waitTimeoutMs, text) => {
  expect(haproxy.patch({ ...sampleSettings, waitTimeoutMs }).text).toContain(`    timeout queue ${text}\n`)
})

test('says what a wait of nothing and of no limit become', () => {
  expect(haproxy.patch({ ...sampleSettings, waitTimeoutMs: 0 }).notes).toContain(
    'timeout queue is 1 ms, the least there is: 0 or nothing means as long as timeout connect.',
  )
  expect(haproxy.patch({ ...sampleSettings, waitTimeoutMs: Infinity }).notes).toContain(
    'HAProxy has no word for waiting for ever: 24 days stand for it.',
  )
})

test('says what to do about times and counts that it has no word for', () => {
  expect(haproxy.patch({ ...sampleSettings, maxWaiting: 9 }).notes.slice(2)).toEqual([
    'HAProxy has no setting for idleTimeout 55000 ms: let the server keep idle connections for longer than HAProxy does, and let retry-on empty-response catch the rest.',
    'HAProxy has no setting for maxLifetime 600000 ms: let the server close connections past that age.',
    'HAProxy has no setting for maxRequestsPerConn 10000: let the server answer Connection: close after that many.',
    'HAProxy has no setting for maxWaiting 9: deny requests by an ACL on the queue() fetch.',
  ])
})

clientLaws(haproxy, {
  maxIdlePerHost: /pool-max-conn (\d+)/,
  maxConnsPerHost: / maxconn (\d+)/,
  waitTimeoutMs: /timeout queue (\d+)(m?s)/,
  unitsMs: { ms: 1, s: 1000 },
  unlimitedFrom: { waitTimeoutMs: 2_073_600_000 },
  roundsUp: { waitTimeoutMs: 'a wait of 0 means as long as timeout connect' },
})

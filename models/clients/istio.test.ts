import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { PROTO_SECOND_MS } from './dialect/proto-reading.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { istio } from './istio.ts'

test('writes a whole DestinationRule', () => {
  expect(istio.patch({ ...sampleSettings, maxWaiting: 256 }).text).toBe(`\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: backend
spec:
  host: backend
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 128
        maxConnectionDuration: 600s
      http:
        idleTimeout: 55s
        maxRequestsPerConnection: 10000
        http1MaxPendingRequests: 256
`)
})

test('leaves out what is not limited, and an empty section with it', () => {
  const { text, notes } = istio.patch(UNLIMITED)
  expect(text).toBe(`\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: backend
spec:
  host: backend
  trafficPolicy:
    connectionPool:
      http:
        # a year stands for no limit
        idleTimeout: 31536000s
`)
  expect(notes).toEqual([
    'Put your own names in place of backend; versions before 1.22 have networking.istio.io/v1beta1.',
  ])
})

test('turns keep-alive off by one request per connection', () => {
  expect(istio.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toContain(`\
      tcp:
        maxConnections: 128
      http:
        # 1: no keep-alive
        maxRequestsPerConnection: 1
`)
})

test('lets one request wait where none should: 0 would mean no limit', () => {
  const { text, notes } = istio.patch({ ...sampleSettings, maxWaiting: 0 })
  expect(text).toContain('        http1MaxPendingRequests: 1\n')
  expect(notes).toContain(
    'http1MaxPendingRequests is 1: 0 means no limit, and a request counts as pending while its connection is opened.',
  )
})

test('never writes more than a count can be', () => {
  const { text } = istio.patch({ ...sampleSettings, maxRequestsPerConn: 2 ** 30, maxConnsPerHost: 2 ** 40 })
  expect(text).toContain('maxRequestsPerConnection: 536870912\n')
  expect(text).toContain('maxConnections: 2147483647\n')
})

test('says what bounds the wait and the idle connections in their place', () => {
  expect(istio.patch(sampleSettings).notes.slice(2)).toEqual([
    'Istio DestinationRule has no setting for maxIdlePerHost 64: every connection up to maxConnections may stay idle until it expires.',
    'Istio DestinationRule has no setting for waitTimeout 200 ms: the timeout of the VirtualService route bounds wait and response together.',
  ])
})

clientLaws(istio, {
  idleTimeoutMs: /idleTimeout: ([\d.]+)(s)/,
  maxConnsPerHost: /maxConnections: (\d+)/,
  maxLifetimeMs: /maxConnectionDuration: ([\d.]+)(s)/,
  maxRequestsPerConn: /maxRequestsPerConnection: (\d+)/,
  maxWaiting: /http1MaxPendingRequests: (\d+)/,
  unitsMs: { s: PROTO_SECOND_MS },
  unlimitedFrom: { idleTimeoutMs: 31_535_999_000 },
  roundsUp: { maxWaiting: '0 means no limit' },
})

import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { PROTO_SECOND_MS } from './dialect/proto-reading.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { envoy } from './envoy.ts'

test('writes the limits as circuit breakers and the rest as protocol options', () => {
  expect(envoy.patch({ ...sampleSettings, maxWaiting: 256 }).text).toBe(`\
circuit_breakers:
  thresholds:
    - priority: DEFAULT
      max_connections: 128
      max_pending_requests: 256
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    common_http_protocol_options:
      idle_timeout: 55s
      max_connection_duration: 600s
      max_requests_per_connection: 10000
    explicit_http_config:
      http_protocol_options: {}
`)
})

test('writes the largest count for no limit, for max_requests as well', () => {
  const { text, notes } = envoy.patch(UNLIMITED)
  expect(text).toBe(`\
circuit_breakers:
  thresholds:
    - priority: DEFAULT
      # the largest count: connections are not limited
      max_connections: 4294967295
      max_pending_requests: 4294967295
      max_requests: 4294967295
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    common_http_protocol_options:
      # 0s: idle connections are never closed
      idle_timeout: 0s
    explicit_http_config:
      http_protocol_options: {}
`)
  expect(notes).toEqual([
    'These keys belong into the cluster; http_protocol_options {} chooses HTTP/1.1 for it.',
  ])
})

test('turns keep-alive off by one request per connection', () => {
  expect(envoy.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toContain(`\
    common_http_protocol_options:
      # 1: no keep-alive
      max_requests_per_connection: 1
    explicit_http_config:
`)
})

test('raises max_requests only where it would be in the way of more connections', () => {
  expect(envoy.patch({ ...sampleSettings, maxConnsPerHost: 1024 }).text).not.toContain('max_requests:')
  expect(envoy.patch({ ...sampleSettings, maxConnsPerHost: 1025 }).text).toContain('max_requests: 1025\n')
})

test('lets one request wait where none should, and says why', () => {
  const { text, notes } = envoy.patch({ ...sampleSettings, maxWaiting: 0 })
  expect(text).toContain('      max_pending_requests: 1\n')
  expect(notes).toContain(
    'max_pending_requests is 1, not 0: a request counts as pending while its connection is opened, so 0 would fail them all.',
  )
})

test('never lets more requests wait than asked for, but for the one', () => {
  expect(envoy.patch({ ...sampleSettings, maxWaiting: 1 }).text).toContain('max_pending_requests: 1\n')
  expect(envoy.patch({ ...sampleSettings, maxWaiting: 7 }).text).toContain('max_pending_requests: 7\n')
})

test('says what bounds the wait and the idle connections in their place', () => {
  expect(envoy.patch(sampleSettings).notes.slice(2)).toEqual([
    'Envoy has no setting for maxIdlePerHost 64: every connection up to max_connections may stay idle until it expires.',
    'Envoy has no setting for waitTimeout 200 ms: the timeout of the route bounds wait and response together.',
  ])
})

clientLaws(envoy, {
  idleTimeoutMs: /idle_timeout: (\d*[1-9.][\d.]*)(s)/,
  maxConnsPerHost: /max_connections: (\d+)/,
  maxLifetimeMs: /max_connection_duration: ([\d.]+)(s)/,
  maxRequestsPerConn: /max_requests_per_connection: (\d+)/,
  maxWaiting: /max_pending_requests: (\d+)/,
  unitsMs: { s: PROTO_SECOND_MS },
  unlimitedFrom: { maxConnsPerHost: 4_294_967_295, maxWaiting: 4_294_967_295 },
  roundsUp: { maxWaiting: 'a request counts as pending while its connection is opened' },
})

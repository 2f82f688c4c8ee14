import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { nginxUpstream } from './nginx-upstream.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting as a directive', () => {
  expect(nginxUpstream.patch(sampleSettings).text).toBe(`\
upstream backend {
    server 127.0.0.1:8080 max_conns=128;
    keepalive 64;
    keepalive_timeout 55s;
    keepalive_requests 10000;
    keepalive_time 600s;
}

server {
    location / {
        proxy_pass http://backend;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
    }
}
`)
})

test('writes the largest values where it has no word for no limit', () => {
  const { text, notes } = nginxUpstream.patch(UNLIMITED)
  expect(text).toContain(`\
upstream backend {
    server 127.0.0.1:8080;
    keepalive 1024;
    keepalive_timeout 2073600s;
    keepalive_requests 2147483647;
    keepalive_time 2073600s;
}
`)
  expect(notes).toContain('nginx times have no word for never: 24 days (2073600s) stand for it.')
})

test('asks for close where nothing may be idle: keepalive 0 is an error before 1.29.7', () => {
  const { text } = nginxUpstream.patch({ ...sampleSettings, maxIdlePerHost: 0 })
  expect(text).toContain('        proxy_set_header Connection close;\n')
  expect(text).not.toContain('keepalive')
})

test('writes milliseconds where seconds are not whole', () => {
  const { text } = nginxUpstream.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 })
  expect(text).toContain('    keepalive_timeout 4999ms;\n')
})

test('says that keepalive counts per worker process', () => {
  expect(nginxUpstream.patch(sampleSettings).notes[1]).toBe(
    'keepalive counts per worker process and over all servers of the upstream: multiply it by the number of servers, and expect worker_processes times as many idle connections in all.',
  )
})

test('says that requests beyond max_conns are not queued, where there is a limit', () => {
  const note =
    'Requests beyond max_conns are not queued: they go to the next server or fail with 502 at once.'
  expect(nginxUpstream.patch({ ...sampleSettings, waitTimeoutMs: 0 }).notes).toContain(note)
  expect(nginxUpstream.patch({ ...UNLIMITED, waitTimeoutMs: 0 }).notes).not.toContain(note)
  expect(nginxUpstream.patch(sampleSettings).notes).toContain(
    'nginx upstream has no setting for waitTimeout 200 ms: at max_conns a request goes to the next server or fails with 502 at once.',
  )
})

test('counts busy connections towards max_conns, and idle ones of all servers towards keepalive', () => {
  expect(nginxUpstream.policy.connCapCounts).toBe('acquired')
  expect(nginxUpstream.policy.idleCapScope).toBe('all-hosts')
})

clientLaws(nginxUpstream, {
  idleTimeoutMs: /keepalive_timeout (\d+)(ms|s)/,
  maxIdlePerHost: /keepalive (\d+)/,
  maxConnsPerHost: /max_conns=(\d+)/,
  maxLifetimeMs: /keepalive_time (\d+)(ms|s)/,
  maxRequestsPerConn: /keepalive_requests (\d+)/,
  unitsMs: { s: 1000, ms: 1 },
  unlimitedFrom: { idleTimeoutMs: 2_073_600_000, maxLifetimeMs: 2_073_600_000 },
})

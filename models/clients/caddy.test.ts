import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { caddy } from './caddy.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting as an option of the transport', () => {
  expect(caddy.patch(sampleSettings).text).toBe(`\
:80 {
	reverse_proxy 127.0.0.1:8080 {
		transport http {
			keepalive 55s
			keepalive_idle_conns_per_host 64
			max_conns_per_host 128
		}
	}
}
`)
})

test('writes no limit without falling into the defaults that 0 means', () => {
  expect(caddy.patch(UNLIMITED).text).toBe(`\
:80 {
	reverse_proxy 127.0.0.1:8080 {
		transport http {
			# a year stands for no limit
			keepalive 31536000s
			# no limit: 0 would mean 32
			keepalive_idle_conns_per_host 2147483647
			# no max_conns_per_host: connections are not limited
		}
	}
}
`)
})

test.each([
  ['no idle connections', { maxIdlePerHost: 0 }],
  ['less than a millisecond of idle time', { idleTimeoutMs: 0.5 }],
  ['one request per connection', { maxRequestsPerConn: 1 }],
])('turns keep-alive off: %s', (_, change) => {
  expect(caddy.patch({ ...sampleSettings, ...change }).text).toBe(`\
:80 {
	reverse_proxy 127.0.0.1:8080 {
		transport http {
			keepalive off
			max_conns_per_host 128
		}
	}
}
`)
})

test('says what the transport has no setting for', () => {
  expect(caddy.patch(sampleSettings).notes).toEqual([
    'Put your own site and upstream addresses in place of :80 and 127.0.0.1:8080.',
    'Caddy reverse_proxy has no setting for maxLifetime 600000 ms: a reload of the configuration closes the idle connections.',
    'Caddy reverse_proxy has no setting for maxRequestsPerConn 10000.',
    'Caddy reverse_proxy has no setting for waitTimeout 200 ms: a request waits until its client gives up.',
  ])
})

clientLaws(caddy, {
  idleTimeoutMs: /keepalive (\d+)(ms|s)/,
  maxIdlePerHost: /keepalive_idle_conns_per_host (\d+)/,
  maxConnsPerHost: /max_conns_per_host (\d+)/,
  unitsMs: { s: 1000, ms: 1 },
  unlimitedFrom: { idleTimeoutMs: 31_536_000_000, maxIdlePerHost: 2_147_483_647 },
})

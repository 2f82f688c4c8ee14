import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { traefik } from './traefik.ts'

test('writes the two settings there are', () => {
  expect(traefik.patch(sampleSettings).text).toBe(`\
serversTransport:
  maxIdleConnsPerHost: 64
  forwardingTimeouts:
    idleConnTimeout: 55s
`)
})

test('writes no limit without falling into the default of 2 idle connections', () => {
  expect(traefik.patch(UNLIMITED).text).toBe(`\
serversTransport:
  # no limit: 0 would mean 2
  maxIdleConnsPerHost: 2147483647
  forwardingTimeouts:
    # 0: idle connections are never closed
    idleConnTimeout: 0s
`)
})

test('turns reuse off by a negative count', () => {
  expect(traefik.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toBe(`\
serversTransport:
  # negative: no connection is kept for reuse
  maxIdleConnsPerHost: -1
`)
})

test('says what a serversTransport has no setting for', () => {
  expect(traefik.patch(sampleSettings).notes.slice(1)).toEqual([
    'Traefik has no setting for maxLifetime 600000 ms.',
    'Traefik has no setting for maxRequestsPerConn 10000.',
    'Traefik has no setting for maxConnsPerHost 128: the inFlightReq middleware limits the requests under way, and answers 429 beyond.',
    'Traefik has no setting for waitTimeout 200 ms: without a limit on connections nothing waits for one.',
  ])
})

clientLaws(traefik, {
  idleTimeoutMs: /idleConnTimeout: ([1-9]\d*)(ms|s)/,
  maxIdlePerHost: /maxIdleConnsPerHost: (\d+)/,
  unitsMs: { s: 1000, ms: 1 },
  unlimitedFrom: { maxIdlePerHost: 2_147_483_647 },
})

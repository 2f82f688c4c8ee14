import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { bunFetch } from './bun-fetch.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes the one setting there is, into the environment', () => {
  const { fileName, text } = bunFetch.patch(sampleSettings)
  expect(fileName).toBe('bun-environment.sh')
  expect(text).toBe('export BUN_CONFIG_MAX_HTTP_REQUESTS=128\n')
})

test('writes no limit as the largest value', () => {
  expect(bunFetch.patch(UNLIMITED).text).toBe(`\
# the largest value stands for no limit
export BUN_CONFIG_MAX_HTTP_REQUESTS=65535
`)
})

test('turns keep-alive off for each fetch', () => {
  const { fileName, text } = bunFetch.patch({ ...sampleSettings, maxIdlePerHost: 0 })
  expect(fileName).toBe('unpooled-fetch.ts')
  expect(text).toBe(`\
// Start Bun with BUN_CONFIG_MAX_HTTP_REQUESTS=128 in its environment.
export function unpooledFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, keepalive: false })
}
`)
})

test('says of what is fixed that it is, unless that is what was asked for', () => {
  expect(bunFetch.patch(sampleSettings).notes.slice(1)).toEqual([
    'Bun fetch has no setting for idleTimeout 55000 ms: it is always 4 to 5 min, so let the server keep idle connections for longer, or pass keepalive: false to fetch where it does not.',
    'Bun fetch has no setting for maxLifetime 600000 ms.',
    'Bun fetch has no setting for maxRequestsPerConn 10000.',
    'Bun fetch has no setting for waitTimeout 200 ms: bound the whole request by AbortSignal.timeout.',
  ])
  expect(bunFetch.patch({ ...sampleSettings, idleTimeoutMs: 300_000 }).notes.join('\n')).not.toContain(
    'idleTimeout',
  )
})

clientLaws(bunFetch, { maxConnsPerHost: /BUN_CONFIG_MAX_HTTP_REQUESTS=(\d+)/ })

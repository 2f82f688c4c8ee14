import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { PYTHON_SECOND_MS } from './dialect/python-reading.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { httpx } from './httpx.ts'

test('writes each limit, and the wait as the pool timeout', () => {
  expect(httpx.patch(sampleSettings).text).toBe(`\
import httpx

client = httpx.Client(
    limits=httpx.Limits(
        max_connections=128,
        max_keepalive_connections=64,
        keepalive_expiry=55,
    ),
    timeout=httpx.Timeout(5, pool=0.2),
)
`)
})

test('writes no limit as None, and no timeout where nothing waits', () => {
  const { text, notes } = httpx.patch(UNLIMITED)
  expect(text).toBe(`\
import httpx

client = httpx.Client(
    limits=httpx.Limits(
        max_connections=None,
        max_keepalive_connections=None,
        keepalive_expiry=None,
    ),
)
`)
  expect(notes).toEqual([
    'Make the client once and share it: each client has a pool of its own; httpx.AsyncClient takes the same arguments.',
  ])
})

test('turns reuse off by keeping no connection', () => {
  expect(httpx.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toBe(`\
import httpx

client = httpx.Client(
    limits=httpx.Limits(
        max_connections=128,
        max_keepalive_connections=0,  # no connection is kept for reuse
    ),
    timeout=httpx.Timeout(5, pool=0.2),
)
`)
})

test.each([
  [0, 'pool=0)'],
  [1500, 'pool=1.5)'],
  [Infinity, 'pool=None)'],
])('waits %d ms for a connection', (waitTimeoutMs, written) => {
  expect(httpx.patch({ ...sampleSettings, waitTimeoutMs }).text).toContain(written)
})

test('warns of idle connections closed while many are open, only where that can happen', () => {
  const warning = expect.stringContaining('encode/httpcore#1000')
  expect(httpx.patch(sampleSettings).notes).toContainEqual(warning)
  expect(httpx.patch({ ...sampleSettings, maxIdlePerHost: 128 }).notes).not.toContainEqual(warning)
})

clientLaws(httpx, {
  idleTimeoutMs: /keepalive_expiry=([\d.]+),/,
  maxIdlePerHost: /max_keepalive_connections=(\d+),/,
  maxConnsPerHost: /max_connections=(\d+),/,
  waitTimeoutMs: /pool=([\d.]+)\)/,
  bareMs: PYTHON_SECOND_MS,
})

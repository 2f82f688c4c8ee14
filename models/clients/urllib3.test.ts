import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { PYTHON_SECOND_MS } from './dialect/python-reading.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { urllib3 } from './urllib3.ts'

test('writes one size for both limits, the smaller, and the wait into each request', () => {
  const { text, notes } = urllib3.patch(sampleSettings)
  expect(text).toBe(`\
import functools

import urllib3

http = urllib3.PoolManager(
    maxsize=64,
    block=True,
)
request = functools.partial(http.request, pool_timeout=0.2)
`)
  expect(notes.slice(0, 2)).toEqual([
    'With requests, which waits for ever and has no pool_timeout, mount HTTPAdapter(pool_maxsize=64, pool_block=True) on a Session for https:// and http://.',
    'maxsize with block=True is the limit on idle connections and on all connections at once: 64 keeps the smaller, and 128 connections are reached only with maxsize=128, which may all stay idle.',
  ])
})

test('keeps an idle cap without blocking where connections are not limited', () => {
  const { text, notes } = urllib3.patch({ ...sampleSettings, maxConnsPerHost: Infinity })
  expect(text).toBe(`\
import urllib3

http = urllib3.PoolManager(
    maxsize=64,
)
`)
  expect(notes[0]).toBe(
    'With requests, mount HTTPAdapter(pool_maxsize=64) on a Session for https:// and http://.',
  )
})

test('writes no limit as 0', () => {
  expect(urllib3.patch(UNLIMITED).text).toBe(`\
import urllib3

http = urllib3.PoolManager(
    maxsize=0,  # no limit: every connection returned is kept
)
`)
})

test('turns reuse off by a header, since a size of 0 would keep everything', () => {
  const { text, notes } = urllib3.patch({ ...sampleSettings, maxIdlePerHost: 0 })
  expect(text).toBe(`\
import functools

import urllib3

http = urllib3.PoolManager(
    headers={"Connection": "close"},
    maxsize=128,
    block=True,
)
request = functools.partial(http.request, pool_timeout=0.2)
`)
  expect(notes[1]).toMatch(/pool_maxsize=128.*, and set session\.headers\["Connection"\] = "close"\.$/)
  expect(urllib3.patch({ ...UNLIMITED, maxIdlePerHost: 0 }).text).toContain(
    'PoolManager(\n    headers={"Connection": "close"},\n)\n',
  )
})

test.each([
  ['a connection limit', { ...UNLIMITED, maxConnsPerHost: 1e9 }],
  ['an idle cap', { ...UNLIMITED, maxIdlePerHost: 1e9 }],
])('never makes the pool fill itself with placeholders for %s of 10^9', (_, settings) => {
  expect(urllib3.patch(settings).text).toContain('    maxsize=65535,\n')
})

test('says that idle connections never expire', () => {
  expect(urllib3.patch(sampleSettings).notes).toContainEqual(
    expect.stringMatching(/^urllib3 has no setting for idleTimeout 55000 ms: /),
  )
})

clientLaws(urllib3, {
  maxIdlePerHost: /Manager\(\n +maxsize=([1-9]\d*),/,
  maxConnsPerHost: /maxsize=(\d+),\n +block=True,/,
  waitTimeoutMs: /pool_timeout=([\d.]+)\)/,
  bareMs: PYTHON_SECOND_MS,
})

import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { aiohttp } from './aiohttp.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { PYTHON_SECOND_MS } from './dialect/python-reading.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting on connector and timeout, and keeps the other timeouts', () => {
  expect(aiohttp.patch(sampleSettings).text).toBe(`\
import aiohttp


def new_session() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=0,  # no limit over all hosts together (default: 100)
        limit_per_host=128,
        keepalive_timeout=55,
    )
    timeout = aiohttp.ClientTimeout(
        total=300,  # as by default
        sock_connect=30,  # as by default
        connect=0.2,  # waiting and dialing
    )
    return aiohttp.ClientSession(connector=connector, timeout=timeout)
`)
})

test('writes no limit as 0, and 49 days for an idle timeout that cannot be turned off', () => {
  expect(aiohttp.patch(UNLIMITED).text).toBe(`\
import aiohttp


def new_session() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=0,  # no limit over all hosts together (default: 100)
        limit_per_host=0,  # no limit
        keepalive_timeout=4294967,  # 49 days stand for no limit
    )
    return aiohttp.ClientSession(connector=connector)
`)
})

test('turns keep-alive off by force_close, which excludes keepalive_timeout', () => {
  const { text } = aiohttp.patch({ ...UNLIMITED, maxIdlePerHost: 0 })
  expect(text).toBe(`\
import aiohttp


def new_session() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=0,  # no limit over all hosts together (default: 100)
        limit_per_host=0,  # no limit
        force_close=True,  # no keep-alive
    )
    return aiohttp.ClientSession(connector=connector)
`)
})

test.each([0, 0.9])('never writes a wait of %d ms as 0, which is no limit, and says so', (waitTimeoutMs) => {
  const { text, notes } = aiohttp.patch({ ...sampleSettings, waitTimeoutMs })
  expect(text).not.toContain('ClientTimeout(')
  expect(text).toContain('    # no ClientTimeout: connect=0 would be no limit, not rejection at once\n')
  expect(notes).toContainEqual(expect.stringContaining('connect=0 means no limit'))
})

test('says that a long wait ends on a whole second', () => {
  const rounding = 'A connect of more than 5 s ends on a whole second of the clock, up to 1 s later.'
  expect(aiohttp.patch({ ...sampleSettings, waitTimeoutMs: 5001 }).notes).toContain(rounding)
  expect(aiohttp.patch({ ...sampleSettings, waitTimeoutMs: 5000 }).notes).not.toContain(rounding)
})

test('limits all hosts together until it is patched', () => {
  expect(aiohttp.policy.allHosts.maxConns).toBe(100)
  expect(aiohttp.patchedPolicy?.allHosts.maxConns).toBe(Infinity)
})

clientLaws(aiohttp, {
  idleTimeoutMs: /keepalive_timeout=([\d.]+),/,
  maxConnsPerHost: /limit_per_host=([1-9]\d*),/,
  waitTimeoutMs: / {8}connect=([\d.]+),|# no ClientTimeout/,
  bareMs: PYTHON_SECOND_MS,
})

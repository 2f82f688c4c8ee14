import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { goNetHttp } from './go-net-http.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting on a clone of DefaultTransport', () => {
  expect(goNetHttp.patch(sampleSettings).text).toBe(`\
transport := http.DefaultTransport.(*http.Transport).Clone()
// no cap over all hosts together (DefaultTransport: 100)
transport.MaxIdleConns = 0
transport.MaxIdleConnsPerHost = 64
transport.IdleConnTimeout = 55 * time.Second
transport.MaxConnsPerHost = 128
client := &http.Client{Transport: transport}
`)
})

test('writes no limit without falling into the default of 2 idle connections', () => {
  expect(goNetHttp.patch(UNLIMITED).text).toBe(`\
transport := http.DefaultTransport.(*http.Transport).Clone()
// no cap over all hosts together (DefaultTransport: 100)
transport.MaxIdleConns = 0
// no limit: 0 would mean 2
transport.MaxIdleConnsPerHost = math.MaxInt
// 0: idle connections are never closed
transport.IdleConnTimeout = 0
// MaxConnsPerHost stays 0: connections are not limited
client := &http.Client{Transport: transport}
`)
  expect(goNetHttp.patch(UNLIMITED).notes).toContain(
    'math.MaxInt needs the import "math" and Go 1.17 or later.',
  )
})

test.each([
  ['no idle connections', { maxIdlePerHost: 0 }],
  ['less than a millisecond of idle time', { idleTimeoutMs: 0.5 }],
  ['one request per connection', { maxRequestsPerConn: 1 }],
])('turns reuse off by a negative count: %s', (_, change) => {
  const { text } = goNetHttp.patch({ ...sampleSettings, ...change })
  expect(text).toContain('transport.MaxIdleConnsPerHost = -1\n')
  expect(text).not.toContain('IdleConnTimeout')
})

test('rounds a fractional idle timeout down to a millisecond', () => {
  const { text } = goNetHttp.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 })
  expect(text).toContain('transport.IdleConnTimeout = 4999 * time.Millisecond\n')
})

test('says what a Transport has no setting for', () => {
  expect(goNetHttp.patch(sampleSettings).notes.slice(2)).toEqual([
    'Go net/http has no setting for maxLifetime 600000 ms: call CloseIdleConnections from a ticker, which closes idle connections of any age.',
    'Go net/http has no setting for maxRequestsPerConn 10000.',
    'Go net/http has no setting for waitTimeout 200 ms: bound the whole request by a context deadline or http.Client.Timeout.',
  ])
})

test('has a cap over all hosts that the patch takes away', () => {
  expect(goNetHttp.policy.allHosts.maxIdle).toBe(100)
  expect(goNetHttp.patchedPolicy).toEqual({
    ...goNetHttp.policy,
    allHosts: { maxIdle: Infinity, maxConns: Infinity, makesRoom: false },
  })
})

clientLaws(goNetHttp, {
  idleTimeoutMs: /IdleConnTimeout = (\d+) \* time\.(\w+)/,
  maxIdlePerHost: /MaxIdleConnsPerHost = (\d+)/,
  maxConnsPerHost: /\.MaxConnsPerHost = (\d+)/,
  unitsMs: { Second: 1000, Millisecond: 1 },
})

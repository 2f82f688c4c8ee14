import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { dotnet } from './dotnet.ts'

test('writes each setting as a property of the handler', () => {
  expect(dotnet.patch(sampleSettings).text).toBe(`\
using System;
using System.Net.Http;

var handler = new SocketsHttpHandler
{
    PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
    PooledConnectionLifetime = TimeSpan.FromSeconds(600),
    MaxConnectionsPerServer = 128,
};
var client = new HttpClient(handler);
`)
})

test('writes the infinite time span for no limit', () => {
  const { text, notes } = dotnet.patch(UNLIMITED)
  expect(text).toBe(`\
using System;
using System.Net.Http;
using System.Threading;

var handler = new SocketsHttpHandler
{
    PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    // no PooledConnectionLifetime: connections have no maximum age
    // no MaxConnectionsPerServer: connections are not limited
};
var client = new HttpClient(handler);
`)
  expect(notes).toEqual(['Make one HttpClient and share it: each handler has a pool of its own.'])
})

test('turns pooling off by a lifetime of zero', () => {
  expect(dotnet.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toContain(`\
{
    // zero: no connection is kept for reuse
    PooledConnectionLifetime = TimeSpan.Zero,
    MaxConnectionsPerServer = 128,
};
`)
})

test('writes milliseconds where seconds are not whole', () => {
  const { text } = dotnet.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 })
  expect(text).toContain('PooledConnectionIdleTimeout = TimeSpan.FromMilliseconds(4999),')
})

test('keeps the period of the sweep, a quarter of the idle time, within that of a timer', () => {
  const { text } = dotnet.patch({ ...sampleSettings, idleTimeoutMs: 1e15 })
  const seconds = Number(/IdleTimeout = TimeSpan\.FromSeconds\((\d+)\)/.exec(text)?.[1])
  expect((seconds * 1000) / 4).toBeLessThanOrEqual(2 ** 32 - 2)
  expect(((seconds + 86_400) * 1000) / 4).toBeGreaterThan(2 ** 32 - 2)
})

test('says what the sweep adds, and what to do about the rest', () => {
  expect(dotnet.patch(sampleSettings).notes.slice(1)).toEqual([
    'A connection may stay idle for a quarter longer than PooledConnectionIdleTimeout, until the next sweep.',
    '.NET SocketsHttpHandler has no setting for maxRequestsPerConn 10000: let the server answer Connection: close after that many.',
    '.NET SocketsHttpHandler has no setting for maxIdlePerHost 64: every connection up to MaxConnectionsPerServer may stay idle until it expires.',
    '.NET SocketsHttpHandler has no setting for waitTimeout 200 ms: bound the whole request by HttpClient.Timeout or a CancellationToken.',
  ])
})

clientLaws(dotnet, {
  idleTimeoutMs: /(?<=IdleTimeout = TimeSpan\.From)(?=\w+\((\d+))(\w+)/,
  maxConnsPerHost: /MaxConnectionsPerServer = (\d+)/,
  maxLifetimeMs: /(?<=Lifetime = TimeSpan\.From)(?=\w+\((\d+))(\w+)/,
  unitsMs: { Seconds: 1000, Milliseconds: 1 },
})

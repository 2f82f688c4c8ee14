import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { reactorNetty } from './reactor-netty.ts'

test('writes a class that makes the client', () => {
  expect(reactorNetty.patch({ ...sampleSettings, maxWaiting: 256 }).text).toBe(`\
import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

public final class PooledReactorClient {
    public static HttpClient create() {
        return HttpClient.create(ConnectionProvider.builder("backend")
                .maxConnections(128)
                .pendingAcquireTimeout(Duration.ofMillis(200))
                .pendingAcquireMaxCount(256)
                // the connection returned last goes out first
                .lifo()
                .maxIdleTime(Duration.ofSeconds(55))
                .maxLifeTime(Duration.ofSeconds(600))
                .evictInBackground(Duration.ofMillis(13750))
                .build());
    }
}
`)
})

test('writes the largest count for no limit, and no queue limit that would be twice that', () => {
  expect(reactorNetty.patch(UNLIMITED).text).toBe(`\
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

public final class PooledReactorClient {
    public static HttpClient create() {
        return HttpClient.create(ConnectionProvider.builder("backend")
                .maxConnections(Integer.MAX_VALUE)
                .pendingAcquireMaxCount(-1)
                // the connection returned last goes out first
                .lifo()
                // no maxIdleTime: idle connections are never closed
                // no maxLifeTime: connections have no maximum age
                .build());
    }
}
`)
})

test('turns keep-alive off where nothing may be idle', () => {
  expect(reactorNetty.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toContain(`\
        return HttpClient.create(ConnectionProvider.builder("backend")
                .maxConnections(128)
                .pendingAcquireTimeout(Duration.ofMillis(200))
                .pendingAcquireMaxCount(-1)
                .build())
            // no connection is kept for reuse
            .keepAlive(false);
`)
})

test.each([{ waitTimeoutMs: 0 }, { maxWaiting: 0 }])('fails at once with %j', (setting) => {
  const { text, notes } = reactorNetty.patch({ ...sampleSettings, ...setting })
  expect(text).toContain('.pendingAcquireMaxCount(0)\n')
  expect(text).not.toContain('Duration.ofSeconds(0)')
  expect(notes).toContain(
    'Versions before reactor/reactor-netty#3987 (October 2025) reject pendingAcquireMaxCount(0): take 1 there, and a pendingAcquireTimeout of 1 ms.',
  )
})

test('waits for a year where it may wait for ever: the default would be 45 s', () => {
  const { text } = reactorNetty.patch({ ...sampleSettings, waitTimeoutMs: Infinity })
  expect(text).toContain('.pendingAcquireTimeout(Duration.ofSeconds(31536000))\n')
})

test.each([
  [{ idleTimeoutMs: 2000 }, 'Duration.ofSeconds(1)'],
  [{ idleTimeoutMs: 60_000 }, 'Duration.ofSeconds(15)'],
  [{ idleTimeoutMs: Infinity }, 'Duration.ofSeconds(30)'],
])('sweeps with %j every %s, as the patched policy says', (setting, period) => {
  const { text } = reactorNetty.patch({ ...sampleSettings, ...setting })
  expect(text).toContain(`.evictInBackground(${period})\n`)
})

test('says what bounds idle connections and requests in their place', () => {
  expect(reactorNetty.patch(sampleSettings).notes.slice(1)).toEqual([
    'Reactor Netty has no setting for maxRequestsPerConn 10000: let the server answer Connection: close after that many.',
    'Reactor Netty has no setting for maxIdlePerHost 64: every connection up to maxConnections may stay idle until it expires.',
  ])
})

clientLaws(reactorNetty, {
  idleTimeoutMs: /(?<=maxIdleTime\(Duration\.)(?=\w+\((\d+))of(\w+)/,
  maxConnsPerHost: /maxConnections\((\d+)\)/,
  maxLifetimeMs: /(?<=maxLifeTime\(Duration\.)(?=\w+\((\d+))of(\w+)/,
  waitTimeoutMs: /(?<=pendingAcquireTimeout\(Duration\.)(?=\w+\((\d+))of(\w+)/,
  maxWaiting: /pendingAcquireMaxCount\((\d+)\)/,
  unitsMs: { Seconds: 1000, Millis: 1 },
  unlimitedFrom: { waitTimeoutMs: 31_536_000_000 },
})

import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { okhttp } from './okhttp.ts'

test('writes a class that makes the client', () => {
  expect(okhttp.patch(sampleSettings).text).toBe(`\
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

public final class PooledOkHttpClient {
    public static OkHttpClient create() {
        return new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(64, 55, TimeUnit.SECONDS))
            .build();
    }
}
`)
})

test('writes a year and the largest count for no limit', () => {
  const { text, notes } = okhttp.patch(UNLIMITED)
  expect(text).toContain(`\
        return new OkHttpClient.Builder()
            // a year stands for no limit
            .connectionPool(new ConnectionPool(Integer.MAX_VALUE, 31536000, TimeUnit.SECONDS))
            .build();
`)
  expect(notes).toHaveLength(2)
})

test('turns reuse off by a count of 0, with a time above 0, which it insists on', () => {
  expect(okhttp.patch({ ...sampleSettings, idleTimeoutMs: 0.5 }).text).toContain(`\
            // 0: no connection is kept for reuse; the time has to be above 0 all the same
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
`)
})

test('writes milliseconds where seconds are not whole', () => {
  const { text } = okhttp.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 })
  expect(text).toContain('new ConnectionPool(64, 4999, TimeUnit.MILLISECONDS)')
})

test('says that the idle cap counts all hosts, and what to do about the rest', () => {
  expect(okhttp.patch(sampleSettings).notes.slice(2)).toEqual([
    'maxIdleConnections counts all hosts together: multiply it by the number of hosts that are called.',
    'OkHttp has no setting for maxLifetime 600000 ms: call connectionPool().evictAll() from a timer, which closes idle connections of any age.',
    'OkHttp has no setting for maxRequestsPerConn 10000: let the server answer Connection: close after that many.',
    'OkHttp has no setting for maxConnsPerHost 128: Dispatcher.setMaxRequestsPerHost bounds calls by enqueue; let those by execute take a permit of a Semaphore.',
    'OkHttp has no setting for waitTimeout 200 ms: bound the whole call by callTimeout.',
  ])
})

clientLaws(okhttp, {
  idleTimeoutMs: /ConnectionPool\((?!0,)\w[\w.]*, (\d+)L?, TimeUnit\.(\w+)/,
  maxIdlePerHost: /ConnectionPool\((\d+),/,
  unitsMs: { SECONDS: 1000, MILLISECONDS: 1 },
  unlimitedFrom: { idleTimeoutMs: 31_536_000_000 },
})

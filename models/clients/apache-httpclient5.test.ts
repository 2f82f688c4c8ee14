import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { apacheHttpclient5 } from './apache-httpclient5.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes a class that makes the client', () => {
  expect(apacheHttpclient5.patch(sampleSettings).text).toBe(`\
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

public final class PooledHttpClient {
    public static CloseableHttpClient create() {
        TimeValue keepAlive = TimeValue.ofSeconds(55);
        return HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(128)
                // no cap over all routes together (default: 25)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                    .setTimeToLive(TimeValue.ofSeconds(600))
                    .build())
                .build())
            // the server's Keep-Alive: timeout= may shorten the idle time, not stretch it
            .setKeepAliveStrategy((response, context) -> DefaultConnectionKeepAliveStrategy.INSTANCE
                .getKeepAliveDuration(response, context)
                .min(keepAlive))
            .evictExpiredConnections()
            .setDefaultRequestConfig(RequestConfig.custom()
                .setConnectionKeepAlive(keepAlive)
                .setConnectionRequestTimeout(Timeout.ofMilliseconds(200))
                .build())
            .build();
    }
}
`)
})

test('writes a year and the largest count for no limit', () => {
  expect(apacheHttpclient5.patch(UNLIMITED).text).toBe(`\
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;

public final class PooledHttpClient {
    public static CloseableHttpClient create() {
        // a year stands for no limit
        TimeValue keepAlive = TimeValue.ofSeconds(31536000);
        return HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                // no cap over all routes together (default: 25)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .build())
            // the server's Keep-Alive: timeout= may shorten the idle time, not stretch it
            .setKeepAliveStrategy((response, context) -> DefaultConnectionKeepAliveStrategy.INSTANCE
                .getKeepAliveDuration(response, context)
                .min(keepAlive))
            .evictExpiredConnections()
            .setDefaultRequestConfig(RequestConfig.custom()
                .setConnectionKeepAlive(keepAlive)
                .build())
            .build();
    }
}
`)
})

test('turns reuse off by the reuse strategy', () => {
  expect(apacheHttpclient5.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toContain(`\
        return HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(128)
                // no cap over all routes together (default: 25)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .build())
            // no connection is kept for reuse
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofMilliseconds(200))
                .build())
            .build();
`)
})

test.each([
  [0, 'Timeout.ofMilliseconds(1)'],
  [200.9, 'Timeout.ofMilliseconds(200)'],
  [Infinity, 'Timeout.ofSeconds(31536000)'],
])('a wait of %d ms is %s', (waitTimeoutMs, timeout) => {
  const { text } = apacheHttpclient5.patch({ ...sampleSettings, waitTimeoutMs })
  expect(text).toContain(`.setConnectionRequestTimeout(${timeout})\n`)
})

test('says that a wait of nothing becomes 1 ms', () => {
  const note = 'The wait is 1 ms, the least that all versions take: 0 may mean no limit.'
  expect(apacheHttpclient5.patch({ ...sampleSettings, waitTimeoutMs: 0 }).notes).toContain(note)
  expect(apacheHttpclient5.patch(sampleSettings).notes).not.toContain(note)
})

test('says what bounds idle connections and requests in their place', () => {
  expect(apacheHttpclient5.patch(sampleSettings).notes.slice(1)).toEqual([
    'Apache HttpClient 5 has no setting for maxRequestsPerConn 10000: let the server answer Connection: close after that many.',
    'Apache HttpClient 5 has no setting for maxIdlePerHost 64: every connection up to setMaxConnPerRoute may stay idle until it expires.',
  ])
})

clientLaws(apacheHttpclient5, {
  idleTimeoutMs: /(?<=keepAlive = TimeValue\.)(?=\w+\((\d+))of(\w+)/,
  maxConnsPerHost: /setMaxConnPerRoute\((\d+)\)/,
  maxLifetimeMs: /(?<=setTimeToLive\(TimeValue\.)(?=\w+\((\d+))of(\w+)/,
  waitTimeoutMs: /(?<=setConnectionRequestTimeout\(Timeout\.)(?=\w+\((\d+))of(\w+)/,
  unitsMs: { Seconds: 1000, Milliseconds: 1 },
  unlimitedFrom: { idleTimeoutMs: 31_536_000_000, waitTimeoutMs: 31_536_000_000 },
  roundsUp: { waitTimeoutMs: 'a wait of 0 may mean no limit' },
})

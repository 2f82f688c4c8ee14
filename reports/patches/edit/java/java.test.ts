import { describe, expect, test } from 'vitest'
import { findClient } from '../../../../models/clients/catalogue.ts'
import { sampleSettings } from '../../../../models/clients/dialect/sample-settings.fixture.ts'
import {
  edit,
  editedLines,
  editedText,
  noReuse,
  placesIn,
  refusal,
  type SourceFile,
  unlimited,
  wantedSample,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { javaDialect } from './java.ts'
import { apacheSource, jdkSource, managerSource, okhttpSource, reactorSource } from './java-source.fixture.ts'

function java(client: string, text: string, line?: number): SourceFile {
  const file = { dialect: javaDialect, client, name: 'Main.java', text }
  return line === undefined ? file : { ...file, line }
}

const imports: Readonly<Record<string, string>> = {
  okhttp: 'import okhttp3.*; import java.util.concurrent.*; ',
  'apache-httpclient5':
    'import org.apache.hc.client5.http.impl.io.*; import org.apache.hc.client5.http.impl.classic.*; import org.apache.hc.core5.util.*; ',
  'reactor-netty': 'import reactor.netty.resources.*; import java.time.*; ',
  'java-net-http': '',
}

/** Statements in a method; the file is one line. */
function code(client: string, statements: string): SourceFile {
  return java(client, `${imports[client]}class A { void f() { ${statements} } }`)
}

/** The statements after the edit. */
function edited(client: string, statements: string, wanted = wantedSample): string {
  return editedText(code(client, statements), wanted).split('void f() { ')[1]?.slice(0, -4) ?? ''
}

describe('OkHttp', () => {
  test('is told by imports, in a file with text blocks, records and switch expressions', () => {
    expect(placesIn(java('okhttp', okhttpSource)).map(({ title }) => title)).toEqual([
      'new ConnectionPool',
      'new OkHttpClient.Builder',
    ])
    expect(refusal(java('okhttp', okhttpSource))).toContain(
      'there are 2 places that could be meant: Main.java:17 ',
    )
    expect(
      refusal(java('okhttp', 'class A { Object p = new ConnectionPool(5, 5, TimeUnit.MINUTES); }')),
    ).toContain('there is no OkHttp pool in this Java source file')
    const own = 'import okhttp3.*; class ConnectionPool {} class A { Object p = new ConnectionPool(); }'
    expect(refusal(java('okhttp', own))).toContain('there is no')
    const other =
      'import okhttp3.*; import org.db.ConnectionPool; class A { Object p = new ConnectionPool(); }'
    expect(refusal(java('okhttp', other))).toContain('there is no')
  })

  test('keeps units where they fit, comments, and follows a constant of its own', () => {
    expect(editedLines(java('okhttp', okhttpSource, 17))).toEqual([
      '-    private static final int MAX_IDLE = 5;',
      '+    private static final int MAX_IDLE = 64;',
      '-            .connectionPool(new ConnectionPool(MAX_IDLE, /* five */ 5L, TimeUnit.MINUTES)) // as by default',
      '+            .connectionPool(new ConnectionPool(MAX_IDLE, /* five */ 55, TimeUnit.SECONDS)) // as by default',
    ])
    const minutes = 'new ConnectionPool(64, 5, TimeUnit.MINUTES);'
    expect(edited('okhttp', minutes, { ...wantedSample, idleTimeoutMs: 120_000 })).toBe(
      'new ConnectionPool(64, 2, TimeUnit.MINUTES);',
    )
    expect(edited('okhttp', minutes, { ...wantedSample, idleTimeoutMs: 1500 })).toBe(
      'new ConnectionPool(64, 1500, TimeUnit.MILLISECONDS);',
    )
  })

  test('gets a pool where a client is built without', () => {
    expect(editedLines(java('okhttp', okhttpSource, 28)).at(-1)).toBe(
      '+        return new OkHttpClient.Builder().addInterceptor(chain -> chain.proceed(route(port))).connectionPool(new ConnectionPool(64, 55, TimeUnit.SECONDS)).build();',
    )
    expect(edited('okhttp', 'new ConnectionPool();')).toBe('new ConnectionPool(64, 55, TimeUnit.SECONDS);')
    const qualified = 'class A { Object c = new okhttp3.OkHttpClient.Builder().build(); }'
    expect(editedText(java('okhttp', qualified))).toBe(
      'class A { Object c = new okhttp3.OkHttpClient.Builder().connectionPool(new okhttp3.ConnectionPool(64, 55, java.util.concurrent.TimeUnit.SECONDS)).build(); }',
    )
    const asByDefault = { idleTimeoutMs: 300_000, maxIdlePerHost: 5, maxConnsPerHost: Infinity }
    expect(edit(code('okhttp', 'new OkHttpClient.Builder().build();'), asByDefault).kind).toBe('unchanged')
  })

  test('is left alone where it says the same in other words', () => {
    for (const time of [
      '55_000, TimeUnit.MILLISECONDS',
      'Duration.ofSeconds(55).toMillis(), TimeUnit.MILLISECONDS',
    ]) {
      expect(edit(code('okhttp', `new ConnectionPool(0x40, ${time});`)).kind).toBe('unchanged')
    }
    expect(
      edit(code('okhttp', 'new ConnectionPool(Integer.MAX_VALUE, 400, TimeUnit.DAYS);'), unlimited).kind,
    ).toBe('unchanged')
    expect(edited('okhttp', 'new ConnectionPool(5, 5, TimeUnit.MINUTES);', noReuse)).toBe(
      'new ConnectionPool(0, 5, TimeUnit.MINUTES);',
    )
  })

  test('is refused where a pool or a value comes from elsewhere', () => {
    expect(refusal(code('okhttp', 'new OkHttpClient.Builder().connectionPool(pool).build();'))).toContain(
      'new OkHttpClient.Builder takes its pool from pool: change it where that is made',
    )
    expect(refusal(code('okhttp', 'new ConnectionPool(cfg.maxIdle(), 5, TimeUnit.MINUTES);'))).toBe(
      'Main.java:1:90: maxIdleConnections is set from cfg.maxIdle(): change it where that comes from',
    )
    const hidden = 'int a = switch (k) { case 1 -> f(new ConnectionPool()); default -> 2; };'
    expect(refusal(code('okhttp', hidden))).toContain('this switch cannot be read')
    const variable =
      'var p = new ConnectionPool(5, 5, TimeUnit.MINUTES); new OkHttpClient.Builder().connectionPool(p).build();'
    expect(edited('okhttp', variable)).toContain('new ConnectionPool(64, 55, TimeUnit.SECONDS);')
    const later = 'var b = new OkHttpClient.Builder(); b.connectionPool(new ConnectionPool());'
    expect(edited('okhttp', later)).toContain(
      'b.connectionPool(new ConnectionPool(64, 55, TimeUnit.SECONDS));',
    )
  })
})

describe('Apache HttpClient 5', () => {
  test('is told in the builders of the manager, the client and the request', () => {
    expect(editedLines(java('apache-httpclient5', apacheSource))).toEqual([
      '-        .setMaxConnPerRoute(20)',
      '-        .setMaxConnTotal(100) // all routes',
      '+        .setMaxConnPerRoute(128)',
      '+        .setMaxConnTotal(Integer.MAX_VALUE) // all routes',
      '-            .setIdleTimeout(Timeout.ofSeconds(30))',
      '+            .setIdleTimeout(Timeout.ofSeconds(55))',
      '-        .setDefaultRequestConfig(RequestConfig.custom().setConnectionKeepAlive(TimeValue.ofMinutes(3L)).build())',
      '-        .evictIdleConnections(TimeValue.ofSeconds(10))',
      '+        .setDefaultRequestConfig(RequestConfig.custom().setConnectionKeepAlive(TimeValue.ofSeconds(55)).build())',
      '+        .evictIdleConnections(TimeValue.ofSeconds(55))',
      '+        .setKeepAliveStrategy((response, context) -> org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context).min(TimeValue.ofSeconds(55)))',
    ])
  })

  test('is told by setters of the manager, as statements', () => {
    expect(editedLines(java('apache-httpclient5', managerSource))).toEqual([
      '-\t\tmanager.setMaxTotal(50);',
      '+\t\tmanager.setDefaultMaxPerRoute(128);',
      '+\t\tmanager.setMaxTotal(Integer.MAX_VALUE);',
      '-\t\tthis.client = HttpClientBuilder.create().setConnectionManager(this.manager).build();',
      '+\t\tthis.client = HttpClientBuilder.create().setConnectionManager(this.manager).setKeepAliveStrategy((response, context) -> org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context).min(org.apache.hc.core5.util.TimeValue.ofSeconds(55))).evictExpiredConnections().setDefaultRequestConfig(org.apache.hc.client5.http.config.RequestConfig.custom().setConnectionKeepAlive(org.apache.hc.core5.util.TimeValue.ofSeconds(55)).build()).build();',
    ])
    const nowhere = 'use(new PoolingHttpClientConnectionManager());'
    expect(refusal(code('apache-httpclient5', nowhere))).toContain('make the manager with its Builder')
  })

  test('says what is to be done in other files', () => {
    const manager = 'var m = PoolingHttpClientConnectionManagerBuilder.create().build();'
    const done = edit(code('apache-httpclient5', manager))
    expect(done.kind === 'edited' && done.notes[0]).toContain(
      'The client of this manager is not built in this file',
    )
    expect(done.kind === 'edited' && done.text).toContain(
      '.create().setMaxConnPerRoute(128).setMaxConnTotal(Integer.MAX_VALUE).build();',
    )
    const elsewhere = `${manager} HttpClients.custom().setDefaultRequestConfig(request).setKeepAliveStrategy(mine).build();`
    const { notes } = edit(code('apache-httpclient5', elsewhere)) as { notes: readonly string[] }
    expect(notes).toContain(
      'The RequestConfig of this client is not made in this file: give it setConnectionKeepAlive(TimeValue.ofSeconds(55)).',
    )
    expect(notes).toContain(
      'setKeepAliveStrategy is set from mine, and is left as it is: see that it does not undo the settings.',
    )
  })

  test('knows the strategy that it adds', () => {
    const done = editedText(java('apache-httpclient5', apacheSource))
    const again = editedLines(java('apache-httpclient5', done), { ...wantedSample, idleTimeoutMs: 40_000 })
    expect(again.filter((line) => line.startsWith('+'))).toEqual([
      expect.stringContaining('setConnectionKeepAlive(TimeValue.ofSeconds(40))') as string,
      expect.stringContaining(
        'getKeepAliveDuration(response, context).min(TimeValue.ofSeconds(40)))',
      ) as string,
    ])
    expect(edit(java('apache-httpclient5', done))).toMatchObject({ kind: 'unchanged', notes: { length: 1 } })
  })

  test('has a way to keep nothing, and back', () => {
    const both =
      'PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(5).build(); HttpClients.custom().build();'
    const none = editedText(code('apache-httpclient5', both), noReuse)
    expect(none).toContain(
      '.custom().setConnectionReuseStrategy((request, response, context) -> false).build();',
    )
    expect(editedText(java('apache-httpclient5', none))).toContain(
      '.setConnectionReuseStrategy(org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy.INSTANCE)',
    )
  })

  test('is refused where a setter is called under a condition', () => {
    const conditional =
      'var m = new PoolingHttpClientConnectionManager(); if (x) { m.setDefaultMaxPerRoute(9); }'
    expect(refusal(code('apache-httpclient5', conditional))).toContain(
      'setDefaultMaxPerRoute is set more than once, or under a condition',
    )
  })
})

describe('Reactor Netty', () => {
  test('is told in the chain of the builder', () => {
    expect(editedLines(java('reactor-netty', reactorSource, 10))).toEqual([
      '-  private static final Duration IDLE = Duration.ofMinutes(2);',
      '+  private static final Duration IDLE = Duration.ofSeconds(55);',
      '-          .maxConnections(50)',
      '+          .maxConnections(128)',
      '+          .evictInBackground(Duration.ofMillis(13750))',
      '+          .lifo()',
    ])
  })

  test('is told by a variable that holds the builder', () => {
    expect(editedLines(java('reactor-netty', reactorSource, 17))).toEqual([
      '-    ConnectionProvider.Builder other = ConnectionProvider.builder("other");',
      '-    other.maxConnections(10).fifo();',
      '+    ConnectionProvider.Builder other = ConnectionProvider.builder("other").maxIdleTime(Duration.ofSeconds(55)).evictInBackground(Duration.ofMillis(13750));',
      '+    other.maxConnections(128).fifo();',
    ])
    const { notes } = edit(java('reactor-netty', reactorSource, 17)) as { notes: readonly string[] }
    expect(notes[0]).toContain('fifo() hands out the connection idle for longest')
  })

  test('is refused where create takes no time', () => {
    expect(refusal(java('reactor-netty', reactorSource, 23))).toContain(
      'create takes no maxIdleTime: use ConnectionProvider.builder("short").maxConnections(…).maxIdleTime(Duration.ofSeconds(55)).build() in its place',
    )
    const forEver = { ...wantedSample, idleTimeoutMs: Infinity }
    expect(edited('reactor-netty', 'ConnectionProvider.create("a");', forEver)).toBe(
      'ConnectionProvider.create("a", 128);',
    )
  })

  test('has words for no limit', () => {
    const limited =
      'ConnectionProvider.builder("a").maxConnections(5).maxIdleTime(Duration.ofSeconds(5)).build();'
    expect(edited('reactor-netty', limited, unlimited)).toBe(
      'ConnectionProvider.builder("a").maxConnections(Integer.MAX_VALUE).maxIdleTime(Duration.ofSeconds(31536000)).pendingAcquireMaxCount(-1).lifo().build();',
    )
  })
})

describe('java.net.http', () => {
  test('is told by system properties', () => {
    expect(editedLines(java('java-net-http', jdkSource))).toEqual([
      '-    System.setProperty("jdk.httpclient.keepalive.timeout", "60"); // seconds',
      '+    System.setProperty("jdk.httpclient.keepalive.timeout", "55"); // seconds',
      '+    System.setProperty("jdk.httpclient.connectionPoolSize", "64");',
    ])
    const crlf = jdkSource.replaceAll('\n', '\r\n')
    expect(editedText(java('java-net-http', crlf))).toBe(
      editedText(java('java-net-http', jdkSource)).replaceAll('\n', '\r\n'),
    )
    expect(
      edited('java-net-http', 'System.setProperty("jdk.httpclient.connectionPoolSize", "7");', unlimited),
    ).toBe(
      'System.setProperty("jdk.httpclient.connectionPoolSize", "0");\nSystem.setProperty("jdk.httpclient.keepalive.timeout", "2147483647");',
    )
  })

  test('is refused where a property is computed', () => {
    const computed = 'System.setProperty("jdk.httpclient.keepalive.timeout", String.valueOf(seconds));'
    expect(refusal(code('java-net-http', computed))).toContain('is set from String.valueOf(seconds)')
  })
})

test.each(['okhttp', 'apache-httpclient5', 'reactor-netty'])(
  'the patch of %s says what is wanted already',
  (name) => {
    const { text } = findClient(name).patch(sampleSettings)
    expect(edit(java(name, text)).kind).toBe('unchanged')
  },
)

test('a syntax error is told with its place', () => {
  expect(refusal(java('okhttp', 'class A {\n  int x = ;\n}\n'))).toMatch(
    /^Main.java:2:11: the syntax is wrong here/,
  )
})

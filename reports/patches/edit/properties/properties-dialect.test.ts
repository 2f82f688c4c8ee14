import { describe, expect, test } from 'vitest'
import { edit, edited, noReuse, unlimited, wantedSample } from '../json/edit-tree.fixture.ts'

const file = `\
# jdk.httpclient.keepalive.timeout=5
! jdk.httpclient.connectionPoolSize: 5
app.note = jdk.httpclient.keepalive.timeout=6 \\
           jdk.httpclient.connectionPoolSize=7

  jdk.httpclient.keepalive.timeout : 12\\
      00
jdk.httpclient.connectionPoolSize\t0
last=caf\\u00e9
`

describe('a file of system properties', () => {
  test('has its values replaced, separators, escapes and comments kept', () => {
    expect(edit('app.properties', 'java-net-http', file)).toMatchObject({
      kind: 'edited',
      text: file.replace('12\\\n      00', '55').replace('Size\t0', 'Size\t64'),
      place: { title: 'system properties', line: 6 },
      changes: [
        { name: 'jdk.httpclient.keepalive.timeout', before: '1200', after: '55' },
        { name: 'jdk.httpclient.connectionPoolSize', before: '0', after: '64' },
      ],
    })
    const dos = file.replaceAll('\n', '\r\n')
    expect(edited('app.properties', 'java-net-http', dos)).toBe(
      dos.replace('12\\\r\n      00', '55').replace('Size\t0', 'Size\t64'),
    )
  })

  test('gets a line after the last of its own, in the same style', () => {
    const one = 'a=1\r\n  reactor.netty.pool.maxIdleTime: 30000\r\nb=2'
    expect(edited('app.properties', 'reactor-netty', one)).toBe(
      'a=1\r\n  reactor.netty.pool.maxIdleTime: 55000\r\n  reactor.netty.pool.maxConnections: 128\r\nb=2',
    )
    const last = 'reactor.netty.pool.maxConnections 128'
    expect(edited('app.properties', 'reactor-netty', last)).toBe(
      'reactor.netty.pool.maxConnections 128\nreactor.netty.pool.maxIdleTime 55000',
    )
  })

  test('gets lines at its end where it is the JDK’s own', () => {
    const jdk = '# net\nhttp.nonProxyHosts=localhost|127.*|[::1]'
    expect(edited('net.properties', 'java-net-http', jdk)).toBe(
      `${jdk}\njdk.httpclient.keepalive.timeout=55\njdk.httpclient.connectionPoolSize=64\n`,
    )
    expect(edited('conf/net.properties', 'java-net-http', '')).toBe(
      'jdk.httpclient.keepalive.timeout=55\njdk.httpclient.connectionPoolSize=64\n',
    )
    expect(edited('app.properties', 'java-net-http', jdk)).toMatch(
      /there is no java\.net\.http\.HttpClient pool/,
    )
  })

  test('is told no limit and no reuse in the client’s own words', () => {
    const text = 'reactor.netty.pool.maxIdleTime=1\nreactor.netty.pool.maxConnections=1\n'
    expect(edited('a.properties', 'reactor-netty', text, { wanted: unlimited })).toBe(
      text.replace('Time=1', 'Time=-1').replace('ons=1', 'ons=2147483647'),
    )
    expect(
      edited('a.properties', 'reactor-netty', text, { wanted: { ...noReuse, maxConnsPerHost: 1 } }),
    ).toBe(text.replace('Time=1', 'Time=0'))
  })

  test('has the last of two changed, and an empty one filled', () => {
    const twice =
      'jdk.httpclient.connectionPoolSize=1\njdk.httpclient.connectionPoolSize\njdk.httpclient.keepalive.timeout=55'
    expect(edited('a.properties', 'java-net-http', twice)).toBe(
      'jdk.httpclient.connectionPoolSize=1\njdk.httpclient.connectionPoolSize=64\njdk.httpclient.keepalive.timeout=55',
    )
  })

  test('is refused where a value comes from elsewhere or a name goes over lines', () => {
    expect(edited('a.properties', 'java-net-http', 'jdk.httpclient.keepalive.timeout=${idle}')).toBe(
      'refused: a.properties:1:34: jdk.httpclient.keepalive.timeout is set from ${idle}: change it where that comes from',
    )
    expect(
      edited('a.properties', 'java-net-http', 'a=1\r\njdk.httpclient.\\\r\nkeepalive.timeout=1'),
    ).toMatch(/a\.properties:2:1: a name that goes on in the next line/)
  })

  test.each(['jdk.httpclient.keepalive.timeout=5\\', 'jdk.httpclient.keepalive.timeout\\'])(
    'is refused where it ends in a backslash: %s',
    (text) => {
      expect(edited('a.properties', 'java-net-http', text)).toMatch(
        /a\.properties:1:1: the file ends in a backslash/,
      )
    },
  )

  test('is left alone where it says what is wanted', () => {
    const same = file.replace('12\\\n      00', '5\\\n  5').replace('Size\t0', 'Size = 64')
    expect(edited('app.properties', 'java-net-http', same, { wanted: wantedSample })).toBe('unchanged')
  })
})

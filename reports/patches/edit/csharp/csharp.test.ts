import { describe, expect, test } from 'vitest'
import { dotnet } from '../../../../models/clients/dotnet.ts'
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
import { csharpDialect } from './csharp.ts'
import { handlerSource, severalSource } from './csharp-source.fixture.ts'

function csharp(text: string, line?: number): SourceFile {
  const file = { dialect: csharpDialect, client: 'dotnet', name: 'Api.cs', text }
  return line === undefined ? file : { ...file, line }
}

const settings = 'PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55), MaxConnectionsPerServer = 128'

describe('which handlers are meant', () => {
  test('is told by tokens, not by text', () => {
    expect(placesIn(csharp(handlerSource)).map(({ title }) => title)).toEqual(['new SocketsHttpHandler'])
    expect(refusal(csharp(severalSource))).toContain(
      'Api.cs:5 new SocketsHttpHandler; Api.cs:7 new SocketsHttpHandler; Api.cs:11 new SocketsHttpHandler; Api.cs:15 new System.Net.Http.SocketsHttpHandler.',
    )
  })

  test.each([
    [
      'using System;\nvar h = new SocketsHttpHandler();',
      `using System;\nvar h = new SocketsHttpHandler() { ${settings} };`,
    ],
    [
      'using System;\nF(new global::System.Net.Http.SocketsHttpHandler { });',
      `using System;\nF(new global::System.Net.Http.SocketsHttpHandler { ${settings} });`,
    ],
    [
      'using System;\nSocketsHttpHandler H() => new();',
      `using System;\nSocketsHttpHandler H() => new() { ${settings} };`,
    ],
    [
      'using System;\nSocketsHttpHandler? h = new() {};',
      `using System;\nSocketsHttpHandler? h = new() { ${settings} };`,
    ],
    [
      'var h = new SocketsHttpHandler();',
      `var h = new SocketsHttpHandler() { ${settings.replace('= Time', '= System.Time')} };`,
    ],
  ])('%j', (text, expected) => {
    expect(editedText(csharp(text))).toBe(expected)
  })

  test.each([
    'class SocketsHttpHandler { } var h = new SocketsHttpHandler();',
    'var h = new Fake.SocketsHttpHandler();',
    'var h = new SocketsHttpHandler[3];',
    'HttpClient h = new();',
    'public new SocketsHttpHandler Handler { get; }',
    'var s = """new SocketsHttpHandler()""";',
    "// new SocketsHttpHandler()\nvar c = '\\'';",
  ])('not %j', (text) => {
    expect(refusal(csharp(text))).toContain('there is no .NET SocketsHttpHandler pool in this C# source file')
  })
})

describe('an initializer', () => {
  test('keeps its lines, comments and commas', () => {
    expect(editedLines(csharp(handlerSource))).toEqual([
      "-                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2), // below the server's",
      "+                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55), // below the server's",
      '-                SslOptions = { ApplicationProtocols = [SslApplicationProtocol.Http11] }',
      '+                SslOptions = { ApplicationProtocols = [SslApplicationProtocol.Http11] },',
      '+                MaxConnectionsPerServer = 128',
    ])
    const crlf = handlerSource.replaceAll('\n', '\r\n')
    expect(editedText(csharp(crlf))).toBe(editedText(csharp(handlerSource)).replaceAll('\n', '\r\n'))
  })

  test('on one line stays there, and follows a constant of its own', () => {
    expect(editedLines(csharp(severalSource, 5))).toEqual([
      '-    private readonly SocketsHttpHandler _shared = new() { MaxConnectionsPerServer = Limit, UseProxy = false, };',
      '-    private const int Limit = 20;',
      '+    private readonly SocketsHttpHandler _shared = new() { MaxConnectionsPerServer = Limit, UseProxy = false, PooledConnectionIdleTimeout = System.TimeSpan.FromSeconds(55), };',
      '+    private const int Limit = 128;',
    ])
    expect(editedLines(csharp(severalSource, 7)).at(-1)).toBe(
      '+    public SocketsHttpHandler Plain { get; } = new() { PooledConnectionIdleTimeout = System.TimeSpan.FromSeconds(55), MaxConnectionsPerServer = 128 };',
    )
  })

  test('with lines of the preprocessor is refused', () => {
    expect(refusal(csharp(severalSource, 15))).toBe(
      'Api.cs:15:21: new System.Net.Http.SocketsHttpHandler holds lines with #if: change it by hand',
    )
  })
})

describe('assignments', () => {
  test('to properties are changed where they are', () => {
    expect(editedLines(csharp(severalSource, 11))).toEqual([
      '-        handler.MaxConnectionsPerServer = 10;',
      '-        handler.PooledConnectionIdleTimeout = System.TimeSpan.FromSeconds(100); /* long */',
      '+        handler.MaxConnectionsPerServer = 128;',
      '+        handler.PooledConnectionIdleTimeout = System.TimeSpan.FromSeconds(55); /* long */',
    ])
  })

  test.each([
    'if (x) { h.MaxConnectionsPerServer = 5; }',
    'h.MaxConnectionsPerServer = 5; if (x) h.MaxConnectionsPerServer += 5;',
    'h.MaxConnectionsPerServer ??= 5;',
  ])('%s is refused', (text) => {
    expect(refusal(csharp(`void F() { var h = new SocketsHttpHandler(); ${text} }`))).toMatch(
      /MaxConnectionsPerServer (?:is set more than once|is set from)/,
    )
  })

  test('to others do not count', () => {
    const others =
      'void F() { var h = new SocketsHttpHandler(); a.h.MaxConnectionsPerServer = 5; } void G() { h.UseProxy = x; }'
    expect(placesIn(csharp(others))[0]?.values).toEqual([])
  })
})

describe('values', () => {
  const handler = (members: string) =>
    csharp(`using System; using System.Threading; var h = new SocketsHttpHandler { ${members} };`)

  test('that say the same in other words are left alone', () => {
    const times = [
      'FromMilliseconds(55_000)',
      'FromSeconds(110 / 2.0)',
      'FromSeconds(5 * (10 + 1))',
      'FromTicks(550000000L)',
    ]
    for (const time of times
      .map((each) => `TimeSpan.${each}`)
      .concat('new TimeSpan(0, 0, 55)', 'new(0, 0, 0, 55, 0)')) {
      expect(
        edit(handler(`PooledConnectionIdleTimeout = ${time}, MaxConnectionsPerServer = 0x80`)).kind,
        time,
      ).toBe('unchanged')
    }
    const none =
      'PooledConnectionIdleTimeout = TimeSpan.FromMilliseconds(-1), MaxConnectionsPerServer = Int32.MaxValue'
    expect(edit(handler(none), unlimited).kind).toBe('unchanged')
  })

  test('that are computed are refused with their place', () => {
    expect(refusal(handler('MaxConnectionsPerServer = options.Max'))).toBe(
      'Api.cs:1:98: MaxConnectionsPerServer is set from options.Max: change it where that comes from',
    )
    const shared = 'const int N = 5; G(N); var h = new SocketsHttpHandler { MaxConnectionsPerServer = N };'
    expect(refusal(csharp(shared))).toContain('is set from N')
    expect(refusal(csharp(shared.replace('const', 'public const').replace('G(N);', '')))).toContain(
      'is set from N',
    )
    expect(refusal(csharp(shared.replace('const ', '').replace('G(N);', '')))).toContain('is set from N')
  })

  test('have words for no limit and for no reuse', () => {
    const limited = 'PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5), MaxConnectionsPerServer = 5'
    expect(editedText(handler(limited), unlimited)).toContain(
      '{ PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan, MaxConnectionsPerServer = int.MaxValue };',
    )
    const none = editedText(handler(limited), noReuse)
    expect(none).toContain('MaxConnectionsPerServer = 128, PooledConnectionLifetime = TimeSpan.Zero };')
    expect(editedText(csharp(none), wantedSample)).toContain(
      'PooledConnectionLifetime = Timeout.InfiniteTimeSpan',
    )
  })
})

test('the patch says what is wanted already', () => {
  expect(edit(csharp(dotnet.patch(sampleSettings).text)).kind).toBe('unchanged')
})

test('a bracket too many is told with its place', () => {
  expect(refusal(csharp('class A {\n  int F() { return 1; ) }\n}\n'))).toMatch(
    /^Api.cs:2:23: the syntax is wrong here/,
  )
})

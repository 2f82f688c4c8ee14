import { describe, expect, test } from 'vitest'
import {
  edit,
  editedLines,
  editedText,
  noReuse,
  refusal,
  type SourceFile,
  unlimited,
  wantedSample,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { nginxDialect } from './nginx-dialect.ts'
import { bareSource, fragmentSource, siteSource } from './nginx-source.fixture.ts'

const file = (text: string, more: Partial<SourceFile> = {}): SourceFile => ({
  dialect: nginxDialect,
  client: 'nginx-upstream',
  name: 'nginx.conf',
  text,
  ...more,
})

const notesOf = (text: string, wanted = wantedSample): readonly string[] => {
  const done = edit(file(text), wanted)
  return done.kind === 'refused' ? expect.fail(done.message) : done.notes
}

/** An upstream alone, with a line for each directive. */
const upstream = (...lines: readonly string[]) =>
  ['upstream a {', ...lines.map((line) => `  ${line}`), '}', ''].join('\n')

describe('an upstream of nginx', () => {
  test('has its values replaced, and what is missing added in the way of the file', () => {
    expect(editedLines(file(siteSource))).toEqual([
      '-        server 10.0.0.5:8080 max_conns=10 weight=5;',
      '-        server 10.0.0.6:8080;      # no limit yet',
      '-        server "10.0.0.7:8080" backup;',
      '-        keepalive   "16"  ;        # per worker',
      '+        server 10.0.0.5:8080 max_conns=128 weight=5;',
      '+        server 10.0.0.6:8080 max_conns=128;      # no limit yet',
      '+        server "10.0.0.7:8080" backup max_conns=128;',
      '+        keepalive   "64"  ;        # per worker',
      '+        keepalive_timeout 55s;',
    ])
  })

  test('has the same lines changed where lines end with CR and LF', () => {
    const crlf = siteSource.replaceAll('\n', '\r\n')
    expect(editedText(file(crlf))).toBe(editedText(file(siteSource)).replaceAll('\n', '\r\n'))
  })

  test('has keepalive added at the end of the block, behind the load-balancing method', () => {
    expect(editedText(file(upstream('server a:1;', 'hash $uri consistent; # sticky')))).toBe(`upstream a {
  server a:1 max_conns=128;
  hash $uri consistent; # sticky
  keepalive 64;
  keepalive_timeout 55s;
}
`)
  })

  test('stays on one line where it is on one', () => {
    expect(editedText(file('upstream a { server a:1; }'))).toBe(
      'upstream a { server a:1 max_conns=128; keepalive 64; keepalive_timeout 55s; }',
    )
    expect(editedText(file('upstream a {server a:1;}'))).toBe(
      'upstream a {server a:1 max_conns=128; keepalive 64; keepalive_timeout 55s; }',
    )
  })

  test('keeps the indentation by tabs', () => {
    expect(editedText(file(bareSource), { ...wantedSample, maxConnsPerHost: Infinity })).toBe(
      'upstream bare {\n\tserver unix:/run/app.sock;\n\tkeepalive 64;\n\tkeepalive_timeout 55s;\n}\n',
    )
  })

  test.each(['55', '55s', '55000ms', '0m55s', '54s1000ms'])('reads a timeout of %s as 55 s', (time) => {
    const text = upstream(`server a:1 max_conns=128;`, 'keepalive 64 local;', `keepalive_timeout ${time};`)
    expect(edit(file(text)).kind).toBe('unchanged')
  })

  test('needs no keepalive_timeout where 60 s are wanted, but always says keepalive', () => {
    const wanted = { ...unlimited, idleTimeoutMs: 60_000, maxIdlePerHost: 32 }
    expect(editedLines(file(upstream('server a:1;')), wanted)).toEqual(['+  keepalive 32;'])
  })

  test('is told of no limit by its own word, or by the largest values', () => {
    const text = upstream(
      'server a:1 max_conns=3;',
      'server b:1;',
      'keepalive 5 local;',
      'keepalive_timeout 5;',
    )
    expect(editedText(file(text), unlimited)).toBe(
      upstream(
        'server a:1 max_conns=0;',
        'server b:1;',
        'keepalive 1024 local;',
        'keepalive_timeout 2073600s;',
      ),
    )
  })

  test('is told to reuse nothing in a way that all versions read', () => {
    const text = upstream('server a:1 max_conns=128;', 'keepalive 5;')
    expect(editedLines(file(text), noReuse)).toEqual(['+  keepalive_requests 1;'])
    const off = text.replace('5;', '0;')
    expect(edit(file(off), noReuse).kind).toBe('unchanged')
    expect(editedLines(file(off.replace('0;', '64; keepalive_timeout 55s; keepalive_requests 1;')))).toEqual([
      '-  keepalive 64; keepalive_timeout 55s; keepalive_requests 1;',
      '+  keepalive 64; keepalive_timeout 55s; keepalive_requests 1000;',
    ])
  })

  test('has to be named where there are several', () => {
    const text = `${fragmentSource}\n${bareSource}`
    expect(refusal(file(text))).toBe(
      'nginx.conf: there are 2 places that could be meant: nginx.conf:1 upstream web; nginx.conf:5 upstream bare. Name one by its line (--line)',
    )
    expect(editedLines(file(text, { line: 5 }), { ...wantedSample, maxConnsPerHost: Infinity })).toEqual([
      '+\tkeepalive 64;',
      '+\tkeepalive_timeout 55s;',
    ])
  })

  test('is not one of TCP', () => {
    expect(refusal(file(`stream { ${bareSource} }`))).toMatch(
      /^nginx.conf: there is no nginx upstream pool in this nginx configuration file/,
    )
  })

  test('is left alone where a value that would change is computed, or cannot be read', () => {
    expect(refusal(file(fragmentSource))).toBe(
      'nginx.conf:1:55: max_conns is set from ${WEB_LIMIT}: change it where that comes from',
    )
    expect(refusal(file(upstream('server a:1;', 'keepalive many;')))).toBe(
      "nginx.conf:3:13: keepalive is 'many', which cannot be read: correct it first",
    )
    expect(refusal(file(upstream('keepalive 1;', 'keepalive 2;')))).toBe(
      'nginx.conf:3:3: keepalive is there already: nginx takes one',
    )
    expect(refusal(file(upstream('server a:1 max_conns=1 max_conns=2;')))).toBe(
      'nginx.conf:2:26: max_conns is there already: remove one',
    )
  })

  test.each([
    ['upstream { server a:1; }', '1:1: upstream has no name'],
    [upstream('server;'), '2:3: a server of an upstream is an address and ;'],
    [upstream('keepalive;'), '2:3: keepalive has no value'],
    ['upstream a { server a:1 }', '1:25: ; is expected before this }'],
    ['upstream a { server a:1;', '1:1: the block of this directive is not closed'],
    ['upstream a { server a:1; } }', '1:28: this } closes no block'],
    ['upstream a { server "a:1; }', '1:21: this " is not closed'],
    ['upstream a { server "a:1"b; }', '1:26: white space or ; is expected after "'],
    ['upstream a { ; }', '1:14: a directive is expected before ;'],
    ['upstream a { }\nkeepalive 5', '2:1: keepalive is not ended: ; is expected'],
    ['x_by_lua_block { s = "}" -- }', '1:16: this block of Lua is not closed'],
    ['x_by_lua_block { s = "}\n" }', '1:22: this " is not closed'],
    ['x_by_lua_block { s = [==[ }]] }', '1:22: [==[ is not closed'],
  ])('is not searched for in a file with errors: %s', (text, message) => {
    expect(refusal(file(text))).toBe(`nginx.conf:${message}`)
  })

  test.each([
    ['nginx.conf', true],
    ['default', true],
    ['api.example.com', true],
    ['nginx.conf.template', true],
    ['values.yaml', false],
    ['Caddyfile', false],
  ])('is looked for in %s: %s', (name, isRead) => {
    expect(nginxDialect.reads(name)).toBe(isRead)
  })
})

describe('the notes to an upstream of nginx', () => {
  test('name the proxy_pass that keeps no connection, and what it lacks', () => {
    expect(notesOf(fragmentSource.replace('${WEB_LIMIT}', '1'))).toContain(
      'The proxy_pass on line 3 lacks proxy_http_version 1.1 and proxy_set_header Connection "", which nginx up to 1.29.6 needs to keep connections.',
    )
    expect(notesOf(siteSource).filter((note) => note.includes('proxy'))).toEqual([])
    expect(notesOf(bareSource)).toContain(
      'No proxy_pass to bare is in this file: up to nginx 1.29.6, those elsewhere need proxy_http_version 1.1 and proxy_set_header Connection "".',
    )
  })

  test('know that headers of an outer block count only where the inner one has none', () => {
    const outer = `${bareSource}server { proxy_http_version 1.0; proxy_set_header connection close;
  location / { proxy_pass http://bare:80; } }`
    expect(notesOf(outer).slice(1, 3)).toEqual([
      'proxy_http_version 1.0 on line 4 keeps no connection: 1.1 is needed.',
      'proxy_set_header Connection on line 4 sends close: connections are kept only where that is empty.',
    ])
    const inner = outer.replace('proxy_pass', 'proxy_set_header Host x; proxy_pass')
    expect(notesOf(inner)[1]).toBe(
      'The proxy_pass on line 5 lacks proxy_set_header Connection "", which nginx up to 1.29.6 needs to keep connections.',
    )
  })

  test('say what counts for how many', () => {
    const shared = notesOf(siteSource)
    expect(shared).toEqual([
      'keepalive counts per worker process: expect worker_processes times as many idle connections in all.',
      'keepalive counts over all 3 servers of the upstream: multiply it by as many where it was measured against one of them.',
      'max_conns counts active connections, not idle ones, over all worker processes, since the upstream has a zone.',
      'Requests beyond max_conns are not queued: they go to the next server or fail with 502 at once.',
    ])
    expect(notesOf(bareSource)).toContain(
      'max_conns counts active connections, not idle ones, and in each worker process by itself, since the upstream has no zone.',
    )
  })

  test('warn of a method behind keepalive, of files that are included, and of values that stand for no limit', () => {
    const text = upstream('keepalive 5;', 'include servers/*.conf;', 'random two;')
    expect(notesOf(text)).toEqual(
      expect.arrayContaining([
        'servers/*.conf, which this upstream includes, was not read: see that it does not set the same.',
        'random on line 4 comes after keepalive and takes its effect away: move it before keepalive.',
        'The servers of this upstream are written elsewhere: max_conns belongs to them.',
      ]),
    )
    expect(notesOf(text, unlimited)).toEqual(
      expect.arrayContaining([
        'keepalive has no word for unlimited: 1024 is worker_connections as shipped; raise both together.',
        'nginx times have no word for never: 24 days (2073600s) stand for it.',
      ]),
    )
  })
})

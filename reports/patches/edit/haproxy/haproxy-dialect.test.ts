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
import { haproxyDialect } from './haproxy-dialect.ts'
import { mainSource, smallSource } from './haproxy-source.fixture.ts'

const file = (text: string, more: Partial<SourceFile> = {}): SourceFile => ({
  dialect: haproxyDialect,
  client: 'haproxy',
  name: 'haproxy.cfg',
  text,
  ...more,
})

const notesOf = (text: string, wanted = wantedSample): readonly string[] => {
  const done = edit(file(text), wanted)
  return done.kind === 'refused' ? expect.fail(done.message) : done.notes
}

/** A backend in HTTP mode, with a line for each statement. */
const backend = (...lines: readonly string[]) =>
  ['backend a', ...['mode http', ...lines].map((line) => `  ${line}`), ''].join('\n')

describe('a backend of HAProxy', () => {
  test('has values replaced where they are written, and those of all servers added to default-server', () => {
    expect(editedLines(file(mainSource))).toEqual([
      '+    option http-keep-alive',
      '-    http-reuse never',
      '-    default-server check pool-max-conn 10   # shared',
      '+    http-reuse safe',
      '+    default-server check pool-max-conn 64 maxconn 128   # shared',
      '-    server api2 127.0.0.1:8081 maxconn "30" pool-max-conn 20',
      '-    server-template t 3 127.0.0.1:8083 pool-purge-delay 0',
      '+    server api2 127.0.0.1:8081 maxconn "128" pool-max-conn 64',
      '+    server-template t 3 127.0.0.1:8083 pool-purge-delay 5s',
    ])
  })

  test('has the same lines changed where lines end with CR and LF', () => {
    const crlf = mainSource.replaceAll('\n', '\r\n')
    expect(editedText(file(crlf))).toBe(editedText(file(mainSource)).replaceAll('\n', '\r\n'))
  })

  test('passes over lines with any other word', () => {
    const text = backend(
      'constructor x',
      'option toString',
      'server s 1.1.1.1:1 maxconn 128 pool-max-conn 64',
    )
    expect(edit(file(text)).kind).toBe('unchanged')
  })

  test('has values added to the servers where there is no default-server', () => {
    expect(editedLines(file(smallSource))).toEqual([
      '-\tserver w1 127.0.0.1:8084  # one',
      '-\tserver w2 127.0.0.1:8085 maxconn 0 pool-max-conn -1',
      '+\tserver w1 127.0.0.1:8084 maxconn 128 pool-max-conn 64  # one',
      '+\tserver w2 127.0.0.1:8085 maxconn 128 pool-max-conn 64',
    ])
  })

  test('has nothing to be written where the defaults have no limit, as is wanted', () => {
    expect(edit(file(smallSource), unlimited).kind).toBe('unchanged')
  })

  test('is told of no limit by its own words', () => {
    const text = backend('server s 1.1.1.1:1 maxconn 5 pool-max-conn 3')
    expect(editedText(file(text), unlimited)).toBe(backend('server s 1.1.1.1:1 maxconn 0 pool-max-conn -1'))
    const inherited = `defaults\n  default-server maxconn 5\n${backend('server s 1.1.1.1:1')}`
    expect(editedLines(file(inherited), unlimited)).toEqual([
      '-  server s 1.1.1.1:1',
      '+  server s 1.1.1.1:1 maxconn 0',
    ])
  })

  test('is told to reuse nothing by the option that closes after each response', () => {
    const wanted = { ...noReuse, maxConnsPerHost: Infinity }
    expect(editedLines(file(smallSource), wanted)).toEqual(['+\toption http-server-close'])
    const kept = backend('server s 1.1.1.1:1', 'option http-keep-alive')
    expect(editedText(file(kept), wanted)).toBe(kept.replace('http-keep-alive', 'http-server-close'))
    const closed = backend('option http-server-close', 'server s 1.1.1.1:1')
    expect(edit(file(closed), wanted).kind).toBe('unchanged')
    expect(editedText(file(closed), unlimited)).toBe(closed.replace('http-server-close', 'http-keep-alive'))
    const taken = backend('option httpclose', 'server s 1.1.1.1:1', 'no option httpclose')
    expect(edit(file(taken), unlimited).kind).toBe('unchanged')
  })

  test('takes a default-server for the servers after it only, and the last one for them', () => {
    const text = backend(
      'server s1 1.1.1.1:1 pool-max-conn 64',
      'default-server maxconn 1 pool-max-conn 64',
      'server s2 1.1.1.1:2 maxconn 128',
      'default-server inter 1s',
      'server s3 1.1.1.1:3',
    )
    expect(editedLines(file(text))).toEqual([
      '-  server s1 1.1.1.1:1 pool-max-conn 64',
      '-  default-server maxconn 1 pool-max-conn 64',
      '+  server s1 1.1.1.1:1 pool-max-conn 64 maxconn 128',
      '+  default-server maxconn 128 pool-max-conn 64',
    ])
  })

  test('begins with the defaults before it, or with those that it names', () => {
    const text = `defaults one
  mode http
  default-server maxconn 128 pool-max-conn 64
defaults two from one
  http-reuse never
defaults three
  mode tcp
${backend('server s 1.1.1.1:1').replace('backend a', 'backend a from two')}
backend b
  server s 1.1.1.1:1
`
    expect(editedLines(file(text))).toEqual(['+  http-reuse safe'])
  })

  test('has values written to itself where those that it begins with are not in the file', () => {
    const text = backend('server s 1.1.1.1:1').replace('backend a', 'backend a from elsewhere')
    expect(editedLines(file(text), unlimited)).toEqual([
      '-  server s 1.1.1.1:1',
      '+  option http-keep-alive',
      '+  http-reuse safe',
      '+  server s 1.1.1.1:1 maxconn 0 pool-max-conn -1 pool-purge-delay 5s',
    ])
  })

  test('does not build upon lines that are there under a condition', () => {
    const text = backend('.if defined(X)', 'default-server maxconn 128', '.endif', 'server s 1.1.1.1:1')
    expect(editedLines(file(text), { ...wantedSample, maxIdlePerHost: Infinity })).toEqual([
      '-  server s 1.1.1.1:1',
      '+  server s 1.1.1.1:1 maxconn 128',
    ])
    const closed = backend('server s 1.1.1.1:1', '.if 1', 'option httpclose', '.endif')
    expect(refusal(file(closed))).toBe(
      'haproxy.cfg:5:3: option httpclose holds under a condition: change it by hand',
    )
  })

  test('has to be named where there are several; those in TCP mode are none', () => {
    const both = `${mainSource.replace('option http-server-close', '')}\n${smallSource}`
    expect(refusal(file(both))).toBe(
      'haproxy.cfg: there are 2 places that could be meant: haproxy.cfg:18 backend api; haproxy.cfg:37 listen web. Name one by its line (--line)',
    )
    expect(editedLines(file(both, { line: 37 }))).toEqual(editedLines(file(smallSource)))
    expect(refusal(file('backend a\n mode tcp\n server s 1.1.1.1:1\n'))).toMatch(
      /^haproxy.cfg: there is no HAProxy pool/,
    )
  })

  test.each([
    ['maxconn "$MAX"', '23: maxconn is set from $MAX: change it where that comes from'],
    ['maxconn ten', "22: maxconn is 'ten', which cannot be read: correct it first"],
    [
      '"${OPTIONS[*]}"',
      '14: server s has parameters from the environment (${OPTIONS[*]}), which may set maxconn: change it there',
    ],
    [
      'minconn 200',
      '22: minconn 200 of server s is in force where maxconn is lower, or no limit: change or remove it first',
    ],
    ['maxconn 1 check maxconn 2', '30: maxconn is there already: remove one of the two'],
    ['check maxconn', '20: maxconn has no value'],
  ])('is left alone with %s', (parameters, message) => {
    expect(refusal(file(`backend a\n  server s a ${parameters}\n`))).toBe(`haproxy.cfg:2:${message}`)
  })

  test.each([
    ['server s 1.1.1.1:1\n', '1:1: a section such as backend is expected before this line'],
    ['backend a\n server s\n', '2:2: server needs a name and an address'],
    ['backend a\n server s "a:1 maxconn 3\n', '2:11: this " is not closed on its line'],
    ["backend a\n acl x '\n'", "2:8: this ' is not closed on its line"],
    ['.if 1\nbackend a\n', '1:1: this .if has no .endif'],
    ['backend a\n.endif\n', '2:1: .endif closes no .if'],
  ])('is not searched for in a file with errors: %s', (text, message) => {
    expect(refusal(file(text))).toBe(`haproxy.cfg:${message}`)
  })
})

describe('the notes to a backend of HAProxy', () => {
  test('tell what HAProxy has no setting for, and what comes on top', () => {
    expect(notesOf(smallSource)).toEqual([
      'http-reuse safe sends the first request of each client session on a connection of its own; http-reuse always lets it reuse one as well, with retry-on conn-failure empty-response.',
      'maxconn counts requests under way, not connections: idle ones come on top.',
      'Requests beyond maxconn wait as long as timeout connect says, since timeout queue is not set.',
      'HAProxy has no setting for idleTimeout 55000 ms.',
    ])
    const more = smallSource.replace(
      'timeout client',
      'timeout queue 1s\n\thttp-reuse always\n\ttimeout client',
    )
    expect(notesOf(more)).toHaveLength(2)
  })

  test('name a frontend that closes connections, and a mode that is not set', () => {
    expect(notesOf(mainSource)[0]).toBe(
      'option http-server-close on line 10 is in force for frontend fe: requests from there reuse no connection.',
    )
    expect(notesOf('backend a\n server s 1.1.1.1:1\n')[0]).toBe(
      'No mode is set here or in defaults: HAProxy then forwards TCP and has no pool; mode http is needed.',
    )
  })
})

import { describe, expect, test } from 'vitest'
import type { Endpoint, WireRequest } from '../connection.ts'
import { endpointAt } from '../pool-client.fixture.ts'
import { MalformedRequest, RequestEncoder } from './encode-request.ts'

function encoderOf(endpoint: Partial<Endpoint> = {}): RequestEncoder {
  return new RequestEncoder({ ...endpointAt('http://127.0.0.1:8080'), ...endpoint })
}

function request(parts: Partial<WireRequest> = {}): WireRequest {
  return { method: 'GET', path: '/', headers: null, body: null, ...parts }
}

/** In Latin-1, so that each octet is a character. */
function encoded(parts: Partial<WireRequest>, endpoint: Partial<Endpoint> = {}): string {
  return encoderOf(endpoint).encode(request(parts)).toString('latin1')
}

describe('a request', () => {
  test('is a request line, the host and an empty line', () => {
    expect(encoded({})).toBe('GET / HTTP/1.1\r\nhost: 127.0.0.1:8080\r\n\r\n')
  })

  test('has the path prefix of its endpoint in front of its path', () => {
    expect(encoded({ path: '/a?b=%20' }, { pathPrefix: '/api/v1' })).toMatch(
      /^GET \/api\/v1\/a\?b=%20 HTTP\/1\.1\r\n/,
    )
  })

  test.each([
    ['http://example.com', 'example.com'],
    ['http://example.com:80', 'example.com'],
    ['https://example.com:443', 'example.com'],
    ['https://example.com:8443', 'example.com:8443'],
    ['http://[::1]:8080', '[::1]:8080'],
    ['http://B\u00dccher.example', 'xn--bcher-kva.example'],
  ])('to %s is for the host %s', (origin, host) => {
    expect(encoded({}, { origin })).toBe(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
  })

  test('keeps the order and the names of its header fields', () => {
    expect(encoded({ headers: { 'X-B': '2', accept: '*/*', 'x-a': '' } })).toBe(
      'GET / HTTP/1.1\r\nX-B: 2\r\naccept: */*\r\nx-a: \r\nhost: 127.0.0.1:8080\r\n\r\n',
    )
  })

  test.each(['host', 'Host', 'HOST'])('with the field %s has no other host', (name) => {
    expect(encoded({ headers: { [name]: 'shop.example' } })).toBe(
      `GET / HTTP/1.1\r\n${name}: shop.example\r\n\r\n`,
    )
  })

  test.each(['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PUT', 'PATCH'])(
    '%s with a body tells its length in octets',
    (method) => {
      expect(encoded({ method, body: 'gr\u00fc\u00dfe \u2713' })).toBe(
        `${method} / HTTP/1.1\r\nhost: 127.0.0.1:8080\r\ncontent-length: 11\r\n\r\n` +
          Buffer.from('gr\u00fc\u00dfe \u2713').toString('latin1'),
      )
    },
  )

  test.each([
    ['GET', false],
    ['HEAD', false],
    ['DELETE', false],
    ['OPTIONS', false],
    ['POST', true],
    ['PUT', true],
    ['PATCH', true],
  ])('%s without a body says that it has none: %s', (method, says) => {
    expect(encoded({ method }).includes('\r\ncontent-length: 0\r\n\r\n')).toBe(says)
  })

  test('with an empty body has the length 0', () => {
    expect(encoded({ body: '' })).toMatch(/\r\ncontent-length: 0\r\n\r\n$/)
  })

  test('that gives its length has it once', () => {
    for (const [headers, parts] of [
      [{ 'Content-Length': '3' }, { method: 'POST', body: 'abc' }],
      [{ 'content-length': '0' }, { method: 'POST' }],
    ] as const) {
      expect(encoded({ ...parts, headers }).match(/content-length/gi)).toHaveLength(1)
    }
  })

  test('has header values of Latin-1, one octet a character', () => {
    const bytes = encoderOf().encode(request({ headers: { 'x-name': 'B\u00fccher\t!' } }))
    expect(bytes.includes(Buffer.from([0x42, 0xfc, 0x63]))).toBe(true)
  })
})

describe('a request that would say something else than it is to', () => {
  const bad = ['\r', '\n', '\0', 'a\r\nx: y', '\u010a', '\u010d', '\u2713']

  test.each(bad)('because of %j in its path, a header value, a name or its method, is refused', (text) => {
    for (const [parts, field] of [
      [{ path: `/${text}` }, 'path'],
      [{ headers: { 'x-a': text } }, 'header x-a'],
      [{ headers: { [`x${text}`]: 'a' } }, 'header name'],
      [{ method: `GET${text}` }, 'method'],
    ] as const) {
      expect(() => encoded(parts)).toThrow(MalformedRequest)
      expect(() => encoded(parts)).toThrow(
        expect.objectContaining({
          code: 'malformed-request',
          message: expect.stringMatching(new RegExp(`^the ${field} of a request cannot be `)),
        }),
      )
    }
  })

  test.each<[what: string, parts: Partial<WireRequest>, field: string]>([
    ['a space in its path', { path: '/a b' }, 'path'],
    ['an empty path', { path: '' }, 'path'],
    ['an empty method', { method: '' }, 'method'],
    ['an empty name', { headers: { '': 'x' } }, 'header name'],
    ['a colon in a name', { headers: { 'a:b': 'x' } }, 'header name'],
    ['a space in a name', { headers: { 'a ': 'x' } }, 'header name'],
    ['DEL in a value', { headers: { a: '\x7f' } }, 'header a'],
    ['two hosts', { headers: { host: 'a', Host: 'b' } }, 'second header Host'],
    ['two lengths', { headers: { 'content-length': '0', 'Content-Length': '0' } }, 'header Content-Length'],
    ['a length too small', { headers: { 'content-length': '2' }, body: 'abc' }, 'header content-length'],
    ['a length too large', { headers: { 'content-length': '4' }, body: 'abc' }, 'header content-length'],
    ['a length without a body', { headers: { 'content-length': '5' } }, 'header content-length'],
    [
      'a length that is none',
      { headers: { 'content-length': '3, 3' }, body: 'abc' },
      'header content-length',
    ],
    ['a coding', { headers: { 'Transfer-Encoding': 'chunked' }, body: 'abc' }, 'header Transfer-Encoding'],
    ['another protocol', { headers: { upgrade: 'h2c' } }, 'header upgrade'],
  ])('because of %s, is refused', (_what, parts, field) => {
    expect(() => encoded(parts)).toThrow(`the ${field} of a request cannot be `)
  })

  test('is refused every time', () => {
    const encoder = encoderOf()
    const malformed = request({ path: '/\n' })
    for (let i = 0; i < 3; i++) expect(() => encoder.encode(malformed)).toThrow(MalformedRequest)
    expect(encoder.encode(request()).length).toBeGreaterThan(0)
  })
})

test('a request object that is sent again at once is not encoded again', () => {
  const encoder = encoderOf()
  const [a, b] = [request({ path: '/a' }), request({ path: '/b' })]
  const bytes = encoder.encode(a)
  expect(encoder.encode(a)).toBe(bytes)
  expect(encoder.encode(b)).not.toEqual(bytes)
  expect(encoder.encode(a)).toEqual(bytes)
  expect(encoder.encode({ ...a })).toEqual(bytes)
})

import { describe, expect, it, test } from 'vitest'
import { bytesOf, crumbs, RecordedConnection } from './response-exchange.fixture.ts'
import { ResponseCutShort, ResponseError } from '../response-error.ts'
import { ResponseParser, type ResponseListener } from './response-parser.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

function receive(text: string, method = 'GET') {
  return new RecordedConnection().receive(method, { pieces: [bytesOf(text)] })
}

function thrownBy(act: () => void): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return null
}

function silent(): ResponseListener {
  return { head() {}, data() {}, end() {} }
}

test('the example of RFC 9110, section 3.9', () => {
  const body = 'Hello World! My content includes a trailing CRLF.\r\n'
  const outcome = receive(
    'HTTP/1.1 200 OK\r\n' +
      'Date: Mon, 27 Jul 2009 12:28:53 GMT\r\n' +
      'Server: Apache\r\n' +
      'Last-Modified: Wed, 22 Jul 2009 19:15:56 GMT\r\n' +
      'ETag: "34aa387-d-1568eb00"\r\n' +
      'Accept-Ranges: bytes\r\n' +
      'Content-Length: 51\r\n' +
      'Vary: Accept-Encoding\r\n' +
      'Content-Type: text/plain\r\n' +
      `\r\n${body}`,
  )
  expect(outcome).toEqual({
    status: 200,
    headers: {
      date: 'Mon, 27 Jul 2009 12:28:53 GMT',
      server: 'Apache',
      'last-modified': 'Wed, 22 Jul 2009 19:15:56 GMT',
      etag: '"34aa387-d-1568eb00"',
      'accept-ranges': 'bytes',
      'content-length': '51',
      vary: 'Accept-Encoding',
      'content-type': 'text/plain',
    },
    body,
    settled: 'end',
    reusable: true,
    surplus: false,
  })
})

describe('headers', () => {
  it('that come several times are a list, in their order', () => {
    const { headers } = receive(
      'HTTP/1.1 204 X\r\nset-cookie: a\r\nX: y\r\nSet-Cookie: b\r\nSET-COOKIE: c\r\n\r\n',
    )
    expect(headers).toEqual({ 'set-cookie': ['a', 'b', 'c'], x: 'y' })
  })

  it('inherit nothing, whatever they are called', () => {
    const { headers } = receive('HTTP/1.1 204 X\r\n__proto__: a\r\n__proto__: b\r\n\r\n')
    expect(Object.keys(headers)).toEqual(['__proto__'])
    expect(headers['__proto__']).toEqual(['a', 'b'])
    expect(headers['constructor']).toBeUndefined()
  })

  it('are all read again when the ones remembered were a part of them', () => {
    const connection = new RecordedConnection()
    const pieces = [bytesOf('HTTP/1.1 204 X\r\nConnection: x\r\nServer: y\r\n\r\n')]
    const heads = [false, true, false].map(
      (wantsHeaders) => connection.receive('GET', { pieces, wantsHeaders }).headers,
    )
    expect(heads).toEqual([{ connection: 'x' }, { connection: 'x', server: 'y' }, { connection: 'x' }])
  })

  it('of a HEAD that are those of the GET before it do not bring its body back', () => {
    const connection = new RecordedConnection()
    connection.receive('GET', { pieces: [bytesOf(OK)] })
    const head = connection.receive('HEAD', { pieces: [bytesOf(OK.slice(0, -2))] })
    expect(head).toMatchObject({ body: '', settled: 'end', reusable: true })
  })

  it('are long, and come byte by byte', () => {
    const connection = new RecordedConnection()
    for (const length of [300, 9000, 20]) {
      const value = Array.from({ length }, (_none, i) => String(i % 10)).join('')
      const pieces = crumbs(bytesOf(`HTTP/1.1 204 X\r\nX: ${value}\r\n\r\n`))
      expect(connection.receive('GET', { pieces }).headers).toEqual({ x: value })
    }
  })

  it('are not those before them, when something else came first', () => {
    const connection = new RecordedConnection()
    connection.receive('GET', { pieces: [bytesOf(OK)] })
    const outcome = connection.receive('GET', { pieces: ['H', OK].map(bytesOf) })
    expect(outcome).toMatchObject({ status: 0, settled: 'malformed-response' })
  })
})

describe('interim responses', () => {
  const interim = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'

  it('are skipped, sixteen of them', () => {
    expect(receive(interim.repeat(16) + OK)).toMatchObject({ status: 200, body: 'ok', reusable: true })
  })

  it('are refused beyond that', () => {
    expect(receive(interim.repeat(17) + OK)).toMatchObject({ status: 0, settled: 'malformed-response' })
  })

  it('count anew for the next response', () => {
    const connection = new RecordedConnection()
    for (let turn = 0; turn < 3; turn++) {
      const outcome = connection.receive('GET', { pieces: [bytesOf(interim.repeat(10) + OK)] })
      expect(outcome.settled).toBe('end')
    }
  })
})

describe('the limit on heads', () => {
  const limits = { maxHeadBytes: 100 }

  it.each([
    ['a status line', 'HTTP/1.1 200 ', 'x'],
    ['a field line', 'HTTP/1.1 200 OK\r\nX: ', 'x'],
    ['fields', 'HTTP/1.1 200 OK\r\n', 'X: y\r\n'],
    ['empty lines', '', '\r\n'],
    ['fields of an interim response', 'HTTP/1.1 103 X\r\n', 'X: y\r\n'],
    ['an extension of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;', 'x'],
    ['the digits of a chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '0'],
    ['trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'X: y\r\n'],
  ])('ends %s without end', (_what, start, more) => {
    const connection = new RecordedConnection(limits)
    const pieces = [start, ...Array<string>(101).fill(more)].map(bytesOf)
    expect(connection.receive('GET', { pieces }).settled).toBe('headers-too-large')
    const whole = [bytesOf(start + more.repeat(101))]
    expect(new RecordedConnection(limits).receive('GET', { pieces: whole }).settled).toBe('headers-too-large')
  })

  it('is the longest head that is taken', () => {
    const head = `HTTP/1.1 204 X\r\nX: ${'y'.repeat(100 - 23)}\r\n\r\n`
    expect(head).toHaveLength(100)
    const settled = [head, head.replace('y', 'yy')].map((text) => {
      return new RecordedConnection(limits).receive('GET', { pieces: [bytesOf(text)] }).settled
    })
    expect(settled).toEqual(['end', 'headers-too-large'])
  })

  it('is for each head, each chunk and the trailers by themselves', () => {
    const text =
      `HTTP/1.1 103 X\r\nX: ${'y'.repeat(70)}\r\n\r\n` +
      `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(40)}\r\nTransfer-Encoding: chunked\r\n\r\n` +
      `1;${'x'.repeat(90)}\r\na\r\n1;${'x'.repeat(90)}\r\nb\r\n0\r\nX: ${'y'.repeat(80)}\r\n\r\n`
    const outcome = new RecordedConnection(limits).receive('GET', { pieces: [bytesOf(text)] })
    expect(outcome).toMatchObject({ body: 'ab', settled: 'end' })
  })

  it('is 64 KiB, unless told otherwise', () => {
    const head = `HTTP/1.1 204 X\r\nX: ${'y'.repeat(65_536 - 23)}\r\n\r\n`
    expect(receive(head).settled).toBe('end')
    expect(receive(head.replace('y', 'yy')).settled).toBe('headers-too-large')
  })
})

describe('bytes too many', () => {
  it('that come together with the end leave a complete response, and are told after it', () => {
    const told: unknown[] = []
    const parser = new ResponseParser({ ...silent(), end: (reusable) => told.push(reusable) })
    parser.expect('GET')
    told.push(thrownBy(() => parser.consume(bytesOf(`${OK}!`))))
    expect(told).toEqual([false, expect.objectContaining({ code: 'body-too-long' })])
    expect(parser.idle).toBe(true)
    parser.finish()
  })

  it('that come later were not asked for', () => {
    const parser = new ResponseParser(silent())
    expect(thrownBy(() => parser.consume(bytesOf('x')))).toMatchObject({ code: 'unasked-response' })
    expect(parser.idle).toBe(true)
  })

  it('are the body of a response to HEAD', () => {
    expect(receive(OK, 'HEAD')).toMatchObject({ body: '', settled: 'end', reusable: false, surplus: true })
  })
})

describe('the end of the connection', () => {
  const cutShort = (text: string) => {
    const parser = new ResponseParser(silent())
    parser.expect('GET')
    parser.consume(bytesOf(text))
    return thrownBy(() => parser.finish())
  }

  it.each([
    ['', 'truncated-response', 'nothing'],
    ['H', 'truncated-response', 'head'],
    ['HTTP/1.1 200 OK\r\nX: y\r\n', 'truncated-response', 'head'],
    ['HTTP/1.1 103 X\r\n\r\n', 'truncated-response', 'head'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n', 'truncated-body', 'body'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n', 'truncated-body', 'body'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n', 'truncated-body', 'body'],
  ])('after %j is too early', (text, code, received) => {
    const error = cutShort(text)
    expect(error).toBeInstanceOf(ResponseCutShort)
    expect(error).toMatchObject({ code, received, name: 'ResponseCutShort' })
  })

  it('ends a body of unknown length, also an empty one', () => {
    for (const body of ['', 'ok']) {
      const connection = new RecordedConnection()
      const outcome = connection.receive('GET', {
        pieces: [bytesOf(`HTTP/1.1 200 OK\r\n\r\n${body}`)],
        closes: true,
      })
      expect(outcome).toMatchObject({ body, settled: 'end', reusable: false })
      expect(connection.parser.idle).toBe(true)
    }
  })

  it('is nothing to speak of when no response is expected', () => {
    const connection = new RecordedConnection()
    connection.parser.finish()
    connection.receive('GET', { pieces: [bytesOf(OK)], closes: true })
    expect(connection.parser.idle).toBe(true)
  })
})

describe('a parser', () => {
  it('may be told of the next request when it tells of an end', () => {
    const ends: boolean[] = []
    const listener = silent()
    const parser = new ResponseParser(listener)
    listener.end = (reusable) => {
      ends.push(reusable)
      parser.expect('GET', false)
    }
    parser.expect('GET', false)
    for (let turn = 0; turn < 3; turn++) parser.consume(bytesOf(OK))
    expect(ends).toEqual([true, true, true])
    expect(parser.idle).toBe(false)
  })

  it('expects one response at a time', () => {
    const parser = new ResponseParser(silent())
    parser.expect('GET')
    expect(() => parser.expect('GET')).toThrow('expected already')
  })

  it('does not go on after an error, and says again what it was', () => {
    const parser = new ResponseParser(silent())
    parser.expect('GET')
    const error = thrownBy(() => parser.consume(bytesOf('220 ready')))
    expect(error).toBeInstanceOf(ResponseError)
    expect(thrownBy(() => parser.consume(bytesOf(OK)))).toBe(error)
    expect(thrownBy(() => parser.finish())).toBe(error)
    expect(parser.idle).toBe(false)
  })

  it('passes on what its listener throws, and does not go on', () => {
    const mistake = new Error('a mistake')
    const parser = new ResponseParser({
      ...silent(),
      data() {
        throw mistake
      },
    })
    parser.expect('GET')
    expect(thrownBy(() => parser.consume(bytesOf(OK)))).toBe(mistake)
    expect(thrownBy(() => parser.finish())).toBe(mistake)
  })

  it('sees at once that something is not HTTP, without waiting for the end of a line', () => {
    for (const text of ['2', 'HTTP/2', 'HTTX', '\rH', '\x16\x03\x01']) {
      expect(receive(text).settled, text).toBe('malformed-response')
    }
    for (const text of ['', 'H', 'HTTP/1.', 'HTTP/1.1 2', '\r'])
      expect(receive(text).settled, text).toBe('open')
  })
})

import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoint, WireRequest } from '../connection.ts'
import { UndiciConnection } from './connection-undici.ts'
import { RequestPreparer } from './prepared-request.ts'

const get: WireRequest = { method: 'GET', path: '/a', headers: { accept: 'x', 'X-Y': 'z' }, body: null }
const post: WireRequest = { ...get, method: 'POST', body: 'ü' }

describe('what undici is given', () => {
  it('is as written for a request that has not come before', () => {
    expect(new RequestPreparer('').optionsFor(get)).toEqual({
      method: 'GET',
      path: '/a',
      headers: get.headers,
      body: null,
    })
  })

  it('is laid out, once, for a request that comes again', () => {
    const preparer = new RequestPreparer('/prefix')
    preparer.optionsFor(post)
    const again = preparer.optionsFor(post)
    expect(again).toEqual({
      method: 'POST',
      path: '/prefix/a',
      headers: ['accept', 'x', 'X-Y', 'z'],
      body: Buffer.from('ü'),
    })
    expect(preparer.optionsFor(post)).toBe(again)
  })

  it('is that of the request, when requests take turns', () => {
    const preparer = new RequestPreparer('')
    const paths = [get, get, post, post, get, get].map((each) => preparer.optionsFor(each).method)
    expect(paths).toEqual(['GET', 'GET', 'POST', 'POST', 'GET', 'GET'])
  })
})

describe('what goes on the wire', () => {
  let server: Server
  let received: string

  beforeEach(async () => {
    received = ''
    server = createServer((socket) => {
      socket.on('error', () => {})
      socket.setEncoding('latin1').on('data', (text: string) => {
        received += text
        if (received.endsWith(END)) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  afterEach(() => server.close())

  /** What each of four requests was on one connection, all of them the same object. */
  async function sentFourTimes(request: WireRequest): Promise<string[]> {
    const sent: string[] = []
    const connection = await open()
    for (let i = 0; i < 4; i++) {
      received = ''
      const error = await exchange(connection, request)
      sent.push(error === null ? received : error.message)
    }
    connection.destroy()
    return sent
  }

  function open(): Promise<UndiciConnection> {
    const endpoint: Endpoint = {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      pathPrefix: '',
      ca: null,
      insecure: false,
      dialTimeoutMs: 5000,
      requestTimeoutMs: 5000,
    }
    return new Promise((resolve, reject) => {
      const connection: UndiciConnection = new UndiciConnection(endpoint, {
        opened: () => resolve(connection),
        dialFailed: reject,
        closed: () => {},
      })
    })
  }

  it.each<[string, WireRequest]>([
    ['without a body', { ...get, headers: { ...get.headers, 'x-last': '' } }],
    ['HEAD', { ...get, method: 'HEAD', headers: { 'x-last': '' } }],
    ['with a host of its own', { ...get, headers: { Host: 'elsewhere', 'x-last': '' } }],
    ['with one name in two cases', { ...get, headers: { 'X-A': '1', 'x-a': '2', 'x-last': '' } }],
    ['with names that are numbers', { ...get, headers: { b: '1', 7: '2', 3: '3', 'x-last': '' } }],
    ['with a body', { ...post, body: `ü€😀${END}` }],
    ['with its length', { ...post, headers: { 'content-length': '4' }, body: END }],
  ])('is the same the first time and later, %s', async (_what, request) => {
    const [first, ...later] = await sentFourTimes(request)
    expect(first).toMatch(new RegExp(`^${request.method} /a HTTP/1\\.1\r\nhost: `))
    expect(first?.endsWith(END)).toBe(true)
    expect(later).toEqual([first, first, first])
  })

  it('keeps headers in the order in which they are written', async () => {
    const [, again] = await sentFourTimes({ ...get, headers: { B: '1', a: '2', C: '3' } })
    expect(again?.split('\r\n').slice(3, 6)).toEqual(['B: 1', 'a: 2', 'C: 3'])
  })

  it('is nothing, each time, for a header that cannot be sent', async () => {
    const sent = await sentFourTimes({ ...get, headers: { 'x-a': 'b\r\nx-injected: 1' } })
    expect(sent).toEqual(Array<string>(4).fill('invalid x-a header'))
  })
})

/** Ends every request of these tests: an empty line after the head, or what ends a body. */
const END = '\r\n\r\n'

function exchange(connection: UndiciConnection, request: WireRequest): Promise<Error | null> {
  return new Promise((resolve) => {
    connection.send(request, {
      wantsContent: false,
      head: () => {},
      data: () => {},
      end: () => resolve(null),
      error: resolve,
    })
  })
}

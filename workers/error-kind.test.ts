import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { PoolRejection } from './live-pool.ts'
import { DialTimeoutError } from './connection-undici.ts'
import { RequestTimeout } from './drive-open.ts'
import { errorKind } from './error-kind.ts'
import { endpointAt, GET, PoolClient } from './pool-client.fixture.ts'
import { ScriptedServer } from './scripted-server.fixture.ts'

function withCode(code: unknown): Error {
  return Object.assign(new Error('it went wrong'), { code })
}

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'closed-by-server'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['ENOTFOUND', 'name-not-found'],
  ['EMFILE', 'out-of-file-descriptors'],
  ['EADDRNOTAVAIL', 'out-of-ports'],
  ['HPE_INVALID_CONSTANT', 'malformed-response'],
  ['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED'],
])('%s is counted as %s', (code, expected) => {
  expect(errorKind(withCode(code))).toBe(expected)
})

test('an error without a code, or with one that is no text, is counted as other', () => {
  expect(errorKind(new Error('it went wrong'))).toBe('other')
  expect(errorKind(withCode(7))).toBe('other')
})

test('errors of this program have kinds of their own', () => {
  expect(errorKind(new RequestTimeout(10))).toBe('timeout')
  expect(errorKind(new DialTimeoutError(10))).toBe('dial-timeout')
  expect(errorKind(new PoolRejection('wait-timeout'))).toBe('wait-timeout')
})

test("the system's own error is recognised", async () => {
  const server = await ScriptedServer.start(() => {})
  const { port } = server
  await server.stop()
  const error = await new Promise<Error>((resolve) => {
    connect(port, '127.0.0.1').once('error', resolve)
  })
  expect(errorKind(error)).toBe('refused')
})

test.each([
  ['a greeting of another protocol', '220 mail.example ESMTP ready\r\n', 'malformed-response'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n', 'malformed-response'],
  ['an end before any answer', '', 'closed-by-server'],
])('%s is counted as it should be', async (_what, text, expected) => {
  const server = await ScriptedServer.start((_request, socket) => socket.end(text))
  const { pool } = new PoolClient(endpointAt(server.origin))
  const error = await new Promise<Error>((resolve, reject) => {
    pool.request(GET, {
      sent() {},
      head() {},
      data() {},
      done: () => reject(new Error('it was answered')),
      failed: resolve,
    })
  })
  expect(errorKind(error)).toBe(expected)
  pool.close(new Error('the test is over'))
  await server.stop()
})

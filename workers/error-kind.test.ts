import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { ConnectionClosed } from './connection-closed.ts'
import { errorKind } from './error-kind.ts'
import { PoolRejection } from './live-pool.ts'
import { DialTimeoutError } from './open-socket.ts'
import { ScriptedServer } from './scripted-server.fixture.ts'
import { RequestTimeout, Unanswered } from './traffic.ts'
import { UnaskedResponse } from './unasked-response.ts'
import { MalformedRequest } from './wire/encode-request.ts'
import { ResponseCutShort, ResponseError } from './response-error.ts'

function withCode(code: unknown, message = 'it went wrong'): Error {
  return Object.assign(new Error(message), { code })
}

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'closed-by-server'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'body-timeout'],
  ['UND_ERR_HEADERS_OVERFLOW', 'headers-too-large'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated-body'],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'malformed-request'],
  ['UND_ERR_INVALID_ARG', 'malformed-request'],
  ['ETIMEDOUT', 'dial-timeout'],
  ['ENOTFOUND', 'name-not-found'],
  ['EAI_AGAIN', 'name-not-found'],
  ['EMFILE', 'out-of-file-descriptors'],
  ['EADDRNOTAVAIL', 'out-of-ports'],
  ['HPE_INVALID_CONSTANT', 'malformed-response'],
  ['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED'],
])('%s is counted as %s', (code, expected) => {
  expect(errorKind(withCode(code))).toBe(expected)
})

test.each([
  ['ECONNRESET', 'reset-in-body'],
  ['EPIPE', 'reset-in-body'],
  ['UND_ERR_SOCKET', 'truncated-body'],
  ['closed-by-server', 'truncated-body'],
  ['timeout', 'body-timeout'],
  ['HPE_INVALID_CHUNK_SIZE', 'malformed-response'],
  ['unanswered', 'unanswered'],
])('%s, when the head has come, is counted as %s', (code, expected) => {
  expect(errorKind(withCode(code), true)).toBe(expected)
})

test.each(['bad response', 'bad upgrade'])('undici’s %j is a malformed response', (message) => {
  expect(errorKind(withCode('UND_ERR_SOCKET', message))).toBe('malformed-response')
  expect(errorKind(withCode('UND_ERR_SOCKET', message), true)).toBe('malformed-response')
})

test('an error without a code, or with one that is no text, is counted as other', () => {
  expect(errorKind(new Error('it went wrong'))).toBe('other')
  expect(errorKind(withCode(7))).toBe('other')
  expect(errorKind(new Error('it went wrong'), true)).toBe('other')
})

test.each([
  [new RequestTimeout(10, false), 'timeout'],
  [new RequestTimeout(10, true), 'body-timeout'],
  [new Unanswered(10), 'unanswered'],
  [new DialTimeoutError(10), 'dial-timeout'],
  [new PoolRejection('wait-timeout'), 'wait-timeout'],
  [new ConnectionClosed(), 'closed-by-server'],
  [new UnaskedResponse(), 'unasked-response'],
  [new MalformedRequest('path', ' '), 'malformed-request'],
  [new ResponseError('headers-too-large', ''), 'headers-too-large'],
  [new ResponseError('body-too-long', ''), 'body-too-long'],
  [new ResponseCutShort('head'), 'truncated-response'],
  [new ResponseCutShort('body'), 'truncated-body'],
])('%s is of a kind of its own: %s', (error, expected) => {
  expect(errorKind(error)).toBe(expected)
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

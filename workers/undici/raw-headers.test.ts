import { expect, test } from 'vitest'
import { readKeepAlive, readHeaders } from './raw-headers.ts'

function raw(...texts: readonly string[]): Buffer[] {
  return texts.map((each) => Buffer.from(each, 'latin1'))
}

const some = raw(
  'Server',
  'x',
  'Keep-Alive',
  'timeout=5',
  'X-Long',
  'é',
  'Set-Cookie',
  'a',
  'set-cookie',
  'b',
)

test('reads every header, by its name in lower case', () => {
  expect(readHeaders(some)).toEqual({
    server: 'x',
    'keep-alive': 'timeout=5',
    'x-long': 'é',
    'set-cookie': ['a', 'b'],
  })
  expect(readHeaders(raw('a', '1', 'A', '2', 'a', '3'))).toEqual({ a: ['1', '2', '3'] })
  expect(readHeaders(raw('__proto__', 'x'))['__proto__']).toBe('x')
})

test('reads keep-alive alone', () => {
  expect(readKeepAlive(some)).toEqual({ 'keep-alive': 'timeout=5' })
  expect(readKeepAlive(raw('KEEP-ALIVE', 'a', 'keep-alivx', 'b', 'keep-alive', 'c'))).toEqual({
    'keep-alive': 'c',
  })
  expect(readKeepAlive(raw('server', 'x', 'connection', 'close', 'kept-alive', 'y'))).toEqual({})
})

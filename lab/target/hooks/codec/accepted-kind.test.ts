import { expect, it } from 'vitest'
import { acceptedKind } from './accepted-kind.ts'

it.each([
  [undefined, 'json'],
  ['', 'json'],
  ['*/*', 'json'],
  ['application/*', 'json'],
  ['application/msgpack', 'msgpack'],
  ['application/vnd.msgpack', 'msgpack'],
  ['Application/X-Protobuf; v=1', 'schema'],
  ['application/json;q=0.5, application/msgpack;q=0.8', 'msgpack'],
  ['application/json;q=0, */*;q=0.1', 'msgpack'],
  ['text/html, application/xhtml+xml, */*;q=0.8', 'json'],
  ['application/msgpack;q=0.5, application/x-protobuf;q=0.5', 'msgpack'],
  ['text/html', null],
  ['application/json;q=0', null],
  ['application/json;q=nonsense', null],
  [',;/,', null],
] as const)('for Accept: %s it is %s', (accept, kind) => {
  expect(acceptedKind(accept, ['json', 'msgpack', 'schema'])).toBe(kind)
})

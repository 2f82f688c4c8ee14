import { expect, test } from 'vitest'
import { contentLength } from './content-length.ts'
import { bytesOf } from './response-exchange.fixture.ts'

function lengthIn(value: string): number {
  const bytes = bytesOf(`9${value}9`)
  return contentLength(bytes, 1, bytes.length - 1)
}

test.each([
  ['0', 0],
  ['51', 51],
  ['0051', 51],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['5, 5', 5],
  ['5,05\t, 5', 5],
])('%j is a length of %d bytes', (value, expected) => {
  expect(lengthIn(value)).toBe(expected)
})

test.each([
  '',
  ' ',
  '-1',
  '+1',
  '1.0',
  '1e3',
  '0x1',
  '1 1',
  '1;1',
  ',1',
  '1,',
  '1,,1',
  '1, 2',
  '9007199254740992',
])('%j is malformed', (value) => {
  expect(() => lengthIn(value)).toThrow(expect.objectContaining({ code: 'malformed-response' }))
})

import { expect, test } from 'vitest'
import { isChunked } from './transfer-coding.ts'

test.each([
  ['chunked', true],
  ['CHUNKED', true],
  ['gzip, chunked', true],
  ['gzip\t ,chunked', true],
  [', chunked', true],
  ['gzip', false],
  ['identity', false],
  ['xchunked', false],
  ['chunkedx', false],
  ['\xa0chunked', false],
  ['', false],
])('%j: chunked is %s', (transferEncoding, expected) => {
  expect(isChunked(transferEncoding)).toBe(expected)
})

test.each(['chunked, gzip', 'chunked, chunked', 'chunked,', 'chunked;a=b', 'chunked ;a', 'gzip, chunked;a'])(
  '%j leaves the end of the body in doubt',
  (transferEncoding) => {
    expect(() => isChunked(transferEncoding)).toThrow(expect.objectContaining({ code: 'malformed-response' }))
  },
)

import { expect, test } from 'vitest'
import { chunkSize } from './chunk-size.ts'
import { bytesOf } from './response-exchange.fixture.ts'

function sizeIn(line: string): number {
  const bytes = bytesOf(`9${line}9`)
  return chunkSize(bytes, 1, bytes.length - 1)
}

test.each([
  ['0', 0],
  ['00000000000000000000000a', 10],
  ['aBcDeF', 0xabcdef],
  ['1fffffffffffff', Number.MAX_SAFE_INTEGER],
  ['4;a=b;c="d;e"', 4],
  ['4 \t; a', 4],
])('%j is a chunk of %d bytes', (line, expected) => {
  expect(sizeIn(line)).toBe(expected)
})

test.each(['', ' 4', '4 ', '-4', '0x4', 'g', '4g', '4,a', ';a', '4;\x01', '4;a\rb', '20000000000000'])(
  '%j is malformed',
  (line) => {
    expect(() => sizeIn(line)).toThrow(expect.objectContaining({ code: 'malformed-response' }))
  },
)

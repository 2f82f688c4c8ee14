import { expect, it } from 'vitest'
import { fnv1aOfBytes, fnv1aOfText } from './fnv1a.ts'

it('gives the published values', () => {
  // From the authors' test vectors for 32-bit FNV-1a: "", "a", "foobar".
  expect(fnv1aOfText('')).toBe(0x811c9dc5)
  expect(fnv1aOfText('a')).toBe(0xe40c292c)
  expect(fnv1aOfText('foobar')).toBe(0xbf9cf968)
  expect(fnv1aOfBytes(new Uint8Array([0x66, 0x6f, 0x6f, 0x62, 0x61, 0x72]))).toBe(0xbf9cf968)
})

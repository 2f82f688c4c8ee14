import { digitValue, isBlank, isText, SEMICOLON } from './octets.ts'
import { malformed } from '../response-error.ts'

/**
 * The size in bytes, at most 2^53 − 1, that a chunk's first line in [from, to) gives; the line is without its
 * end. Extensions are skipped (RFC 9112, section 7.1).
 *
 * @throws ResponseError `malformed-response`
 */
export function chunkSize(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  let size = 0
  for (; at < to; at++) {
    const digit = hexValue(bytes[at])
    if (digit < 0) break
    size = size * 16 + digit
    if (size > Number.MAX_SAFE_INTEGER) throw malformed('a chunk beyond all measure')
  }
  if (at === from) throw malformed('a chunk without a size')
  if (at < to && !isExtension(bytes, at, to))
    throw malformed('something other than an extension after the size of a chunk')
  return size
}

function isExtension(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && isBlank(bytes[at])) at++
  return at < to && bytes[at] === SEMICOLON && isText(bytes, at, to)
}

/** The value of a hexadecimal digit; -1 for any other octet. */
function hexValue(octet: number | undefined): number {
  if (octet === undefined) return -1
  const decimal = digitValue(octet)
  if (decimal >= 0) return decimal
  const lower = octet | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1
}

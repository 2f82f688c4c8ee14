import { COMMA, digitValue, isBlank } from './octets.ts'
import { malformed } from '../response-error.ts'

/**
 * The length in bytes that a `Content-Length` value in [from, to) gives, at most 2^53 − 1. A list of equal
 * lengths counts as one, as when two fields have been joined (RFC 9112, section 6.3).
 *
 * @throws ResponseError `malformed-response`
 */
export function contentLength(bytes: Uint8Array, from: number, to: number): number {
  let length = -1
  let at = from
  for (;;) {
    const end = digitsEnd(bytes, at, to)
    const value = number(bytes, at, end)
    if (length >= 0 && length !== value) throw malformed('two different Content-Lengths')
    length = value
    at = blanksEnd(bytes, end, to)
    if (at === to) return length
    if (bytes[at] !== COMMA) throw malformed('a Content-Length that is no number')
    at = blanksEnd(bytes, at + 1, to)
  }
}

function number(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) throw malformed('a Content-Length that is no number')
  let value = 0
  for (let at = from; at < to; at++) {
    value = value * 10 + digitValue(bytes[at])
    if (value > Number.MAX_SAFE_INTEGER) throw malformed('a Content-Length beyond all measure')
  }
  return value
}

function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && digitValue(bytes[at]) >= 0) at++
  return at
}

function blanksEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isBlank(bytes[at])) at++
  return at
}

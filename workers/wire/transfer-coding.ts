import { malformed } from '../response-error.ts'

/**
 * Whether a `Transfer-Encoding` value, all fields joined with commas, ends in `chunked`. If not, the body ends
 * with the connection (RFC 9112, section 6.3).
 *
 * @throws ResponseError `malformed-response`: when something follows `chunked`, be it a comma, which leaves
 *   the end of the body in doubt, or it has a parameter, of which it knows none
 */
export function isChunked(transferEncoding: string): boolean {
  const codings = transferEncoding.toLowerCase().split(/[ \t]*,[ \t]*/)
  const position = codings.findIndex((coding) => /^chunked([ \t]*;|$)/.test(coding))
  if (position < 0) return false
  if (position < codings.length - 1 || codings[position] !== 'chunked') {
    throw malformed('a Transfer-Encoding in which chunked is not the last coding, and plain')
  }
  return true
}

import type { HttpMethod } from './request-spec.ts'

/** The methods a scenario can send. CONNECT and TRACE make no sense against a pool. */
export const HTTP_METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
] as const satisfies readonly HttpMethod[]

/** A request target in origin form (RFC 9112 §3.2.1): printable ASCII without spaces, and no fragment. */
export const REQUEST_PATH = /^\/[!"$-~]*$/

/** A token (RFC 9110 §5.6.2). */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** RFC 9110 §5.5, with the bytes 0x80…0xff: what can stand in a header without ending it. */
export const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

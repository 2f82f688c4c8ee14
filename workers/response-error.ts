/**
 * What was wrong with a response:
 *
 * - `malformed-response`: it does not follow HTTP/1.1, or follows it in a way that leaves its end in doubt.
 * - `headers-too-large`: a head, a trailer section or the line of a chunk's size is longer than the limit.
 * - `unasked-response`: bytes came while no response was expected.
 * - `body-too-long`: more bytes came together with the end of a response, which itself is complete.
 * - `truncated-response`: the connection was closed before the head was complete.
 * - `truncated-body`: the connection was closed before the body was complete.
 */
export type ResponseErrorCode =
  | 'malformed-response'
  | 'headers-too-large'
  | 'unasked-response'
  | 'body-too-long'
  | 'truncated-response'
  | 'truncated-body'

/** The server did not answer as HTTP/1.1 wants it; the connection cannot be used any more. */
export class ResponseError extends Error {
  override readonly name: string = 'ResponseError'
  readonly code: ResponseErrorCode

  constructor(code: ResponseErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The connection was closed before the response was complete. */
export class ResponseCutShort extends ResponseError {
  override readonly name = 'ResponseCutShort'
  /** How far the response had come: not a byte of it, into its head, or to its body. */
  readonly received: 'nothing' | 'head' | 'body'

  constructor(received: 'nothing' | 'head' | 'body') {
    super(received === 'body' ? 'truncated-body' : 'truncated-response', cutShort[received])
    this.received = received
  }
}

/** A `malformed-response`; `what` goes on from "the response has". */
export function malformed(what: string): ResponseError {
  return new ResponseError('malformed-response', `the response has ${what}`)
}

const cutShort = {
  nothing: 'the server closed the connection without a response',
  head: 'the server closed the connection within the head of the response',
  body: 'the server closed the connection before the body was complete',
}

import { FlatHeaders, type HeaderArray } from './flat-headers.ts'
import { HeaderArrayPool } from './header-array-pool.ts'
import type { HeaderMode } from './response-headers.ts'

/** What is different in each outgoing request. */
export interface RequestHeaderValues {
  readonly requestId: string
  /** W3C trace context. */
  readonly traceparent: string
  /** How long the caller waits for the answer, in ms. */
  readonly deadlineMs: number
}

/** As undici and `KneeAgent` take headers: an object, or names and values in turn. */
export type OutgoingHeaders = Record<string, string> | HeaderArray

/**
 * Sends one request with headers that are `dispatch`'s until its promise is settled, and may be others' after that. With
 * undici's `request`, that is when the head of the response is there: until then a request may be written anew.
 */
export type SendWithHeaders = <Answer>(
  values: RequestHeaderValues,
  dispatch: (headers: OutgoingHeaders) => Promise<Answer>,
) => Promise<Answer>

export interface SendHeadersOptions {
  /** As for responses: an object for each request, an array for each, or arrays that are used again. */
  readonly mode: HeaderMode
  /** Of the program that asks; printable ASCII. Default `kneepoint-service`. */
  readonly userAgent?: string
}

export interface RequestHeaderSender {
  readonly send: SendWithHeaders
  /** With `mode: 'pooled'`. */
  readonly pool: HeaderArrayPool | null
}

const ACCEPT = 'application/json, application/msgpack;q=0.9'

/**
 * Makes the headers of a service's own requests, eight of them, the same in each mode. `host`, `connection` and
 * `content-length` are the client's. undici checks names and values of every request again, whatever the mode: no mode
 * lets a value end its line.
 *
 * ```ts
 * const { send } = sendHeaders({ mode: 'pooled' })
 * const answer = await send(values, (headers) => request(url, { dispatcher: agent, headers }))
 * ```
 */
export function sendHeaders({
  mode,
  userAgent = 'kneepoint-service',
}: SendHeadersOptions): RequestHeaderSender {
  if (mode === 'built') {
    return { pool: null, send: (values, dispatch) => dispatch(buildHeaders(userAgent, values)) }
  }
  const flat = new FlatHeaders([
    ['user-agent', userAgent],
    ['accept', ACCEPT],
    ['accept-encoding', 'identity'],
    ['cache-control', 'no-cache'],
    ['x-api-version', 'v1'],
    ['x-request-id', null],
    ['traceparent', null],
    ['x-deadline-ms', null],
  ])
  const requestId = flat.requirePlace('x-request-id')
  const traceparent = flat.requirePlace('traceparent')
  const deadline = flat.requirePlace('x-deadline-ms')
  const fill = (headers: HeaderArray, values: RequestHeaderValues): HeaderArray => {
    headers[requestId] = values.requestId
    headers[traceparent] = values.traceparent
    headers[deadline] = String(values.deadlineMs)
    return headers
  }
  if (mode === 'encoded') {
    return { pool: null, send: (values, dispatch) => dispatch(fill(flat.copy(), values)) }
  }
  const pool = new HeaderArrayPool(flat)
  return {
    pool,
    async send(values, dispatch) {
      const headers = pool.lease()
      try {
        return await dispatch(fill(headers, values))
      } finally {
        pool.giveBack(headers)
      }
    },
  }
}

function buildHeaders(userAgent: string, values: RequestHeaderValues): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: ACCEPT,
    'accept-encoding': 'identity',
    'cache-control': 'no-cache',
    'x-api-version': 'v1',
    'x-request-id': values.requestId,
    traceparent: values.traceparent,
    'x-deadline-ms': `${values.deadlineMs}`,
  }
}

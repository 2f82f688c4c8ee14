import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { HEADER_VALUE } from '../../../../models/requests/http-syntax.ts'
import { FlatHeaders, type HeaderArray } from './flat-headers.ts'
import { HeaderArrayPool } from './header-array-pool.ts'

/**
 * How the headers of responses come about: `built`, an object for each response; `encoded`, those that never change laid
 * out once, and an array for each response; `pooled`, the same in arrays that are used again.
 */
export const HEADER_MODES = ['built', 'encoded', 'pooled'] as const

export type HeaderMode = (typeof HEADER_MODES)[number]

export interface ResponseHeadersOptions {
  readonly mode: HeaderMode
  /** Seconds for which a response may be kept, a whole number of 0 or more. Default 30. */
  readonly maxAgeSeconds?: number
}

const HSTS_SECONDS = 31_536_000
const API_VERSION = 'v1'
const UNPRINTABLE = 'unprintable'
const VARY = 'accept-encoding'

declare module 'fastify' {
  interface FastifyInstance {
    /** The arrays of `responseHeaders`, with `mode: 'pooled'`. */
    responseHeaderArrays?: HeaderArrayPool
  }
}

/**
 * Gives every response twelve headers, of which `server-timing` and `x-request-id` change; the same in each mode. What a
 * reply has set itself stands, `vary` with ours added to it. With HTTP/2, whose responses take no arrays, every mode is
 * `built`. `content-type`, `content-length` and `date` are Fastify's and Node's.
 *
 * ```ts
 * await app.register(responseHeaders, { mode: 'encoded' })
 * ```
 *
 * @throws RangeError for an age that is no whole number of 0 or more
 */
export function responseHeaders(app: FastifyInstance, options: ResponseHeadersOptions): Promise<void> {
  const { mode, maxAgeSeconds = 30 } = options
  if (!Number.isInteger(maxAgeSeconds) || maxAgeSeconds < 0) {
    throw new RangeError(`maxAgeSeconds must be a whole number of s of 0 or more, not ${maxAgeSeconds}`)
  }
  if (mode === 'built') {
    app.addHook('onSend', async (_request, reply, payload) => {
      setBuilt(reply, maxAgeSeconds)
      return payload
    })
    return Promise.resolve()
  }
  const prepared = new PreparedHeaders(maxAgeSeconds)
  const pool = mode === 'pooled' ? new HeaderArrayPool(prepared.flat) : null
  if (pool !== null) app.decorate('responseHeaderArrays', pool)
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.raw.httpVersionMajor === 1) writeHeadWith(reply, prepared, pool)
    else setBuilt(reply, maxAgeSeconds)
    return payload
  })
  return Promise.resolve()
}

// Its hooks are for the instance that it is registered on, not for one within.
Object.defineProperty(responseHeaders, Symbol.for('skip-override'), { value: true })

/** As it is usually done: an object and its strings anew for each response. */
function setBuilt(reply: FastifyReply, maxAgeSeconds: number): void {
  const headers: Record<string, string> = {
    'cache-control': `private, max-age=${maxAgeSeconds}, stale-while-revalidate=${2 * maxAgeSeconds}`,
    'strict-transport-security': `max-age=${HSTS_SECONDS}; includeSubDomains`,
    'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': `camera=(), geolocation=(), microphone=()`,
    'cross-origin-resource-policy': 'same-origin',
    'x-api-version': API_VERSION,
    'server-timing': serverTiming(reply),
    'x-request-id': requestIdOf(reply),
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!reply.hasHeader(name)) reply.header(name, value)
  }
  reply.header('vary', joinVary(reply.getHeader('vary')))
}

class PreparedHeaders {
  readonly flat: FlatHeaders
  readonly #serverTiming: number
  readonly #requestId: number
  readonly #vary: number

  constructor(maxAgeSeconds: number) {
    this.flat = new FlatHeaders([
      ['cache-control', `private, max-age=${maxAgeSeconds}, stale-while-revalidate=${2 * maxAgeSeconds}`],
      ['strict-transport-security', `max-age=${HSTS_SECONDS}; includeSubDomains`],
      ['content-security-policy', `default-src 'none'; frame-ancestors 'none'`],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'no-referrer'],
      ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
      ['cross-origin-resource-policy', 'same-origin'],
      ['x-api-version', API_VERSION],
      ['server-timing', null],
      ['x-request-id', null],
      ['vary', VARY],
    ])
    this.#serverTiming = this.flat.requirePlace('server-timing')
    this.#requestId = this.flat.requirePlace('x-request-id')
    this.#vary = this.flat.requirePlace('vary')
  }

  /** Puts in what changes, and what the reply has set itself. @param array like a copy of `flat` */
  fill(array: HeaderArray, reply: FastifyReply, set: OutgoingHttpHeaders): void {
    array[this.#serverTiming] = serverTiming(reply)
    array[this.#requestId] = requestIdOf(reply)
    for (const name in set) {
      const value = set[name]
      if (value === undefined) continue
      const place = this.flat.placeOf(name)
      if (place === undefined) add(array, name, value)
      else array[place] = place === this.#vary ? joinVary(value) : String(value)
    }
  }
}

/** A list is a field for each of its values, as with `set-cookie`. */
function add(array: HeaderArray, name: string, value: number | string | readonly string[]): void {
  if (typeof value === 'object') for (const each of value) array.push(name, each)
  else array.push(name, String(value))
}

/**
 * Has the response write its head from an array. Fastify gives it what the reply has set as an object, and does so last,
 * when every hook has run.
 */
function writeHeadWith(reply: FastifyReply, prepared: PreparedHeaders, pool: HeaderArrayPool | null): void {
  const response = reply.raw
  const writeHead = response.writeHead.bind(response)
  function writeWhole(status: number, ...rest: unknown[]): ServerResponse {
    const set = rest.at(-1)
    // An array is from the same function: a reply whose sending failed is sent again, as an error.
    if (Array.isArray(set)) return writeHead(status, set as string[])
    const array = pool === null ? prepared.flat.copy() : pool.lease()
    if (pool !== null) giveBackAfter(response, pool, array)
    prepared.fill(array, reply, (set ?? {}) as OutgoingHttpHeaders)
    return writeHead(status, array)
  }
  response.writeHead = writeWhole
}

function giveBackAfter(response: ServerResponse, pool: HeaderArrayPool, array: HeaderArray): void {
  let isOut = true
  const giveBack = (): void => {
    if (!isOut) return
    isOut = false
    pool.giveBack(array)
  }
  response.on('finish', giveBack)
  response.on('close', giveBack)
}

/** An id that cannot stand in a header would keep even the error about it from being sent. */
function requestIdOf({ request }: FastifyReply): string {
  return HEADER_VALUE.test(request.id) ? request.id : UNPRINTABLE
}

function serverTiming(reply: FastifyReply): string {
  return `app;dur=${reply.elapsedTime.toFixed(2)}`
}

function joinVary(set: number | string | readonly string[] | undefined): string {
  const others = Array.isArray(set) ? set.join(', ') : String(set ?? '')
  return others === '' ? VARY : `${others}, ${VARY}`
}

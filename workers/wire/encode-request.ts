import { HEADER_NAME, HEADER_VALUE } from '../../models/requests/http-syntax.ts'
import type { Endpoint, WireRequest } from '../connection.ts'

/** Turns requests into bytes (RFC 9112). Those of the last request are kept: the same object may come again and again. */
export class RequestEncoder {
  readonly #pathPrefix: string
  readonly #host: string
  #last: WireRequest | null = null
  #lastBytes: Buffer = Buffer.alloc(0)

  constructor(endpoint: Endpoint) {
    this.#pathPrefix = endpoint.pathPrefix
    this.#host = new URL(endpoint.origin).host
  }

  /**
   * Header fields keep their order and their names' case; `host` and `content-length` are added where they are
   * not given. A body is sent in UTF-8.
   *
   * @throws MalformedRequest when a part of the request would end before its time, or say two things about its length
   */
  encode(request: WireRequest): Buffer {
    if (request !== this.#last) {
      this.#lastBytes = this.#write(request)
      this.#last = request
    }
    return this.#lastBytes
  }

  #write({ method, path, headers, body }: WireRequest): Buffer {
    if (!HEADER_NAME.test(method)) throw new MalformedRequest('method', method)
    const target = this.#pathPrefix + path
    if (!TARGET.test(target)) throw new MalformedRequest('path', path)
    const bytes = body === null ? null : Buffer.from(body)
    const fields = fieldsOf(headers, bytes?.length ?? 0)
    let head = `${method} ${target} HTTP/1.1\r\n${fields.text}`
    if (!fields.hasHost) head += `host: ${this.#host}\r\n`
    if (!fields.hasLength && (bytes !== null || !BODYLESS.has(method)))
      head += `content-length: ${bytes?.length ?? 0}\r\n`
    const headBytes = Buffer.from(`${head}\r\n`, 'latin1')
    return bytes === null ? headBytes : Buffer.concat([headBytes, bytes])
  }
}

/** A request that cannot be sent as it is. */
export class MalformedRequest extends TypeError {
  readonly code = 'malformed-request'

  /** @param field which part of the request it is about, e.g. `path` or `header accept` */
  constructor(field: string, value: string) {
    super(`the ${field} of a request cannot be ${JSON.stringify(value)}`)
  }
}

interface Fields {
  readonly text: string
  readonly hasHost: boolean
  readonly hasLength: boolean
}

function fieldsOf(headers: WireRequest['headers'], bodyLength: number): Fields {
  let text = ''
  let hasHost = false
  let hasLength = false
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (!HEADER_NAME.test(name)) throw new MalformedRequest('header name', name)
    if (!HEADER_VALUE.test(value)) throw new MalformedRequest(`header ${name}`, value)
    switch (name.toLowerCase()) {
      case 'host':
        if (hasHost) throw new MalformedRequest(`second header ${name}`, value)
        hasHost = true
        break
      case 'content-length':
        // It would be taken for the beginning or the end of another request.
        if (hasLength || value !== String(bodyLength)) throw new MalformedRequest(`header ${name}`, value)
        hasLength = true
        break
      case 'transfer-encoding':
      case 'upgrade':
        throw new MalformedRequest(`header ${name}`, value)
      default:
    }
    text += `${name}: ${value}\r\n`
  }
  return { text, hasHost, hasLength }
}

/** What a request line can hold between its spaces: no white space, no controls, one octet a character. */
const TARGET = /^[!-~\u0080-\u00ff]+$/

/** Methods for which a request without a body needs no length (RFC 9110, section 8.6). */
const BODYLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS'])

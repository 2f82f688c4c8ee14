import type { Dispatcher } from 'undici/index.js'
import type { WireRequest } from '../connection.ts'

/**
 * Turns requests into what undici's `dispatch` takes. A request that comes a second time, the same object, is laid out
 * for all times that follow: headers as names and values in turn, the body as bytes, which undici would otherwise do
 * for each. undici looks at what it is given and keeps it for the request's time, but never changes it.
 */
export class RequestPreparer {
  readonly #pathPrefix: string
  #last: WireRequest | null = null
  #prepared: Dispatcher.DispatchOptions | null = null

  /** @param pathPrefix put in front of every path */
  constructor(pathPrefix: string) {
    this.#pathPrefix = pathPrefix
  }

  optionsFor(request: WireRequest): Dispatcher.DispatchOptions {
    if (request !== this.#last) {
      this.#last = request
      this.#prepared = null
      return this.#options(request, request.headers, request.body)
    }
    this.#prepared ??= this.#options(request, flatten(request.headers), bytesOf(request.body))
    return this.#prepared
  }

  #options(
    { method, path }: WireRequest,
    headers: string[] | WireRequest['headers'],
    body: string | Buffer | null,
  ): Dispatcher.DispatchOptions {
    const options: Dispatcher.DispatchOptions = {
      method,
      path: this.#pathPrefix === '' ? path : this.#pathPrefix + path,
      headers,
      body,
    }
    // Else undici closes the connection after a HEAD: what is kept is the pool's decision.
    if (method === 'HEAD') options.reset = false
    return options
  }
}

function flatten(headers: WireRequest['headers']): string[] | null {
  return headers === null ? null : Object.entries(headers).flat()
}

function bytesOf(body: string | null): Buffer | null {
  return body === null ? null : Buffer.from(body)
}

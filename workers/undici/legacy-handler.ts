import type { Duplex } from 'node:stream'
import { type Dispatcher, errors } from 'undici/index.js'

type Controller = Dispatcher.DispatchController
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]
type RawHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onHeaders']>>[1]

/**
 * The handler as undici 7 and later know them. Those of earlier versions, which Node 20 and 22 have built in, are told
 * in their own way.
 *
 * @throws InvalidArgumentError when it is no handler
 */
export function modernHandler(handler: unknown): Dispatcher.DispatchHandler {
  if (typeof handler !== 'object' || handler === null) {
    throw new errors.InvalidArgumentError('handler must be an object')
  }
  const given = handler as Dispatcher.DispatchHandler
  if (typeof given.onRequestStart === 'function') {
    if (typeof given.onResponseError === 'function') return given
    throw new errors.InvalidArgumentError('invalid onResponseError method')
  }
  if (typeof given.onError !== 'function') throw new errors.InvalidArgumentError('invalid onError method')
  return new LegacyHandler(given)
}

/** Tells a handler of undici 6 what one of undici 7 is told. */
class LegacyHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler
  }

  onRequestStart(controller: Controller): void {
    this.#handler.onConnect?.((error) => controller.abort(error as Error))
  }

  onRequestUpgrade(controller: Controller, status: number, _headers: Headers, socket: Duplex): void {
    this.#handler.onUpgrade?.(status, rawOf(controller.rawHeaders), socket)
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted?.()
  }

  onResponseStart(controller: Controller, status: number, _headers: Headers, statusText = ''): void {
    const goesOn = this.#handler.onHeaders?.(
      status,
      rawOf(controller.rawHeaders),
      () => controller.resume(),
      statusText,
    )
    // What comes before the response itself has no body to hold back.
    if (goesOn === false && status >= 200) controller.pause()
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#handler.onData?.(chunk) === false) controller.pause()
  }

  onResponseEnd(controller: Controller): void {
    this.#handler.onComplete?.(rawOf(controller.rawTrailers) as unknown as string[])
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#handler.onError?.(error)
  }
}

/** Names and values in turn, as they came. */
function rawOf(headers: Controller['rawHeaders']): RawHeaders {
  return Array.isArray(headers) ? (headers as RawHeaders) : []
}

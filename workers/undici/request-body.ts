import type { Readable } from 'node:stream'
import { FormData as UndiciFormData } from 'undici/index.js'

/** Whether a body can be sent a second time: what is in memory can, a stream or an iterable that was read cannot. */
export function isRepeatableBody(body: unknown): boolean {
  if (body === null || body === undefined || typeof body === 'string') return true
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer || body instanceof Blob) return true
  return body instanceof UndiciFormData || body instanceof FormData
}

/**
 * Whether a body is a stream of Node. Its errors have to be heard from the moment on at which it is taken over: one
 * that nobody listens for ends the process.
 */
export function isStreamBody(body: unknown): body is Readable {
  if (typeof body !== 'object' || body === null) return false
  const { pipe, on, destroy } = body as Partial<Readable>
  return typeof pipe === 'function' && typeof on === 'function' && typeof destroy === 'function'
}

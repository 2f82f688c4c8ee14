import type { Readable } from 'node:stream'
import { CodecError } from './codec-error.ts'

/** Told once. */
export interface BodyListener {
  /** @param chunks as they came; @param bytes of all of them together */
  read(chunks: readonly Buffer[], bytes: number): void
  failed(error: Error): void
}

/**
 * Reads the body of a request to its end, and keeps its chunks as Node hands them out. They are gathered by whoever
 * listens once the whole body is there, so that a slow sender keeps no pooled memory.
 *
 * @param announcedBytes the header Content-Length, or NaN without one
 */
export function readBody(
  body: Readable,
  announcedBytes: number,
  maxBytes: number,
  listener: BodyListener,
): void {
  if (announcedBytes > maxBytes) {
    listener.failed(tooLarge(maxBytes))
    return
  }
  const chunks: Buffer[] = []
  let bytes = 0

  function onData(chunk: Buffer): void {
    bytes += chunk.length
    if (bytes > maxBytes) {
      stop()
      listener.failed(tooLarge(maxBytes))
    } else {
      chunks.push(chunk)
    }
  }
  function onEnd(): void {
    stop()
    listener.read(chunks, bytes)
  }
  function onError(error: Error): void {
    stop()
    listener.failed(new CodecError('truncated', `The body did not come to its end: ${error.message}.`))
  }
  function stop(): void {
    body.off('data', onData)
    body.off('end', onEnd)
    body.off('error', onError)
  }
  body.on('data', onData)
  body.on('end', onEnd)
  body.on('error', onError)
}

function tooLarge(maxBytes: number): CodecError {
  return new CodecError('too-large', `The body is larger than ${maxBytes} bytes.`)
}

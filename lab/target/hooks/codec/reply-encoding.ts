import type { ServerResponse } from 'node:http'
import type { BufferPool } from './buffer-pool.ts'
import type { CodecMeter } from './codec-meter.ts'
import type { Codec } from './codec-registry.ts'
import { GrowingBuffer } from './growing-buffer.ts'

/** From a reply's value to the bytes that are given to the response. @throws CodecError */
export type EncodeReply = (codec: Codec, value: unknown, response: ServerResponse) => Buffer

/** Each reply in memory of its own. */
export function encodeToOwnMemory(): EncodeReply {
  return (codec, value) => codec.encodeToBuffer(value)
}

/**
 * Straight into a buffer of the pool, of which the response is given a view. The buffer is the response's until Node
 * says that all of it has been handed to the system, or that the connection is gone: a client that reads slowly keeps it
 * for as long as it takes.
 */
export function encodeIntoPool(pool: BufferPool, meter: CodecMeter): EncodeReply {
  const expected = new WeakMap<Codec, number>()
  return (codec, value, response) => {
    // It has told of its end already: nobody would give the buffer back.
    if (response.destroyed) return codec.encodeToBuffer(value)
    const into = new GrowingBuffer(pool, meter, expected.get(codec) ?? FIRST_BYTES)
    try {
      codec.encode(value, into)
    } catch (error) {
      into.release()
      throw error
    }
    expected.set(codec, into.length)
    releaseAfter(response, into)
    return into.written()
  }
}

const FIRST_BYTES = 1024

function releaseAfter(response: ServerResponse, buffer: GrowingBuffer): void {
  // It is told twice of most responses; releasing a second time does nothing.
  const release = (): void => buffer.release()
  response.on('finish', release)
  response.on('close', release)
}

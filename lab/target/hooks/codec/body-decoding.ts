import type { BufferPool } from './buffer-pool.ts'
import type { CodecMeter } from './codec-meter.ts'
import type { Codec } from './codec-registry.ts'

/** From the chunks of a body to its value. @throws CodecError */
export type DecodeBody = (codec: Codec, chunks: readonly Buffer[], bytes: number) => unknown

/** All chunks into one new buffer, a single one too, as web frameworks do. */
export function decodeConcatenated(meter: CodecMeter): DecodeBody {
  return (codec, chunks, bytes) => {
    const whole = Buffer.concat(chunks, bytes)
    meter.copied(bytes)
    return codec.decode(whole)
  }
}

/** A single chunk as it is; several are gathered in a buffer of the pool, which is given back when they are read. */
export function decodeInPlace(pool: BufferPool, meter: CodecMeter): DecodeBody {
  return (codec, chunks, bytes) => {
    const [only] = chunks
    if (only === undefined) return codec.decode(NOTHING)
    if (chunks.length === 1) return codec.decode(only)
    const buffer = pool.lease(bytes)
    try {
      let at = 0
      for (const chunk of chunks) at += chunk.copy(buffer.bytes, at)
      meter.copied(bytes)
      return codec.decode(buffer.bytes.subarray(0, bytes))
    } finally {
      pool.giveBack(buffer)
    }
  }
}

const NOTHING = new Uint8Array(0)

import { Decoder, Encoder } from '@msgpack/msgpack'
import { checkMsgpack } from './check-msgpack.ts'
import { CodecError } from './codec-error.ts'
import type { Codec, CodecTools } from './codec-registry.ts'
import { writeMsgpack } from './write-msgpack.ts'

/**
 * MessagePack, for the values that JSON can say. Without copies it writes by itself, since the package's encoder has
 * memory of its own; the usual way is that encoder, which hands out a copy of its memory.
 */
export function msgpackCodec({ meter, maxDepth }: CodecTools): Codec {
  const encoder = new Encoder({ ignoreUndefined: true, maxDepth: maxDepth + 1 })
  const decoder = new Decoder()
  return {
    contentType: 'application/msgpack',
    encode: (value, into) => writeMsgpack(value, into, maxDepth),
    encodeToBuffer(value) {
      let bytes: Uint8Array<ArrayBuffer>
      try {
        bytes = encoder.encode(value)
      } catch (error) {
        const { message } = error as Error
        throw new CodecError('unencodable', `The reply cannot be written as MessagePack: ${message}.`)
      }
      meter.copied(bytes.length)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    },
    decode(bytes) {
      if (bytes.length === 0) {
        throw new CodecError('truncated', 'The body is empty, and MessagePack was to come.')
      }
      checkMsgpack(bytes, maxDepth)
      try {
        return decoder.decode(bytes)
      } catch (error) {
        throw new CodecError('malformed', `The body is not MessagePack: ${(error as Error).message}.`)
      }
    },
  }
}

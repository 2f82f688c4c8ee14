import type { Codec, CodecTools } from './codec-registry.ts'
import { MessageReader } from './message-reader.ts'
import type { MessageSchema } from './message-schema.ts'
import { CountedMessageWriter, PooledMessageWriter } from './message-writer.ts'

/**
 * Messages of one schema, as Protocol Buffers write them. An empty body is a message with nothing in it. The usual way
 * is in memory of its own, which grows as the package's writer has it grow.
 */
export function schemaCodec<Value>(
  message: MessageSchema<Value>,
  { meter, maxDepth }: CodecTools,
): Codec<Value> {
  return {
    contentType: 'application/x-protobuf',
    encode(value, into) {
      const writer = new PooledMessageWriter(into)
      message.writeFields(writer, value)
      writer.end()
    },
    encodeToBuffer(value) {
      const writer = new CountedMessageWriter(meter)
      message.writeFields(writer, value)
      return writer.finish() as Buffer
    },
    decode: (bytes) => message.readFields(new MessageReader(bytes, maxDepth)),
  }
}

import { BufferPool } from './buffer-pool.ts'
import { CodecMeter } from './codec-meter.ts'
import type { Codec } from './codec-registry.ts'
import { GrowingBuffer } from './growing-buffer.ts'
import { type ItemList, itemListMessage } from './item-message.ts'
import { jsonCodec } from './json-codec.ts'
import { msgpackCodec } from './msgpack-codec.ts'
import { schemaCodec } from './schema-codec.ts'

/** The three codecs for lists of items, by name. */
export function itemListCodecs(meter = new CodecMeter(), maxDepth = 32): [string, Codec<ItemList>][] {
  const tools = { meter, maxDepth }
  return [
    ['json', jsonCodec(tools) as Codec<ItemList>],
    ['msgpack', msgpackCodec(tools) as Codec<ItemList>],
    ['schema', schemaCodec(itemListMessage, tools)],
  ]
}

/** Encodes by way of a pool, and gives the memory back after `use`. */
export function encodePooled<Value, Result>(
  codec: Codec<Value>,
  value: Value,
  use: (bytes: Buffer) => Result,
  { pool = new BufferPool({ minBytes: 16 }), firstBytes = 1 } = {},
): Result {
  const into = new GrowingBuffer(pool, { copied: () => {} }, firstBytes)
  try {
    codec.encode(value, into)
    return use(into.written())
  } finally {
    into.release()
  }
}

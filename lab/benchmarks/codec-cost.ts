import { BufferPool } from '../target/hooks/codec/buffer-pool.ts'
import { decodeConcatenated, decodeInPlace } from '../target/hooks/codec/body-decoding.ts'
import { CodecMeter } from '../target/hooks/codec/codec-meter.ts'
import type { Codec } from '../target/hooks/codec/codec-registry.ts'
import { GrowingBuffer } from '../target/hooks/codec/growing-buffer.ts'
import { type ItemList, itemListMessage } from '../target/hooks/codec/item-message.ts'
import { jsonCodec } from '../target/hooks/codec/json-codec.ts'
import { msgpackCodec } from '../target/hooks/codec/msgpack-codec.ts'
import { schemaCodec } from '../target/hooks/codec/schema-codec.ts'
import { alignedTable } from './encoding/aligned-table.ts'
import { type Contestant, type ContestantCost, measureInterleaved } from './encoding/interleaved-rounds.ts'
import { sampleItems } from './encoding/sample-items.ts'

/**
 * What JSON, MessagePack and Protocol Buffers cost, the usual way and without intermediate copies: CPU time and allocated
 * memory for writing and for reading a list of items. Run with `node --import tsx lab/benchmarks/codec-cost.ts [rounds]`;
 * the 7 rounds that it has without a number take some 10 s. Ratios are to JSON the usual way. A body comes in chunks of
 * at most 64 KiB, as from a socket.
 */
const ROUNDS = Number(process.argv[2] ?? 7)
const ITEMS_PER_ROUND = 12_000
const CHUNK_BYTES = 65_536

const COPIES = ['usual', 'none'] as const

interface Way {
  readonly name: string
  readonly wireBytes: number
  readonly writes: Contestant
  readonly reads: Contestant
  /** For each message. */
  readonly copies: () => { readonly writing: number; readonly reading: number }
}

for (const count of [1, 20, 500]) {
  const ways = waysFor(sampleItems(count))
  const plan = { rounds: ROUNDS, times: Math.max(1, Math.round(ITEMS_PER_ROUND / count)) }
  const writes = await measureInterleaved(
    ways.map((way) => way.writes),
    plan,
  )
  const reads = await measureInterleaved(
    ways.map((way) => way.reads),
    plan,
  )
  console.log(`\n${count === 1 ? 'one item' : `${count} items`}, for each message`)
  console.log(tableOf(ways, writes, reads))
}

function waysFor(list: ItemList): Way[] {
  return COPIES.flatMap((copies) =>
    (['json', 'msgpack', 'schema'] as const).map((kind): Way => {
      const meter = new CodecMeter()
      const codec = codecOf(kind, meter)
      const pool = new BufferPool()
      const decode = copies === 'none' ? decodeInPlace(pool, meter) : decodeConcatenated(meter)
      const body = codec.encodeToBuffer(list)
      const chunks = chunksOf(body)
      const write =
        copies === 'none' ? writerToPool(codec, list, meter, pool) : () => codec.encodeToBuffer(list)
      const read = (): unknown => decode(codec, chunks, body.length)
      const name = `${kind}, copies: ${copies}`
      return {
        name,
        wireBytes: body.length,
        writes: { name, run: (times) => repeat(times, write) },
        reads: { name, run: (times) => repeat(times, read) },
        copies: () => ({ writing: copiesOf(meter, write), reading: copiesOf(meter, read) }),
      }
    }),
  )
}

function codecOf(kind: 'json' | 'msgpack' | 'schema', meter: CodecMeter): Codec<ItemList> {
  const tools = { meter, maxDepth: 32 }
  if (kind === 'schema') return schemaCodec(itemListMessage, tools)
  return (kind === 'json' ? jsonCodec(tools) : msgpackCodec(tools)) as Codec<ItemList>
}

/** Each time into a buffer of the size that the last one took, as a server does. */
function writerToPool(
  codec: Codec<ItemList>,
  list: ItemList,
  meter: CodecMeter,
  pool: BufferPool,
): () => void {
  let expectedBytes = 1024
  return () => {
    const into = new GrowingBuffer(pool, meter, expectedBytes)
    codec.encode(list, into)
    expectedBytes = into.length
    into.release()
  }
}

function chunksOf(body: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < body.length; at += CHUNK_BYTES) chunks.push(body.subarray(at, at + CHUNK_BYTES))
  return chunks
}

function repeat(times: number, run: () => unknown): void {
  for (let i = 0; i < times; i++) run()
}

function copiesOf(meter: CodecMeter, run: () => unknown): number {
  const before = meter.copies
  run()
  return meter.copies - before
}

function tableOf(
  ways: readonly Way[],
  writes: readonly ContestantCost[],
  reads: readonly ContestantCost[],
): string {
  const rows = ways.map((way, i) => {
    const { writing, reading } = way.copies()
    return [way.name, String(way.wireBytes), ...cells(writes[i], writing), ...cells(reads[i], reading)]
  })
  const columns = (what: string): string[] => [`${what} µs`, 'ratio', 'allocated', 'copies']
  return alignedTable([['', 'bytes', ...columns('write'), ...columns('read')], ...rows])
}

function cells(cost: ContestantCost | undefined, copies: number): string[] {
  if (cost === undefined) return ['', '', '', '']
  return [
    cost.cpuUs.toFixed(1),
    cost.cpuRatio.toFixed(2),
    `${(cost.allocatedBytes / 1024).toFixed(1)} KiB`,
    String(copies),
  ]
}

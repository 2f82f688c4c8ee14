import { decode as decodeByPackage, Encoder } from '@msgpack/msgpack'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BufferPool } from './buffer-pool.ts'
import { CodecError } from './codec-error.ts'
import { CodecMeter } from './codec-meter.ts'
import { encodePooled, itemListCodecs } from './codecs.fixture.ts'
import { GrowingBuffer } from './growing-buffer.ts'
import { anyItemList, anyJson } from './item.arbitrary.ts'
import { msgpackCodec } from './msgpack-codec.ts'
import { writeMsgpack } from './write-msgpack.ts'

const RUNS = { numRuns: 40 }

describe.each(itemListCodecs())('the codec %s', (_name, codec) => {
  it('reads what it has written, whatever the size that the buffer begins with', () => {
    fc.assert(
      fc.property(anyItemList, fc.integer({ min: 1, max: 4096 }), (list, firstBytes) => {
        encodePooled(codec, list, (bytes) => expect(codec.decode(bytes)).toEqual(list), { firstBytes })
      }),
      RUNS,
    )
  })

  it('writes the same with and without copies', () => {
    fc.assert(
      fc.property(anyItemList, (list) => {
        const usual = codec.encodeToBuffer(list)
        encodePooled(codec, list, (bytes) => expect(bytes.equals(usual)).toBe(true))
      }),
      RUNS,
    )
  })

  it('reads a message from anywhere in its memory, and keeps none of that memory', () => {
    fc.assert(
      fc.property(anyItemList, fc.integer({ min: 0, max: 9 }), (list, offset) => {
        const written = codec.encodeToBuffer(list)
        const memory = new Uint8Array(written.length + offset + 7).fill(0xff)
        memory.set(written, offset)
        const read = codec.decode(memory.subarray(offset, offset + written.length))
        memory.fill(0x58)
        expect(read).toEqual(list)
      }),
      RUNS,
    )
  })

  it('answers bytes of any kind with a value or a CodecError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(faultOf(() => codec.decode(bytes))).toSatisfy(isCodecErrorOrNull)
      }),
      { numRuns: 500 },
    )
  })

  it('answers messages that are cut off or have bytes changed with a value or a CodecError', () => {
    fc.assert(
      fc.property(anyItemList, fc.nat(), fc.nat(), fc.nat(255), (list, cut, place, byte) => {
        const bytes = Buffer.from(codec.encodeToBuffer(list))
        const changed = Buffer.from(bytes)
        if (bytes.length > 0) changed[place % bytes.length] = byte
        const cutOff = bytes.subarray(0, cut % (bytes.length + 1))
        for (const hostile of [changed, cutOff]) {
          expect(faultOf(() => codec.decode(hostile))).toSatisfy(isCodecErrorOrNull)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('never has two messages in the same memory while both are out', () => {
    fc.assert(
      fc.property(fc.array(anyItemList, { minLength: 2, maxLength: 6 }), fc.nat(), (lists, seed) => {
        const pool = new BufferPool({ minBytes: 64 })
        const meter = new CodecMeter()
        const write = (index: number): GrowingBuffer => {
          const into = new GrowingBuffer(pool, meter, 1)
          codec.encode(lists[index] as (typeof lists)[number], into)
          return into
        }
        const out = lists.map((_, i) => write(i))
        // One comes back and goes out again for another message, while the rest stay.
        const returned = seed % out.length
        const next = (returned + 1) % out.length
        out[returned]?.release()
        out[returned] = write(next)
        out.forEach((buffer, i) => {
          const list = lists[i === returned ? next : i]
          expect(codec.decode(buffer.written())).toEqual(list)
        })
        expect(pool.leased).toBe(out.length)
        for (const buffer of out) buffer.release()
        expect(pool.leased).toBe(0)
      }),
      { numRuns: 30 },
    )
  })
})

describe('MessagePack', () => {
  it('is what the package writes, for all that JSON can say', () => {
    const encoder = new Encoder({ ignoreUndefined: true })
    const json = { contentType: '', encodeToBuffer: () => Buffer.alloc(0), decode: () => null }
    fc.assert(
      fc.property(anyJson, (value) => {
        const written = {
          ...json,
          encode: (each: unknown, into: GrowingBuffer) => writeMsgpack(each, into, 99),
        }
        encodePooled(written, value, (bytes) => {
          expect(bytes.equals(encoder.encode(value))).toBe(true)
          expect(decodeByPackage(bytes)).toEqual(value)
        })
      }),
      { numRuns: 200 },
    )
  })

  it('that is cut off anywhere is told to be, with where', () => {
    const codec = msgpackCodec({ meter: new CodecMeter(), maxDepth: 32 })
    fc.assert(
      fc.property(anyJson, fc.nat(), (value, cut) => {
        const bytes = codec.encodeToBuffer(value)
        const at = cut % bytes.length
        const fault = faultOf(() => codec.decode(bytes.subarray(0, at)))
        expect(fault).toMatchObject({ code: 'truncated', statusCode: 400 })
        if (at > 0) expect((fault as Error).message).toContain(`byte ${at}`)
      }),
      RUNS,
    )
  })
})

function faultOf(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error
  }
}

function isCodecErrorOrNull(fault: unknown): boolean {
  return fault === null || fault instanceof CodecError
}

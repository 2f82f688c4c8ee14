import { describe, expect, it } from 'vitest'
import { BufferPool } from './buffer-pool.ts'
import { CodecMeter } from './codec-meter.ts'
import { GrowingBuffer } from './growing-buffer.ts'

describe('a pool of buffers', () => {
  it('hands out the same memory again, once it is back', () => {
    const pool = new BufferPool({ minBytes: 64 })
    const first = pool.lease(50)
    expect(pool.lease(50)).not.toBe(first)
    pool.giveBack(first)
    expect(pool.lease(64)).toBe(first)
    expect(pool.made).toBe(2)
  })

  it('does not take a buffer that is not out', () => {
    const pool = new BufferPool()
    const buffer = pool.lease(1)
    pool.giveBack(buffer)
    expect(() => pool.giveBack(buffer)).toThrow('not out')
    expect(() => new BufferPool().giveBack(pool.lease(1))).toThrow('not out')
  })

  it('keeps no more than it may, and nothing that is too large', () => {
    const pool = new BufferPool({ minBytes: 64, maxBytes: 1024, keptBytes: 2048 })
    const out = [1024, 1024, 1024, 4096].map((size) => pool.lease(size))
    for (const buffer of out) pool.giveBack(buffer)
    expect(pool.keptBytes).toBe(2048)
    expect(pool.leased).toBe(0)
  })

  it('has sizes that are powers of two', () => {
    expect(() => new BufferPool({ minBytes: 1000 })).toThrow('1000')
  })
})

describe('a growing buffer', () => {
  const { length: full } = Buffer.alloc(64)

  it.each([full - 1, full, full + 1, 2 * full, 2 * full + 1, 100 * full])(
    'takes %i bytes of text',
    (size) => {
      const meter = new CodecMeter()
      const pool = new BufferPool({ minBytes: full, meter })
      const into = new GrowingBuffer(pool, meter, 1)
      const text = 'x'.repeat(size)
      into.writeText(text)
      expect(into.written().toString()).toBe(text)
      into.release()
      expect([meter.leased, pool.leased]).toEqual([size > full ? 2 : 1, 0])
      // There was nothing in it to be copied.
      expect(meter.copies).toBe(0)
    },
  )

  it('takes with it what was in it, and counts that', () => {
    const meter = new CodecMeter()
    const pool = new BufferPool({ minBytes: full })
    const into = new GrowingBuffer(pool, meter, 1)
    for (let i = 0; i < 65; i++) into.writeText('é')
    expect(into.written().toString()).toBe('é'.repeat(65))
    expect([meter.copies, meter.copiedBytes]).toEqual([2, 64 + 128])
    expect(pool.leased).toBe(1)
  })

  it('does not grow beyond what a reply may be', () => {
    const pool = new BufferPool({ minBytes: full })
    const into = new GrowingBuffer(pool, new CodecMeter(), 1, 100)
    expect(() => into.writeText('x'.repeat(101))).toThrow('larger than 100 bytes')
    into.release()
    into.release()
    expect(pool.leased).toBe(0)
    expect(into.written()).toHaveLength(0)
  })
})

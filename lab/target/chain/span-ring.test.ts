import { describe, expect, it } from 'vitest'
import type { Span } from '../../../models/trace-context/span.ts'
import { SpanRing } from './span-ring.ts'

const span = (spanId: string): Span => ({
  traceId: '0'.repeat(31) + '1',
  spanId,
  parentSpanId: null,
  service: 'gateway',
  kind: 'server',
  peer: null,
  startedAtEpochMs: 0,
  durationMs: 1,
  waitMs: 0,
  attempt: 1,
  outcome: 'ok',
})

describe('SpanRing', () => {
  it('hands each span out once', () => {
    const ring = new SpanRing(10)
    ring.add(span('a'))
    ring.add(span('b'))
    expect(ring.take().map(({ spanId }) => spanId)).toEqual(['a', 'b'])
    expect(ring.take()).toEqual([])
  })

  it('keeps the newest and counts the others, however many there are', () => {
    for (let count = 0; count < 20; count++) {
      const ring = new SpanRing(3)
      for (let i = 0; i < count; i++) ring.add(span(String(i)))
      const kept = ring.take().map(({ spanId }) => Number(spanId))
      expect(kept).toEqual(Array.from({ length: Math.min(3, count) }, (_, i) => Math.max(0, count - 3) + i))
      expect(ring.lost).toBe(Math.max(0, count - 3))
    }
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CompletionOrder } from './completion-order.ts'

/** Requests that come evenly, all at once, or anything between, and end at once, soon, or much later. */
const stretches = fc.array(
  fc.record({
    lengthMs: fc.integer({ min: 1, max: 1000 }),
    requests: fc.array(
      fc.tuple(
        fc.oneof(fc.constant(0.5), fc.double({ min: 0, max: 1, noNaN: true })),
        fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 5000, noNaN: true })),
      ),
      { maxLength: 150, size: 'max' },
    ),
  }),
  { minLength: 1, maxLength: 6 },
)

describe('CompletionOrder', () => {
  it('gives each stretch what ends in it, in order', () => {
    fc.assert(
      fc.property(stretches, (drawn) => {
        const order = new CompletionOrder()
        let pendingMs: number[] = []
        let fromMs = 0
        for (const { lengthMs, requests } of drawn) {
          const toMs = fromMs + lengthMs
          const addedMs: number[] = []
          for (const [position, heldMs] of requests) {
            const endMs = fromMs + position * lengthMs + heldMs
            addedMs.push(endMs)
          }
          pendingMs.push(...addedMs)
          pendingMs.sort((a, b) => a - b)
          expect([...order.take(Float64Array.from(addedMs), fromMs, toMs)]).toEqual(
            pendingMs.filter((endMs) => endMs < toMs),
          )
          pendingMs = pendingMs.filter((endMs) => endMs >= toMs)
          fromMs = toMs
        }
      }),
    )
  })

  it.each([
    ['all in one moment but one', (i: number) => (i === 0 ? 1 : 999 + (i % 7) / 10)],
    ['backwards', (i: number) => 5000 - i],
    ['far apart at first', (i: number) => i * i],
  ])('orders ten thousand that end %s', (_, endMsOf) => {
    const endsMs = Float64Array.from({ length: 10_000 }, (__, i) => endMsOf(i) / 1e5)
    const expected = endsMs.map((endMs) => endMs + 1000).sort()
    const added = endsMs.map((endMs) => endMs + 1000)
    expect(new CompletionOrder().take(added, 900, 1e6)).toEqual(expected)
    // With many more under way, in another way.
    const late = new Float64Array(100).fill(1e9)
    expect(new CompletionOrder().take(Float64Array.of(...late, ...added), 900, 1e6)).toEqual(expected)
  })
})

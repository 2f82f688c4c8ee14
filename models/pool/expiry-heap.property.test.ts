import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { ExpiryHeap } from './expiry-heap.ts'

const SLOTS = 40

/** A slot enters with an expiry time if it is not in, and leaves if it is. */
const moves = fc.array(
  fc.tuple(fc.nat({ max: SLOTS - 1 }), fc.oneof(fc.nat({ max: 100 }), fc.constant(Infinity)), fc.boolean()),
  { maxLength: 400, size: 'max' },
)

it('knows the earliest expiry of a list that slots enter and leave in any order', () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const heap = new ExpiryHeap()
      heap.grow(16)
      heap.grow(SLOTS)
      const list = new Map<number, number>()
      for (const [slot, expiresAtMs, takeEarliest] of sequence) {
        const leaving = takeEarliest ? heap.earliest : slot
        if (list.delete(leaving)) heap.remove(leaving)
        else {
          list.set(slot, expiresAtMs)
          heap.add(slot, expiresAtMs)
        }
        expect(heap.earliestMs).toBe(Math.min(...list.values()))
        if (list.size === 0) expect(heap.earliest).toBe(-1)
        else expect(list.get(heap.earliest)).toBe(heap.earliestMs)
      }
      for (const [slot, expiresAtMs] of list) expect(heap.expiresAtMs(slot)).toBe(expiresAtMs)
    }),
  )
})

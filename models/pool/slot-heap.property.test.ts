import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlotHeap } from './slot-heap.ts'

const SLOTS = 40

/** A slot enters with a key if it is not in, and leaves if it is. */
const moves = fc.array(
  fc.tuple(fc.nat({ max: SLOTS - 1 }), fc.oneof(fc.nat({ max: 100 }), fc.constant(Infinity)), fc.boolean()),
  { maxLength: 400, size: 'max' },
)

it('knows the lowest key of a list that slots enter and leave in any order', () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const heap = new SlotHeap()
      heap.grow(16)
      heap.grow(SLOTS)
      const list = new Map<number, number>()
      for (const [slot, key, takeLowest] of sequence) {
        const leaving = takeLowest ? heap.lowest : slot
        if (list.delete(leaving)) heap.remove(leaving)
        else {
          list.set(slot, key)
          heap.add(slot, key)
        }
        expect(heap.lowestKey).toBe(Math.min(...list.values()))
        if (list.size === 0) expect(heap.lowest).toBe(-1)
        else expect(list.get(heap.lowest)).toBe(heap.lowestKey)
      }
      for (const [slot, key] of list) expect(heap.keyOf(slot)).toBe(key)
    }),
  )
})

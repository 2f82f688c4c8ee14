import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServiceSlots } from './service-slots.ts'

test('grants slots first in, first out, never more than the limit, and refuses only when the queue is full', () => {
  const steps = fc.array(fc.constantFrom('enter', 'leave'), { maxLength: 300 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }), steps, (limit, room, run) => {
      const slots = new ServiceSlots(limit, room)
      const granted: number[] = []
      const accepted: number[] = []
      let left = 0
      run.forEach((step, id) => {
        const queueWasFull = slots.busy === limit && slots.queueLength === room
        if (step === 'enter') {
          const taken = slots.enter(() => granted.push(id))
          expect(taken).toBe(!queueWasFull)
          if (taken) accepted.push(id)
        } else if (slots.busy > 0) {
          slots.leave()
          left++
        } else {
          expect(() => slots.leave()).toThrow('nobody holds')
        }
        expect(slots.busy).toBe(granted.length - left)
        expect(slots.busy).toBe(Math.min(limit, accepted.length - left))
        expect(slots.queueLength).toBe(accepted.length - granted.length)
        expect(granted).toEqual(accepted.slice(0, granted.length))
      })
    }),
  )
})

test.each([0, -1, 1.5, Number.NaN])('refuses %d slots', (limit) => {
  expect(() => new ServiceSlots(limit, 1)).toThrow(RangeError)
})

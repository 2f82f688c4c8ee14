import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'

type Event = readonly [timeMs: number, kind: number, subject: number, detail: number]

const events = fc.tuple(
  fc.oneof(fc.nat({ max: 5 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
  fc.nat({ max: 255 }),
  fc.integer(),
  fc.integer(),
)

const moves = fc.array(fc.option(events, { freq: 2 }), { maxLength: 500, size: 'max' })

it('gives events as a list sorted by time and then by order of scheduling would', () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const queue = new EventQueue()
      const list: Event[] = []
      const take = () => {
        const expected = list.shift()
        const timeMs = queue.take()
        expect([timeMs, queue.kind, queue.subject, queue.detail]).toEqual(expected)
      }
      for (const event of sequence) {
        if (event !== null) {
          queue.schedule(...event)
          const later = list.findIndex(([timeMs]) => timeMs > event[0])
          list.splice(later < 0 ? list.length : later, 0, event)
        } else if (list.length > 0) take()
        expect(queue.size).toBe(list.length)
        expect(queue.nextMs).toBe(list[0]?.[0] ?? Infinity)
      }
      while (list.length > 0) take()
      expect(queue.size).toBe(0)
    }),
  )
})

it('takes events that are scheduled while others are handled', () => {
  const queue = new EventQueue()
  const seen: number[] = []
  queue.schedule(1, 0, 0, 0)
  while (queue.size > 0) {
    const timeMs = queue.take()
    seen.push(timeMs)
    if (timeMs < 5) queue.schedule(timeMs + 1, 0, 0, 0)
  }
  expect(seen).toEqual([1, 2, 3, 4, 5])
})

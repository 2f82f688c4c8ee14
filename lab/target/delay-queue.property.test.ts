import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DelayQueue, type DeadlineClock } from './delay-queue.ts'

class VirtualClock implements DeadlineClock {
  #nowMs = 0
  #wakes: { readonly deadlineMs: number; readonly wake: () => void }[] = []

  nowMs(): number {
    return this.#nowMs
  }

  wakeAt(deadlineMs: number, wake: () => void): void {
    expect(this.#wakes).toHaveLength(0)
    this.#wakes.push({ deadlineMs, wake })
  }

  /** Passes time, with every wake-up `lateMs` after its deadline. */
  advanceTo(untilMs: number, lateMs: number): void {
    for (;;) {
      const next = this.#wakes[0]
      if (next === undefined || next.deadlineMs + lateMs > untilMs) break
      this.#wakes = []
      this.#nowMs = Math.max(this.#nowMs, next.deadlineMs + lateMs)
      next.wake()
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }
}

test('hands on everything once, in order, never before its deadline and no later than the clock wakes', () => {
  const push = fc.record({ gapMs: fc.integer({ min: 0, max: 5 }), delayMs: fc.integer({ min: -2, max: 20 }) })
  fc.assert(
    fc.property(fc.array(push, { maxLength: 60 }), fc.integer({ min: 0, max: 3 }), (pushes, lateMs) => {
      const clock = new VirtualClock()
      const dueMs: number[] = []
      const delivered: number[] = []
      const queue = new DelayQueue<number>(clock, (id) => {
        const due = Math.max(...dueMs.slice(0, id + 1))
        expect(clock.nowMs()).toBeGreaterThanOrEqual(due)
        expect(clock.nowMs()).toBeLessThanOrEqual(due + lateMs + 2)
        delivered.push(id)
        return true
      })
      let nowMs = 0
      pushes.forEach(({ gapMs, delayMs }, id) => {
        nowMs += gapMs
        clock.advanceTo(nowMs, lateMs)
        dueMs.push(nowMs + delayMs)
        queue.push(id, nowMs + delayMs)
      })
      clock.advanceTo(nowMs + 1_000, lateMs)
      expect(delivered).toEqual(pushes.map((_, id) => id))
      expect(queue.length).toBe(0)
    }),
  )
})

test('holds back after `deliver` returns false, until `resume`', () => {
  const clock = new VirtualClock()
  const delivered: string[] = []
  const queue = new DelayQueue<string>(clock, (item) => {
    delivered.push(item)
    return item !== 'full'
  })
  for (const item of ['a', 'full', 'b', 'c']) queue.push(item, 4)
  clock.advanceTo(100, 0)
  expect(delivered).toEqual(['a', 'full'])
  queue.push('d', 200)
  queue.resume()
  expect(delivered).toEqual(['a', 'full', 'b', 'c'])
  clock.advanceTo(200, 0)
  expect(delivered).toEqual(['a', 'full', 'b', 'c', 'd'])
})

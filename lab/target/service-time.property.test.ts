import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ServiceTimer, type ServiceClock } from './service-time.ts'

/** A clock whose timers come late by what the caller says; `run` holds one request after the other. */
function heldTimes(durationsMs: readonly number[], latenessMs: (index: number) => number) {
  let nowMs = 0
  let timers = 0
  const clock: ServiceClock = {
    nowMs: () => nowMs,
    after(delayMs, fire) {
      expect(Number.isInteger(delayMs)).toBe(true)
      nowMs += delayMs + (delayMs === 0 ? 0 : latenessMs(timers++))
      fire()
    },
  }
  const timer = new ServiceTimer(clock)
  const heldMs = durationsMs.map((durationMs) => {
    const startedMs = nowMs
    let done = 0
    timer.hold(durationMs, () => done++)
    expect(done).toBe(1)
    return nowMs - startedMs
  })
  return { heldMs, carryMs: timer.carryMs }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('the sum of what is held is what was drawn, to within 1 ms, however late timers are within their grain', () => {
  const duration = fc.double({ min: 0.01, max: 40, noNaN: true })
  const lateness = fc.double({ min: 0, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(duration, lateness), { minLength: 1, maxLength: 500 }), (holds) => {
      const durations = holds.map(([durationMs]) => durationMs)
      const { heldMs, carryMs } = heldTimes(durations, (i) => holds[i % holds.length]?.[1] ?? 0)
      expect(sum(heldMs) - sum(durations)).toBeCloseTo(carryMs, 6)
      expect(Math.abs(carryMs)).toBeLessThanOrEqual(1)
    }),
  )
})

test('a timer that is always 0.7 ms late still serves 1.5 ms on the average', () => {
  const { heldMs } = heldTimes(
    Array.from({ length: 10_000 }, () => 1.5),
    () => 0.7,
  )
  expect(sum(heldMs) / 10_000).toBeCloseTo(1.5, 3)
})

test('a pause of the process is not repaid beyond 2 ms', () => {
  const { heldMs } = heldTimes([5, 5, 5], (i) => (i === 0 ? 100 : 0))
  expect(heldMs).toEqual([105, 3, 5])
})

test('requests held at the same time repay an excess once', () => {
  const pending: { readonly dueMs: number; readonly fire: () => void }[] = []
  let nowMs = 0
  const timer = new ServiceTimer({
    nowMs: () => nowMs,
    after: (delayMs, fire) => void pending.push({ dueMs: nowMs + delayMs, fire }),
  })
  const hold = (): void => timer.hold(4, () => {})
  hold()
  nowMs = 5
  pending.shift()?.fire()
  expect(timer.carryMs).toBe(1)
  hold()
  hold()
  expect(pending.map(({ dueMs }) => dueMs - nowMs)).toEqual([3, 4])
})

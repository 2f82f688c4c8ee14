import { expect, it } from 'vitest'
import { measureTimer, type Timers } from './measure-timer.ts'

/** A clock that moves by `stepMs` at every `readings`th reading, and wakes up so much too late. */
function clockOf(stepMs: number, readings: number, lateMs: (sleep: number) => number): Timers {
  let nowMs = 1_000_000
  let read = 0
  let sleeps = 0
  return {
    nowMs: () => (nowMs += ++read % readings === 0 ? stepMs : 0),
    sleep: async (durationMs) => {
      nowMs += durationMs + lateMs(sleeps++)
    },
  }
}

it('finds the step of the clock', async () => {
  expect((await measureTimer(clockOf(0.005, 3, () => 0))).resolutionUs).toBeCloseTo(5, 3)
  expect((await measureTimer(clockOf(1, 1000, () => 0))).resolutionUs).toBe(1000)
})

it('takes a clock that stands still for a very coarse one', async () => {
  expect((await measureTimer(clockOf(0, 1, () => 0))).resolutionUs).toBe(1e6)
})

it('finds how late timers are, as quantiles', async () => {
  const { sleepLateMs } = await measureTimer(clockOf(0, 1, (sleep) => (sleep % 50 === 0 ? 12 : 0.25)))
  expect(sleepLateMs.p50).toBeCloseTo(0.25, 3)
  expect(sleepLateMs.p99).toBeCloseTo(12, 1)
})

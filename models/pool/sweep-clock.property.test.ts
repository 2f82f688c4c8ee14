import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { SweepClock, sweepPeriodMs } from './sweep-clock.ts'

it('finds the first sweep as counting from the start would', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.double({ min: -50, max: 2000, noNaN: true }),
      fc.double({ min: -50, max: 2000, noNaN: true }),
      (periodMs, startMs, pastMs, fromMs) => {
        let k = 1
        while (startMs + k * periodMs <= pastMs || startMs + k * periodMs < fromMs) k++
        expect(new SweepClock(periodMs, startMs).firstAfter(pastMs, fromMs)).toBe(startMs + k * periodMs)
      },
    ),
  )
})

it('never comes to what has no end', () => {
  expect(new SweepClock(10, 0).firstAfter(Infinity, 5)).toBe(Infinity)
})

it.each([
  ['.NET, 60 s', { timeoutShare: 0.25, minMs: 1000, grainMs: 0, unlimitedMs: 30_000 }, 60_000, 15_000],
  ['.NET, 2 s', { timeoutShare: 0.25, minMs: 1000, grainMs: 0, unlimitedMs: 30_000 }, 2000, 1000],
  ['.NET, no limit', { timeoutShare: 0.25, minMs: 1000, grainMs: 0, unlimitedMs: 30_000 }, Infinity, 30_000],
  ['rounded up', { timeoutShare: 1, minMs: 0, grainMs: 1000, unlimitedMs: 1 }, 15_500, 16_000],
] as const)('%s: the period', (_, rule, idleTimeoutMs, periodMs) => {
  expect(sweepPeriodMs({ ...rule, runs: 'from-creation' }, idleTimeoutMs)).toBe(periodMs)
})

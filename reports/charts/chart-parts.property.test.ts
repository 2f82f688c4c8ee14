import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { logTicks } from './chart-parts.ts'

it('covers any range with at least two ticks that rise', () => {
  const positive = fc.double({ min: 1e-5, max: 1e7, noNaN: true })
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      const ticks = logTicks(low, high)
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks[0]).toBeLessThanOrEqual(low)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high)
      expect(ticks).toEqual([...new Set(ticks)].sort((x, y) => x - y))
    }),
  )
})

it('has 1, 2 and 5 of each power', () => {
  expect(logTicks(12, 480)).toEqual([10, 20, 50, 100, 200, 500])
  expect(logTicks(10, 10)).toEqual([10, 20])
})

it('begins below what is just below a power, though its logarithm is rounded to that', () => {
  expect(Math.log10(999.9999999999999)).toBe(3)
  expect(logTicks(999.9999999999999, 4000)).toEqual([500, 1000, 2000, 5000])
})

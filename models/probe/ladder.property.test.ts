import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { ladder } from './ladder.ts'

it('climbs from the first to the last rung by one factor', () => {
  const options = fc.record({
    firstMs: fc.double({ min: 1, max: 1000, noNaN: true }),
    lastMs: fc.double({ min: 1000, max: 1e6, noNaN: true }),
    count: fc.integer({ min: 2, max: 200 }),
  })
  fc.assert(
    fc.property(options, ({ firstMs, lastMs, count }) => {
      const rungs = ladder({ firstMs, lastMs, count })
      expect(rungs).toHaveLength(count)
      expect([rungs[0], rungs.at(-1)]).toEqual([firstMs, lastMs])
      const factor = (lastMs / firstMs) ** (1 / (count - 1))
      rungs.slice(1).forEach((rung, i) => expect(rung / (rungs[i] as number)).toBeCloseTo(factor, 6))
    }),
  )
})

it('has its only rung at the top', () => {
  expect(ladder({ firstMs: 500, lastMs: 9000, count: 1 })).toEqual([9000])
})

it.each([
  [{ firstMs: 500, lastMs: 9000, count: 0 }],
  [{ firstMs: 500, lastMs: 9000, count: 1.5 }],
  [{ firstMs: 0, lastMs: 9000, count: 3 }],
  [{ firstMs: 10, lastMs: 9, count: 3 }],
  [{ firstMs: 10, lastMs: Infinity, count: 3 }],
])('refuses %j', (options) => {
  expect(() => ladder(options)).toThrow(RangeError)
})

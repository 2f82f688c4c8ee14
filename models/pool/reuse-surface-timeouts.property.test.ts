import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReuseSurfaceTimeouts } from './reuse-surface-timeouts.ts'

const lengthMs = fc.oneof(
  fc.double({ min: 0, max: 1e4, noNaN: true }),
  fc.double({ min: 0, noNaN: true }),
  fc.nat({ max: 100 }),
)

const timeouts = fc
  .uniqueArray(
    lengthMs.filter((value) => value > 0),
    { minLength: 1, maxLength: 80 },
  )
  .map((values) => values.sort((a, b) => a - b))

describe('ReuseSurfaceTimeouts', () => {
  it('finds what a search from the first one on finds', () => {
    fc.assert(
      fc.property(timeouts, fc.array(lengthMs, { maxLength: 50 }), (timeoutsMs, lengthsMs) => {
        const table = new ReuseSurfaceTimeouts(timeoutsMs)
        const neighbours = timeoutsMs.flatMap((timeout) => [
          timeout,
          timeout * (1 - 2 ** -53),
          timeout * (1 + 2 ** -52),
        ])
        for (const length of [...lengthsMs, ...neighbours, 0, Infinity]) {
          const found = timeoutsMs.findIndex((timeout) => timeout >= length)
          expect(table.indexOf(length)).toBe(found < 0 ? timeoutsMs.length : found)
        }
      }),
    )
  })

  it.each([[[]], [[0]], [[2, 1]], [[1, 1]], [[-1, 1]], [[NaN]]])('refuses %j', (timeoutsMs) => {
    expect(() => new ReuseSurfaceTimeouts(timeoutsMs)).toThrow(RangeError)
  })
})

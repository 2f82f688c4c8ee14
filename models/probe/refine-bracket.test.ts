import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refineBracket } from './refine-bracket.ts'

describe('refineBracket', () => {
  const bracket = { openMs: 8000, closedMs: 10_000 }

  it('uses at once all that have been idle for a time within it', () => {
    expect(refineBracket(bracket, [500, 8500, 10_000, 9900, 8000])).toEqual([null, 8500, null, 9900, null])
  })

  it('else waits for those that get there soonest, spread over it, the oldest last', () => {
    expect(refineBracket(bracket, [7700, 100, 7200])).toEqual([9200, null, 8000 + 2000 / 3])
    expect(refineBracket(bracket, [7000])).toEqual([8500])
    expect(refineBracket({ openMs: 9000, closedMs: 10_000 }, [8900, 8800, 8700, 8600, 8500])).toEqual([
      9800,
      9600,
      9400,
      9200,
      null,
    ])
  })

  it('leaves those alone that would take too long', () => {
    expect(refineBracket(bracket, [0, 3000, 6500])).toEqual([null, null, null])
  })

  it('leaves it as it is where it is narrow, or nothing is at hand', () => {
    expect(refineBracket({ openMs: 9900, closedMs: 10_000 }, [9950])).toEqual([null])
    expect(refineBracket(bracket, [])).toEqual([])
  })

  it('asks for no time outside the bracket, and none that has passed', () => {
    const times = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 40 })
    const ends = fc.tuple(fc.nat(10_000), fc.nat(10_000))
    fc.assert(
      fc.property(ends, times, ([a, b], idleMs) => {
        const openMs = Math.min(a, b)
        const closedMs = Math.max(a, b)
        refineBracket({ openMs, closedMs }, idleMs).forEach((atMs, i) => {
          if (atMs === null) return
          expect(atMs).toBeGreaterThan(openMs)
          expect(atMs).toBeLessThan(closedMs)
          expect(atMs).toBeGreaterThanOrEqual(idleMs[i] as number)
        })
      }),
    )
  })
})

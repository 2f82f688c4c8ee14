import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthLimit, type GrowthStep, MOST_GROWTH, nextGrowth } from './growth.ts'

function search(holds: (factor: number) => boolean): GrowthStep[] {
  const steps: GrowthStep[] = []
  for (let factor: number | null; (factor = nextGrowth(steps)) !== null;) {
    steps.push({ factor, holds: holds(factor) })
    if (steps.length > 20) throw new Error('the search does not end')
  }
  return steps
}

describe('nextGrowth', () => {
  it('comes within 5 % of where it stops holding, in twelve trials at most', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.0001, max: 3.999, noNaN: true }), (end) => {
        const steps = search((factor) => factor <= end)
        const { upTo, failsAt } = growthLimit(steps)
        expect(upTo).toBeLessThanOrEqual(end)
        expect(failsAt).toBeGreaterThan(end)
        expect((failsAt ?? Infinity) / upTo).toBeLessThanOrEqual(1.05)
        expect(steps.length).toBeLessThanOrEqual(12)
      }),
    )
  })

  it('stops at four times', () => {
    const steps = search(() => true)
    expect(steps.map(({ factor }) => Number(factor.toFixed(3)))).toEqual([1.6, 2.56, MOST_GROWTH])
    expect(growthLimit(steps)).toEqual({ upTo: 4, failsAt: null })
  })

  it('goes on from what was tried before', () => {
    expect(nextGrowth([{ factor: 1.25, holds: true }])).toBe(2)
    expect(nextGrowth([{ factor: 1.25, holds: false }])).toBeCloseTo(Math.sqrt(1.25))
  })

  it('believes no success beyond a failure', () => {
    const steps = [
      { factor: 1.25, holds: true },
      { factor: 2, holds: false },
      { factor: 3, holds: true },
    ]
    expect(growthLimit(steps)).toEqual({ upTo: 1.25, failsAt: 2 })
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busyTraces } from '../pool/busy-traces.arbitrary.ts'
import type { BusyStep } from '../pool/naive-stack.oracle.ts'
import { ReuseSurface } from '../pool/reuse-surface.ts'
import { ReuseGhost } from './reuse-ghost.ts'
import { tuningGrid } from './tuning-grid.ts'

const grid = { idleTimeoutsMs: [1, 2, 3, 5, 8, 13, 30, Infinity], idleCaps: [1, 2, 4, 5, 9] }

function feed(ghost: ReuseGhost, steps: readonly BusyStep[], fromUnderWay = 0): number {
  let underWay = fromUnderWay
  for (const { atMs, up } of steps) {
    underWay += up ? 1 : -1
    ghost.watch(underWay, atMs)
  }
  return underWay
}

function surfaceOf(steps: readonly BusyStep[], maxIdleLimit: number): ReuseSurface {
  const surface = new ReuseSurface(grid.idleTimeoutsMs, maxIdleLimit)
  for (const { atMs, up } of steps) {
    if (up) surface.up(atMs)
    else surface.down(atMs)
  }
  return surface
}

describe('without decay', () => {
  it('it is the reuse surface of the same traffic, exactly', () => {
    fc.assert(
      fc.property(busyTraces, (steps) => {
        const ghost = new ReuseGhost(grid, 0)
        feed(ghost, steps)
        const own = ghost.surface()
        const surface = surfaceOf(steps, 9)
        expect(own.requests).toBe(surface.requests)
        for (const timeout of grid.idleTimeoutsMs.keys()) {
          for (const [cap, maxIdle] of grid.idleCaps.entries()) {
            expect(own.dials(timeout, cap)).toBe(surface.dials(timeout, maxIdle))
            expect(own.idleMs(timeout, cap)).toBe(surface.idleMs(timeout, maxIdle))
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('dials fall and idle time grows in both parameters of the usual grid', () => {
    const usual = tuningGrid({ idleTimeoutsMs: [], idleCaps: [] })
    fc.assert(
      fc.property(busyTraces, fc.constantFrom(1, 1000), (steps, slower) => {
        const ghost = new ReuseGhost(usual, 0)
        feed(
          ghost,
          steps.map(({ atMs, up }) => ({ atMs: slower * atMs, up })),
        )
        const surface = ghost.surface()
        for (let timeout = 1; timeout < usual.idleTimeoutsMs.length; timeout++) {
          for (let cap = 1; cap < usual.idleCaps.length; cap++) {
            expect(surface.dials(timeout, cap)).toBeLessThanOrEqual(surface.dials(timeout - 1, cap))
            expect(surface.dials(timeout, cap)).toBeLessThanOrEqual(surface.dials(timeout, cap - 1))
            expect(surface.idleMs(timeout, cap)).toBeGreaterThanOrEqual(surface.idleMs(timeout - 1, cap))
            expect(surface.idleMs(timeout, cap)).toBeGreaterThanOrEqual(surface.idleMs(timeout, cap - 1))
          }
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('with decay', () => {
  it('a half-life halves every figure and no rate', () => {
    fc.assert(
      fc.property(busyTraces, (steps) => {
        const endMs = (steps.at(-1)?.atMs ?? 0) + 1
        const kept = new ReuseGhost(grid, 0)
        const faded = new ReuseGhost(grid, 0)
        for (const ghost of [kept, faded]) {
          feed(ghost, steps)
          ghost.age(endMs, Infinity)
        }
        faded.age(endMs + 100, 100)
        const [whole, half] = [kept.surface(), faded.surface()]
        expect(half.requests).toBeCloseTo(whole.requests / 2, 9)
        expect(half.observedMs).toBeCloseTo((whole.observedMs + 100) / 2, 9)
        expect(half.dials(3, 1)).toBeCloseTo(whole.dials(3, 1) / 2, 9)
        expect(half.idleMs(3, 1)).toBeCloseTo(whole.idleMs(3, 1) / 2, 9)
      }),
    )
  })

  it('what came before is forgotten after many half-lives, but not which connections are idle', () => {
    fc.assert(
      fc.property(busyTraces, fc.nat(), (steps, at) => {
        const cut = at % (steps.length + 1)
        const ghost = new ReuseGhost(grid, -1e6)
        const underWay = feed(ghost, steps.slice(0, cut))
        ghost.age(0, 1000)
        feed(ghost, steps.slice(cut), underWay)
        const whole = surfaceOf(steps, 9)
        const before = surfaceOf(steps.slice(0, cut), 9)
        for (const timeout of grid.idleTimeoutsMs.keys()) {
          const expected = whole.dials(timeout, 4) - before.dials(timeout, 4)
          expect(ghost.surface().dials(timeout, 2)).toBeCloseTo(expected, 9)
        }
      }),
    )
  })
})

describe('what it refuses', () => {
  it.each([[[]], [[0]], [[2, 1]], [[1, 1]], [[1.5]], [[Infinity]]])('idle caps %j', (idleCaps) => {
    expect(() => new ReuseGhost({ ...grid, idleCaps }, 0)).toThrow(RangeError)
  })

  it.each([[[]], [[0]], [[2, 1]]])('idle timeouts %j', (idleTimeoutsMs) => {
    expect(() => new ReuseGhost({ ...grid, idleTimeoutsMs }, 0)).toThrow(RangeError)
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CloseReturnedSurface } from './close-returned-surface.ts'
import { type BusyStep, naiveStack } from './naive-stack.oracle.ts'
import { PLAIN_POLICY } from './policy.ts'
import { runSteps } from './run-steps.fixture.ts'
import { busyTraces } from './busy-traces.arbitrary.ts'
import { ReuseSurface } from './reuse-surface.ts'

const TIMEOUTS_MS = [0.25, 1, 2, 3, 5, 8, 13, 30, Infinity]
const MAX_IDLE = 6

function surfaceOf(steps: readonly BusyStep[], idleTimeoutMs: number): CloseReturnedSurface {
  const surface = new CloseReturnedSurface(idleTimeoutMs, MAX_IDLE)
  feed(surface, steps)
  return surface
}

function feed(surface: CloseReturnedSurface | ReuseSurface, steps: readonly BusyStep[]): void {
  for (const { atMs, up } of steps) {
    if (up) surface.up(atMs)
    else surface.down(atMs)
  }
}

function eachCell(check: (idleTimeoutMs: number, maxIdle: number, timeoutIndex: number) => void): void {
  for (const [timeoutIndex, idleTimeoutMs] of TIMEOUTS_MS.entries()) {
    for (let maxIdle = 1; maxIdle <= MAX_IDLE; maxIdle++) check(idleTimeoutMs, maxIdle, timeoutIndex)
  }
}

describe('CloseReturnedSurface', () => {
  it('counts the dials and idle time of the naive stack for every idle cap', () => {
    fc.assert(
      fc.property(busyTraces, (drawn) => {
        // Long after, one up in which everything expires.
        const steps = [...drawn, { atMs: (drawn.at(-1)?.atMs ?? 0) + 1000, up: true }]
        const surfaces = TIMEOUTS_MS.map((timeoutMs) => surfaceOf(steps, timeoutMs))
        eachCell((timeoutMs, maxIdle, i) => {
          const expected = naiveStack(steps, timeoutMs, maxIdle, 'close-returned')
          expect(surfaces[i]!.dials(maxIdle)).toBe(expected.dials)
          expect(surfaces[i]!.idleMs(maxIdle)).toBe(expected.idleMs)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('counts what the pool machine does, whichever busy connection is returned', () => {
    fc.assert(
      fc.property(busyTraces, fc.array(fc.nat(), { minLength: 1 }), (steps, choices) => {
        const surfaces = TIMEOUTS_MS.map((timeoutMs) => surfaceOf(steps, timeoutMs))
        eachCell((idleTimeoutMs, maxIdlePerHost, i) => {
          const settings = { idleTimeoutMs, maxIdlePerHost }
          const { counters } = runSteps(steps, settings, PLAIN_POLICY, choices)
          expect(surfaces[i]!.dials(maxIdlePerHost)).toBe(counters.dialed)
          expect(surfaces[i]!.idleMs(maxIdlePerHost)).toBe(counters.idleMs)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('never dials less than evict-oldest, and just as often where one parameter does not bind', () => {
    fc.assert(
      fc.property(busyTraces, (steps) => {
        const evictOldest = new ReuseSurface(TIMEOUTS_MS, MAX_IDLE)
        feed(evictOldest, steps)
        let underWay = 0
        const highest = Math.max(0, ...steps.map(({ up }) => (underWay += up ? 1 : -1)))
        const surfaces = TIMEOUTS_MS.map((timeoutMs) => surfaceOf(steps, timeoutMs))
        eachCell((timeoutMs, maxIdle, i) => {
          const bound = evictOldest.dials(i, maxIdle)
          const dials = surfaces[i]!.dials(maxIdle)
          expect(bound).toBeLessThanOrEqual(dials)
          if (timeoutMs === Infinity || maxIdle >= highest) expect(dials).toBe(bound)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('dials less, or as often, with a higher idle cap', () => {
    fc.assert(
      fc.property(busyTraces, fc.constantFrom(...TIMEOUTS_MS), (steps, timeoutMs) => {
        const surface = surfaceOf(steps, timeoutMs)
        for (let maxIdle = 2; maxIdle <= MAX_IDLE; maxIdle++) {
          expect(surface.dials(maxIdle)).toBeLessThanOrEqual(surface.dials(maxIdle - 1))
        }
      }),
    )
  })

  it('names the smallest idle cap that finds a connection', () => {
    const steps = [true, true, true, false, false, false].map((up, i) => ({ atMs: i, up }))
    const surface = surfaceOf(steps, 4)
    surface.up(6)
    expect(surface.depth).toBe(1)
    // Cap 1 kept the one returned at 3, and took it; cap 2 took the one of 4, cap 3 that of 5.
    surface.up(6)
    expect(surface.depth).toBe(2)
    surface.up(9)
    // With cap 3 the one of 3 would be left, but it expired at 7.
    expect(surface.depth).toBe(MAX_IDLE + 1)
  })

  it('can dial more with a longer idle timeout', () => {
    const steps = [true, true, false, false, true].map((up, i) => ({
      atMs: [0, 0, 1, 6, 8][i] as number,
      up,
    }))
    expect([4, 6, 8].map((timeoutMs) => surfaceOf(steps, timeoutMs).dials(1))).toEqual([2, 3, 2])
  })

  it('forgets counts, but not what is idle', () => {
    const surface = surfaceOf(
      [true, false].map((up, atMs) => ({ atMs, up })),
      10,
    )
    surface.resetCounts()
    surface.up(2)
    expect([surface.dials(1), surface.idleMs(1)]).toEqual([0, 1])
  })

  it.each([
    [0, 1],
    [NaN, 1],
    [1, 0],
    [1, 1.5],
    [1, Infinity],
  ])('refuses an idle timeout of %s with an idle cap limit of %s', (timeoutMs, limit) => {
    expect(() => new CloseReturnedSurface(timeoutMs, limit)).toThrow(RangeError)
  })
})

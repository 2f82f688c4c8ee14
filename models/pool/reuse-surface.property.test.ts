import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BusyStep, naivePool, naiveStack } from './naive-stack.oracle.ts'
import { PLAIN_POLICY, type PoolPolicy } from './policy.ts'
import { busyTraces } from './busy-traces.arbitrary.ts'
import { ReuseSurface } from './reuse-surface.ts'
import { runSteps } from './run-steps.fixture.ts'

const GRID_MS = [1, 2, 3, 5, 8, 13, 30, Infinity]
const MAX_IDLE = 5

const evictOldest: PoolPolicy = { ...PLAIN_POLICY, overflow: 'evict-oldest' }

function surfaceOf(steps: readonly BusyStep[], timeoutsMs: readonly number[] = GRID_MS): ReuseSurface {
  const surface = new ReuseSurface(timeoutsMs, MAX_IDLE)
  feed(surface, steps)
  return surface
}

function feed(surface: ReuseSurface, steps: readonly BusyStep[]): void {
  for (const { atMs, up } of steps) {
    if (up) surface.up(atMs)
    else surface.down(atMs)
  }
}

function eachCell(check: (timeoutIndex: number, timeoutMs: number, maxIdle: number) => void): void {
  for (const [timeoutIndex, timeoutMs] of GRID_MS.entries()) {
    for (let maxIdle = 1; maxIdle <= MAX_IDLE; maxIdle++) check(timeoutIndex, timeoutMs, maxIdle)
  }
}

describe('evict-oldest', () => {
  it('counts the dials and idle time of the naive stack in every cell', () => {
    fc.assert(
      fc.property(busyTraces, (steps) => {
        const surface = surfaceOf(steps)
        eachCell((timeoutIndex, timeoutMs, maxIdle) => {
          const expected = naiveStack(steps, timeoutMs, maxIdle, 'evict-oldest')
          expect(surface.dials(timeoutIndex, maxIdle)).toBe(expected.dials)
          expect(surface.idleMs(timeoutIndex, maxIdle)).toBe(expected.idleMs)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('counts what the pool machine does, whichever busy connection is returned', () => {
    fc.assert(
      fc.property(busyTraces, fc.array(fc.nat(), { minLength: 1 }), (steps, choices) => {
        const surface = surfaceOf(steps)
        eachCell((timeoutIndex, idleTimeoutMs, maxIdlePerHost) => {
          const settings = { idleTimeoutMs, maxIdlePerHost }
          const { counters } = runSteps(steps, settings, evictOldest, choices)
          expect(surface.dials(timeoutIndex, maxIdlePerHost)).toBe(counters.dialed)
          expect(surface.idleMs(timeoutIndex, maxIdlePerHost)).toBe(counters.idleMs)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('dials fall and idle time grows in both parameters', () => {
    fc.assert(
      fc.property(busyTraces, (steps) => {
        const surface = surfaceOf(steps)
        eachCell((timeoutIndex, _, maxIdle) => {
          const dials = surface.dials(timeoutIndex, maxIdle)
          const idleMs = surface.idleMs(timeoutIndex, maxIdle)
          for (const [fewer, less] of [
            [timeoutIndex - 1, maxIdle],
            [timeoutIndex, maxIdle - 1],
          ] as const) {
            if (fewer < 0 || less < 1) continue
            expect(surface.dials(fewer, less)).toBeGreaterThanOrEqual(dials)
            expect(surface.idleMs(fewer, less)).toBeLessThanOrEqual(idleMs)
          }
        })
      }),
    )
  })

  it('what two passes counted can be added, and forgotten without forgetting what is idle', () => {
    fc.assert(
      fc.property(busyTraces, fc.nat(), (steps, at) => {
        const cut = at % (steps.length + 1)
        const whole = surfaceOf(steps)
        const first = surfaceOf(steps.slice(0, cut))
        const second = surfaceOf(steps.slice(0, cut))
        second.resetCounts()
        feed(second, steps.slice(cut))
        first.add(second.counts)
        expect(first.counts).toEqual(whole.counts)
      }),
    )
  })
})

describe('feed', () => {
  it('does what ups and downs one by one do, downs first at one moment', () => {
    fc.assert(
      fc.property(busyTraces, fc.array(fc.nat()), (steps, cuts) => {
        // Of one moment, in any order that does not give back what was not taken.
        const ordered = steps.every(({ atMs, up }, i) => up || atMs !== steps[i - 1]?.atMs)
        fc.pre(ordered)
        const single = new ReuseSurface(GRID_MS, MAX_IDLE)
        const expected: number[] = []
        for (const { atMs, up } of steps) {
          if (!up) single.down(atMs)
          else {
            single.up(atMs)
            expected.push(single.cell)
          }
        }
        const fed = new ReuseSurface(GRID_MS, MAX_IDLE)
        const cells: number[] = []
        const bounds = [0, ...cuts.map((cut) => cut % (steps.length + 1)).sort((a, b) => a - b), steps.length]
        for (const [i, to] of bounds.slice(1).entries()) {
          const stretch = steps.slice(bounds[i], to)
          const times = (up: boolean) =>
            Float64Array.from(stretch.filter((step) => step.up === up).map(({ atMs }) => atMs))
          const own = new Int32Array(times(true).length)
          fed.feed(times(true), times(false), own)
          cells.push(...own)
        }
        expect(cells).toEqual(expected)
        expect(fed.counts).toEqual(single.counts)
      }),
    )
  })
})

describe('close-returned', () => {
  it('never dials less than the surface says, and just as often where one parameter does not bind', () => {
    fc.assert(
      fc.property(busyTraces, (steps) => {
        const surface = surfaceOf(steps)
        let underWay = 0
        const highest = Math.max(0, ...steps.map(({ up }) => (underWay += up ? 1 : -1)))
        eachCell((timeoutIndex, timeoutMs, maxIdle) => {
          const { dials } = naiveStack(steps, timeoutMs, maxIdle, 'close-returned')
          expect(surface.dials(timeoutIndex, maxIdle)).toBeLessThanOrEqual(dials)
          if (timeoutMs === Infinity || maxIdle >= highest) {
            expect(surface.dials(timeoutIndex, maxIdle)).toBe(dials)
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  const busyThenOneArrival = (returnsMs: readonly [number, number], arrivalMs: number): BusyStep[] => [
    { atMs: 0, up: true },
    { atMs: 0, up: true },
    ...returnsMs.map((atMs) => ({ atMs, up: false })),
    { atMs: arrivalMs, up: true },
  ]
  const closeReturned: PoolPolicy = { ...evictOldest, overflow: 'close-returned' }

  it('can dial more: it keeps the older of two connections, which is gone when it is needed', () => {
    const steps = busyThenOneArrival([1, 2], 4.5)
    expect(surfaceOf(steps, [3]).dials(0, 1)).toBe(2)
    expect(naiveStack(steps, 3, 1, 'close-returned').dials).toBe(3)
    const settings = { idleTimeoutMs: 3, maxIdlePerHost: 1 }
    expect(runSteps(steps, settings, closeReturned).counters.dialed).toBe(3)
    expect(runSteps(steps, settings, evictOldest).counters.dialed).toBe(2)
  })

  it('can even dial more with a longer idle timeout', () => {
    const steps = busyThenOneArrival([1, 6], 8)
    const dialsWith = (idleTimeoutMs: number) =>
      runSteps(steps, { idleTimeoutMs, maxIdlePerHost: 1 }, closeReturned).counters.dialed
    expect([4, 6, 8].map(dialsWith)).toEqual([2, 3, 2])
  })
})

describe('first in, first out with evict-oldest', () => {
  it('dials least of all pools that reuse whenever a connection is idle', () => {
    const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(busyTraces, choices, (steps, drawn) => {
        const surface = surfaceOf(steps)
        eachCell((timeoutIndex, timeoutMs, maxIdle) => {
          const least = naiveStack(steps, timeoutMs, maxIdle, 'evict-oldest', 'fifo').dials
          let next = 0
          const anyOne = (idle: number) => (drawn[next++ % drawn.length] as number) % idle
          const others = [
            surface.dials(timeoutIndex, maxIdle),
            naiveStack(steps, timeoutMs, maxIdle, 'close-returned').dials,
            naiveStack(steps, timeoutMs, maxIdle, 'close-returned', 'fifo').dials,
            naivePool(steps, timeoutMs, maxIdle, { taken: anyOne, closed: anyOne }).dials,
          ]
          expect(least).toBeLessThanOrEqual(Math.min(...others))
        })
      }),
      { numRuns: 200 },
    )
  })

  it('dials less than the surface where the pool stays warm by turns', () => {
    const steps = [0, 0, 1, 1, 3, 3.5, 5, 5.5, 7, 7].map((atMs, i) => ({
      atMs,
      up: [true, true, false, false, true, false, true, false, true, true][i] as boolean,
    }))
    expect(surfaceOf(steps, [4]).dials(0, 2)).toBe(3)
    expect(naiveStack(steps, 4, 2, 'evict-oldest', 'fifo').dials).toBe(2)
  })
})

describe('what it refuses', () => {
  it.each([[[]], [[0]], [[2, 1]], [[1, 1]], [[-1, 1]]])('idle timeouts %j', (timeoutsMs) => {
    expect(() => new ReuseSurface(timeoutsMs, 1)).toThrow(RangeError)
  })

  it.each([0, 1.5, Infinity])('an idle cap limit of %s', (limit) => {
    expect(() => new ReuseSurface([1], limit)).toThrow(RangeError)
  })

  it('adding another grid', () => {
    expect(() => new ReuseSurface([1], 2).add(new ReuseSurface([1, 2], 2).counts)).toThrow(RangeError)
  })
})

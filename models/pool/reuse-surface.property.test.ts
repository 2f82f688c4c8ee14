import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { PoolMachine } from './machine.ts'
import { type BusyStep, naiveStack } from './naive-stack.oracle.ts'
import type { PoolPolicy } from './policy.ts'
import { ReuseSurface } from './reuse-surface.ts'
import { UNLIMITED } from './settings.ts'

const GRID_MS = [1, 2, 3, 5, 8, 13, 30, Infinity]
const MAX_IDLE = 5

const evictOldest: PoolPolicy = {
  pick: 'lifo',
  overflow: 'evict-oldest',
  lateBinding: false,
  serverHint: { kind: 'ignore' },
  staleRetry: 'never',
}

/**
 * Random ups and downs, quarters of a ms apart (which add up without rounding), and at the end as many ups as
 * it takes for every gap to be over.
 */
const traces: fc.Arbitrary<BusyStep[]> = fc
  .array(fc.tuple(fc.nat({ max: 24 }), fc.boolean()), { maxLength: 150, size: 'max' })
  .map((moves) => {
    const steps: BusyStep[] = []
    let atMs = 0
    let underWay = 0
    let highest = 0
    for (const [quarters, drawnUp] of moves) {
      atMs += quarters / 4
      const up = drawnUp || underWay === 0
      underWay += up ? 1 : -1
      highest = Math.max(highest, underWay)
      steps.push({ atMs, up })
    }
    for (; underWay < highest; underWay++) steps.push({ atMs, up: true })
    return steps
  })

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

/** The machine with dials that take no time; `choices` say which busy connection is returned. */
function runMachine(
  steps: readonly BusyStep[],
  settings: { readonly idleTimeoutMs: number; readonly maxIdlePerHost: number },
  policy: PoolPolicy,
  choices: readonly number[] = [0],
): PoolMachine {
  const busy: number[] = []
  const dials: number[] = []
  const machine = new PoolMachine({ ...UNLIMITED, ...settings }, policy, {
    assign: (_, connection) => busy.push(connection),
    dial: (connection) => dials.push(connection),
    close: () => {},
    reject: () => {},
  })
  for (const [i, { atMs, up }] of steps.entries()) {
    if (up) {
      machine.acquire(i, atMs)
      for (const connection of dials.splice(0)) machine.dialed(connection, atMs)
    } else {
      const [connection] = busy.splice((choices[i % choices.length] as number) % busy.length, 1)
      machine.release(connection as number, { reusable: true, hintMs: null }, atMs)
    }
  }
  return machine
}

describe('evict-oldest', () => {
  it('counts the dials and idle time of the naive stack in every cell', () => {
    fc.assert(
      fc.property(traces, (steps) => {
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
      fc.property(traces, fc.array(fc.nat(), { minLength: 1 }), (steps, choices) => {
        const surface = surfaceOf(steps)
        eachCell((timeoutIndex, idleTimeoutMs, maxIdlePerHost) => {
          const settings = { idleTimeoutMs, maxIdlePerHost }
          const { counters } = runMachine(steps, settings, evictOldest, choices)
          expect(surface.dials(timeoutIndex, maxIdlePerHost)).toBe(counters.dialed)
          expect(surface.idleMs(timeoutIndex, maxIdlePerHost)).toBe(counters.idleMs)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('dials fall and idle time grows in both parameters', () => {
    fc.assert(
      fc.property(traces, (steps) => {
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
      fc.property(traces, fc.nat(), (steps, at) => {
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

describe('close-returned', () => {
  it('never dials less than the surface says, and just as often where one parameter does not bind', () => {
    fc.assert(
      fc.property(traces, (steps) => {
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
    expect(runMachine(steps, settings, closeReturned).counters.dialed).toBe(3)
    expect(runMachine(steps, settings, evictOldest).counters.dialed).toBe(2)
  })

  it('can even dial more with a longer idle timeout', () => {
    const steps = busyThenOneArrival([1, 6], 8)
    const dialsWith = (idleTimeoutMs: number) =>
      runMachine(steps, { idleTimeoutMs, maxIdlePerHost: 1 }, closeReturned).counters.dialed
    expect([4, 6, 8].map(dialsWith)).toEqual([2, 3, 2])
  })
})

describe('with Poisson arrivals and nothing that queues (M/M/∞)', () => {
  /**
   * Share of requests that dial with 10 requests/s of 0.5 s each, from
   * λ Σ π(k−1) (1 − P[k − 1 reaches k within K, before k − M − 1]), evaluated in double precision.
   */
  const exact = [
    [100, 1, 0.55974723],
    [250, 2, 0.35176855],
    [500, 3, 0.23470545],
    [1000, 2, 0.28970513],
    [1000, 4, 0.15279081],
    [2000, 1, 0.47385874],
    [Infinity, 3, 0.19247117],
  ] as const

  it('agrees with the closed form', () => {
    const timeoutsMs = [100, 250, 500, 1000, 2000, Infinity]
    const surface = new ReuseSurface(timeoutsMs, 4)
    const stream = new RandomStream(7, 'mm-infinity')
    const shares = exact.map((): number[] => [])
    const batches = 61
    const perBatch = 25_000
    let atMs = 0
    let underWay = 0
    for (let batch = 0; batch < batches; batch++) {
      for (let arrivals = 0; arrivals < perBatch;) {
        // Per second: 10 arrivals and 2 completions for each request under way.
        const ratePerSecond = 10 + 2 * underWay
        atMs += exponential(stream, 1000 / ratePerSecond)
        if (stream.float() * ratePerSecond < 10) {
          surface.up(atMs)
          underWay++
          arrivals++
        } else {
          surface.down(atMs)
          underWay--
        }
      }
      // The first batch is warm-up.
      for (const [cell, [timeoutMs, maxIdle]] of exact.entries()) {
        const dials = surface.dials(timeoutsMs.indexOf(timeoutMs), maxIdle)
        if (batch > 0) shares[cell]?.push(dials / perBatch)
      }
      surface.resetCounts()
    }
    for (const [cell, [, , share]] of exact.entries()) {
      const seen = shares[cell] as number[]
      const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length
      const variance = seen.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (seen.length - 1)
      const standardError = Math.sqrt(variance / seen.length) / share
      // 1 % is then four standard errors, which chance exceeds once in 16 000 times.
      expect(standardError).toBeLessThan(0.0025)
      expect(Math.abs(mean / share - 1)).toBeLessThan(0.01)
      expect(Math.abs(mean / share - 1)).toBeLessThan(4 * standardError)
    }
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

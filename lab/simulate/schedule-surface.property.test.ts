import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLAIN_POLICY, type PoolPolicy } from '../../models/pool/policy.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { walkThrough } from './schedule-walk.fixture.ts'
import { scheduleSurface } from './schedule-surface.ts'
import { simulateSchedule } from './simulate-schedule.ts'

const none = createDistribution({ kind: 'deterministic', value: 0 })

/** Whole ms, so that ends of requests and of idle times often fall together; a short request ends the schedule soon. */
const requests = fc
  .array(fc.record({ gapMs: fc.nat({ max: 900 }), serviceMs: fc.nat({ max: 700 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((list) => {
    let dueMs = 0
    const all = [...list, { gapMs: 2000, serviceMs: 3 }]
    return all.map(({ gapMs, serviceMs }) => ({ dueMs: (dueMs += gapMs), serviceMs }))
  })

interface Case {
  readonly pods: number
  readonly hosts: number
  readonly slots: number
  readonly policy: PoolPolicy
}

function optionsOf({ pods, hosts, slots, policy }: Case): SimulationOptions {
  return {
    pods,
    hosts,
    policy,
    seed: 5,
    settings: UNLIMITED,
    system: {
      rttMs: 2,
      dialMs: none,
      dialExclusiveMs: 0,
      serviceMs: none,
      slots,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
  }
}

const GRID = { timeouts: 5, maxIdle: 3 }

/** Every cell beside the simulation of that pair of settings, with a pool that takes no time to dial. */
async function compare(
  list: ReadonlyArray<{ readonly dueMs: number; readonly serviceMs: number }>,
  options: SimulationOptions,
  check: (
    surface: { dials: number; idleSeconds: number },
    pool: { dials: number; idleSeconds: number },
  ) => void,
) {
  const walk = walkThrough(
    list.map(({ dueMs }) => dueMs),
    list.map(({ serviceMs }) => serviceMs),
  )
  const surface = await scheduleSurface(walk, options, GRID)
  for (const [t, idleTimeoutMs] of surface.idleTimeoutsMs.entries()) {
    for (const [m, maxIdlePerHost] of surface.maxIdlePerHost.entries()) {
      const settings = { ...options.settings, idleTimeoutMs, maxIdlePerHost }
      const { measurement } = await simulateSchedule(walk, { ...options, settings })
      const { dialed, idleSeconds } = measurement.connections
      check(
        { dials: surface.dials[t]?.[m] ?? NaN, idleSeconds: surface.idleSeconds[t]?.[m] ?? NaN },
        { dials: dialed, idleSeconds },
      )
    }
  }
  return surface
}

const cases = fc.record({
  pods: fc.integer({ min: 1, max: 3 }),
  slots: fc.constantFrom(1, 3, Infinity),
})

describe('scheduleSurface', () => {
  it.each([
    ['evict-oldest', 'one pass, exact'],
    ['close-returned', 'one pass per idle timeout, exact'],
  ] as const)('is what the pool does, for LIFO and %s', async (overflow, method) => {
    await fc.assert(
      fc.asyncProperty(requests, cases, async (list, drawn) => {
        const options = optionsOf({ ...drawn, hosts: 1, policy: { ...PLAIN_POLICY, overflow } })
        const surface = await compare(list, options, (cell, pool) => {
          expect(cell.dials).toBe(pool.dials)
          expect(cell.idleSeconds).toBeCloseTo(pool.idleSeconds, 6)
        })
        expect(surface).toMatchObject({ method, leftOut: [] })
      }),
      { numRuns: 60 },
    )
  })

  it('counts the same dials with several hosts', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (list) => {
        const options = optionsOf({ pods: 2, hosts: 3, slots: 4, policy: PLAIN_POLICY })
        await compare(list, options, (cell, pool) => expect(cell.dials).toBe(pool.dials))
      }),
      { numRuns: 40 },
    )
  })

  it('is a bound for LIFO pools that close sooner', async () => {
    const policies = fc.constantFrom<Partial<PoolPolicy>>(
      { lifetime: 'timer' },
      { lifetime: 'checked' },
      { lifetime: 'returned' },
      { overflow: 'evict-oldest' },
      { expiry: { kind: 'checked', when: 'taken', sweep: null } },
      { expiry: { kind: 'timer', grainMs: 1000 } },
    )
    await fc.assert(
      fc.asyncProperty(requests, policies, async (list, policy) => {
        const base = optionsOf({ pods: 1, hosts: 1, slots: Infinity, policy: { ...PLAIN_POLICY, ...policy } })
        const settings = { ...UNLIMITED, maxLifetimeMs: 2000, maxRequestsPerConn: 7 }
        const surface = await compare(list, { ...base, settings }, (cell, pool) => {
          expect(cell.dials).toBeLessThanOrEqual(pool.dials)
        })
        expect(surface.method).toBe('one pass, bound')
      }),
      { numRuns: 60 },
    )
  })

  // One of two idle connections is enough for a while; FIFO takes turns, and neither expires.
  it('is no bound for FIFO pools, which may dial less', async () => {
    const list = [0, 0, 4500, 7000, 11_000, 11_000].map((dueMs) => ({ dueMs, serviceMs: 5 }))
    const options = optionsOf({
      pods: 1,
      hosts: 1,
      slots: Infinity,
      policy: { ...PLAIN_POLICY, pick: 'fifo' },
    })
    const differences: number[] = []
    const surface = await compare(list, options, (cell, pool) => {
      differences.push(cell.dials - pool.dials)
    })
    expect(surface.method).toBe('one pass, estimate')
    expect(Math.max(...differences)).toBe(1)
  })

  it('takes a cap on connections for no matter while it is not reached', async () => {
    const options = optionsOf({ pods: 1, hosts: 1, slots: Infinity, policy: PLAIN_POLICY })
    const methodWith = async (maxConnsPerHost: number) => {
      const capped = { ...options, settings: { ...UNLIMITED, maxConnsPerHost } }
      return (await scheduleSurface(walkThrough([0, 1, 2], [9, 9, 9]), capped, GRID)).method
    }
    expect(await methodWith(3)).toBe('one pass per idle timeout, exact')
    expect(await methodWith(2)).toBe('one pass, estimate')
  })
})

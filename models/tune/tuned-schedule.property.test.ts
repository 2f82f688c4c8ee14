import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arrivals } from '../arrivals/arrivals.ts'
import { PLAIN_POLICY } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { createDistribution } from '../simulate/create-distribution.ts'
import { AutoTuner } from './auto-tuner.ts'
import { RANDOM_MS, randomLoads } from './random-load.arbitrary.ts'
import { type TunedSchedule, tunedSchedule } from './tuned-schedule.ts'
import type { TuningBounds } from './tuning-bounds.ts'

const MINUTE_MS = 60_000
const EVERY_MS = 10_000

interface Load {
  readonly arrivals: Arrivals
  readonly serviceMs: number
  readonly settings: { readonly idleTimeoutMs: number; readonly maxIdlePerHost: number }
  readonly bounds: TuningBounds
  readonly safeMs: number
}

const loads: fc.Arbitrary<Load> = fc.record({
  arrivals: randomLoads,
  serviceMs: fc.constantFrom(20, 200, 2000),
  settings: fc.record({
    idleTimeoutMs: fc.constantFrom(500, 5000, 90_000, Infinity),
    maxIdlePerHost: fc.constantFrom(1, 2, 20, Infinity),
  }),
  bounds: fc.record({
    idleTimeoutMs: fc.constantFrom({ least: 1000, most: Infinity }, { least: 2000, most: 20_000 }),
    maxIdlePerHost: fc.constantFrom({ least: 1, most: Infinity }, { least: 3, most: 7 }),
    maxConnsPerHost: fc.constant(null),
  }),
  safeMs: fc.constantFrom(1500, 4500, 59_000, Infinity),
})

function run({ arrivals, serviceMs, settings, bounds, safeMs }: Load): TunedSchedule {
  const initial = { ...UNLIMITED, ...settings }
  return tunedSchedule({
    arrivals,
    system: {
      rttMs: 8,
      dialMs: createDistribution({ kind: 'deterministic', value: 25 }),
      dialExclusiveMs: 0,
      serviceMs: createDistribution({ kind: 'exponential', mean: serviceMs }),
      slots: Infinity,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
    policy: { ...PLAIN_POLICY, overflow: 'evict-oldest' },
    pods: 1,
    settings: initial,
    createTuner: (startMs) =>
      new AutoTuner({ settings: initial, bounds, safeIdleTimeoutMs: safeMs, startMs }),
    everyMs: EVERY_MS,
    seed: 1,
    parts: 1,
  })
}

describe('whatever the load', () => {
  it('settings stay in their bounds and are never above the safe idle timeout', () => {
    fc.assert(
      fc.property(loads, (load) => {
        const { changes, settings } = run(load)
        const { idleTimeoutMs, maxIdlePerHost } = load.bounds
        for (const set of [...(changes[0] ?? []).map(({ to }) => to), settings[0] ?? UNLIMITED]) {
          expect(set.idleTimeoutMs).toBeLessThanOrEqual(Math.min(load.safeMs, idleTimeoutMs.most))
          expect(set.idleTimeoutMs).toBeGreaterThanOrEqual(Math.min(load.safeMs, idleTimeoutMs.least))
          expect(set.maxIdlePerHost).toBeLessThanOrEqual(maxIdlePerHost.most)
          expect(set.maxIdlePerHost).toBeGreaterThanOrEqual(maxIdlePerHost.least)
          expect(set.maxConnsPerHost).toBe(Infinity)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('no setting turns around more than twice once the load is stationary', () => {
    fc.assert(
      fc.property(loads, (load) => {
        const changes = run(load).changes[0] ?? []
        const stationary = changes.filter(({ atMs }) => atMs > RANDOM_MS + 2 * MINUTE_MS)
        for (const name of ['idleTimeoutMs', 'maxIdlePerHost'] as const) {
          const directions = stationary
            .map(({ from, to }) => Math.sign(to[name] - from[name]))
            .filter((sign) => sign !== 0)
          const turns = directions.filter((sign, i) => i > 0 && sign !== directions[i - 1])
          expect(turns.length).toBeLessThanOrEqual(2)
        }
      }),
      { numRuns: 20 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import { week } from '../scenario/arrival-builders.ts'
import { createDistribution } from '../simulate/create-distribution.ts'
import { AutoTuner } from './auto-tuner.ts'
import { RuleOfThumbTuner } from './rule-of-thumb-tuner.ts'
import { sumOfParts, type TunedSchedule, tunedSchedule } from './tuned-schedule.ts'
import type { Tuner } from './tuner.ts'
import { DEFAULT_BOUNDS } from './tuning-bounds.ts'

const SAFE_MS = 60_000
const goDefaults: PoolSettings = { ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 2 }
const widest: PoolSettings = { ...goDefaults, idleTimeoutMs: SAFE_MS, maxIdlePerHost: 4096 }
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  overflow: 'evict-oldest',
  lateBinding: { kind: 'dial-shortfall', surplus: 'idle' },
}

const options = { settings: goDefaults, bounds: DEFAULT_BOUNDS, safeIdleTimeoutMs: SAFE_MS }
const autoTuner = (startMs: number): Tuner => new AutoTuner({ ...options, startMs })
const ruleOfThumbTuner = (): Tuner => new RuleOfThumbTuner(options)

describe('seven days at 3/s, answers of 400 ms, from the defaults of Go on', () => {
  const arrivals = createArrivals(week({ meanRate: 3, shape: 'worldcup98-calm', flashCrowds: 2 }), 1)
  const run = (settings: PoolSettings, createTuner: ((startMs: number) => Tuner) | null): TunedSchedule =>
    tunedSchedule({
      arrivals,
      system: {
        rttMs: 8,
        dialMs: createDistribution({ kind: 'deterministic', value: 25 }),
        dialExclusiveMs: 0,
        serviceMs: createDistribution({ kind: 'exponential', mean: 400 }),
        slots: Infinity,
        serverIdleTimeoutMs: 65_000,
        hintMs: null,
      },
      policy,
      pods: 1,
      settings,
      createTuner,
      everyMs: 10_000,
      seed: 1,
      parts: 7,
    })

  it('a pool that tunes itself dials less than 5 % more than the best fixed settings', () => {
    // No fixed settings within the bounds dial less than the widest.
    const best = run(widest, null)
    const tuned = run(goDefaults, autoTuner)
    const rules = run(goDefaults, ruleOfThumbTuner)
    const dials = [best, tuned, rules].map(({ parts }) => sumOfParts(parts).dials)
    const laterDials = [best, tuned, rules].map(({ parts }) => sumOfParts(parts.slice(1)).dials)
    expect(dials).toEqual([12_770, 12_980, 12_772])
    expect(laterDials).toEqual([11_061, 11_204, 11_061])
    expect(laterDials[1] as number).toBeLessThanOrEqual(1.05 * (laterDials[0] as number))
    expect(sumOfParts(tuned.parts).idleSeconds).toBeLessThanOrEqual(sumOfParts(best.parts).idleSeconds)
  })
})

describe('an hour of 24 requests at once, each second', () => {
  const dueMs = Float64Array.from({ length: 24 * 3600 }, (_, i) => 1000 * Math.floor(i / 24))
  const run = (createTuner: (startMs: number) => Tuner): TunedSchedule =>
    tunedSchedule({
      arrivals: createArrivals({ kind: 'trace', dueMs }, 1),
      system: {
        rttMs: 8,
        dialMs: createDistribution({ kind: 'deterministic', value: 25 }),
        dialExclusiveMs: 0,
        serviceMs: createDistribution({ kind: 'deterministic', value: 100 }),
        slots: Infinity,
        serverIdleTimeoutMs: Infinity,
        hintMs: null,
      },
      policy,
      pods: 1,
      settings: goDefaults,
      createTuner,
      everyMs: 10_000,
      seed: 1,
      parts: 1,
    })

  function capsOf({ changes }: TunedSchedule): number[] {
    return (changes[0] ?? []).map(({ to }) => to.maxIdlePerHost)
  }

  it('the tuner comes to 24 in two steps and stays', () => {
    const tuned = run(autoTuner)
    expect(capsOf(tuned)).toEqual([8, 24])
    expect(sumOfParts(tuned.parts).dials).toBe(404)
  })

  it('the rules of thumb take seven, dial twice as often meanwhile, and go far beyond', () => {
    const ruled = run(ruleOfThumbTuner)
    expect(capsOf(ruled)).toEqual([3, 5, 8, 12, 18, 27, 41])
    expect(sumOfParts(ruled.parts).dials).toBe(984)
  })
})

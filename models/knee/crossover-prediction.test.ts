import { describe, expect, test } from 'vitest'
import { goNetHttp } from '../clients/go-net-http.ts'
import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { createDistribution } from '../simulate/create-distribution.ts'
import { EmpiricalDistribution } from '../simulate/empirical-distribution.ts'
import type { SystemModel } from '../simulate/system-model.ts'
import { busyTail } from './crossover-busy-tail.ts'
import { littleCrossover } from './crossover-folk-formula.ts'
import { predictCrossover, simulateDials } from './crossover-prediction.ts'

function systemOf(meanMs: number): SystemModel {
  return {
    rttMs: 0,
    dialMs: EmpiricalDistribution.constant(0),
    dialExclusiveMs: 0,
    serviceMs: createDistribution({ kind: 'exponential', mean: meanMs }),
    slots: Infinity,
    serverIdleTimeoutMs: Infinity,
    hintMs: null,
  }
}

const evictOldest: PoolPolicy = { ...PLAIN_POLICY, overflow: 'evict-oldest' }

describe('simulateDials', () => {
  // Closed form of the M/M/∞ queue: λ Σ πₖ₋₁ (1 − P(level k is reached again within K, and before k − M − 1 is)).
  test.each([
    { maxIdlePerHost: 2, idleTimeoutMs: Infinity, share: 0.289486 },
    { maxIdlePerHost: 4, idleTimeoutMs: Infinity, share: 0.131939 },
    { maxIdlePerHost: 4, idleTimeoutMs: 1000, share: 0.152791 },
    { maxIdlePerHost: 2, idleTimeoutMs: 500, share: 0.298169 },
  ])('agrees with the closed form at $maxIdlePerHost idle, $idleTimeoutMs ms', (given) => {
    const { share, ...settings } = given
    const point = simulateDials(
      { system: systemOf(500), settings: { ...UNLIMITED, ...settings }, policy: evictOldest, seed: 3 },
      10,
    )
    expect(Math.abs(point.dialsPerSecond - 10 * share)).toBeLessThan(4 * point.standardError)
    expect(point.standardError).toBeLessThan(0.1)
  })

  test.each([0.3, 1, 3])('dials at most as often as the idle cap is busy, at a mean of %d busy', (busy) => {
    for (const maxIdlePerHost of [1, 2, 5]) {
      const rate = 50 * busy
      const { dialsPerSecond, standardError } = simulateDials(
        { system: systemOf(20), settings: { ...UNLIMITED, maxIdlePerHost }, policy: PLAIN_POLICY, seed: 4 },
        rate,
      )
      expect(dialsPerSecond).toBeLessThan(rate * busyTail(busy, maxIdlePerHost) + 4 * standardError)
    }
  })
})

describe('predictCrossover', () => {
  const settings = goNetHttp.defaults
  const go = { settings, policy: goNetHttp.policy, lowestRate: 0.5, highestRate: 1000, seed: 5 }

  test('finds the departure of a client with its defaults, below where Little has as many busy as may be idle', () => {
    const { departure, curve } = predictCrossover({ ...go, system: systemOf(20) })
    if (departure.kind !== 'departed') throw new Error(departure.kind)
    const little = littleCrossover(settings.maxIdlePerHost, 20)
    expect(departure.rate).toBeGreaterThan(0.1 * little)
    expect(departure.rate).toBeLessThan(little)
    expect(departure.floor.dialsPerSecond).toBeLessThan(0.2)
    expect(curve.every(({ rate }, i) => rate > (curve[i - 1]?.rate ?? 0))).toBe(true)
    const { departure: again } = predictCrossover({ ...go, system: systemOf(20) })
    expect(again).toEqual(departure)
  })

  test('scales with the speed of the server, as a rate does', () => {
    const untimed = { ...go, settings: { ...settings, idleTimeoutMs: Infinity } }
    const slow = predictCrossover({ ...untimed, system: systemOf(20) }).departure
    const fast = predictCrossover({
      ...untimed,
      lowestRate: 5,
      highestRate: 10_000,
      system: systemOf(2),
    }).departure
    if (slow.kind !== 'departed' || fast.kind !== 'departed') throw new Error('no departure')
    expect(fast.rate / slow.rate).toBeCloseTo(10, 1)
  })

  test('says that a pool without an idle cap never begins to dial', () => {
    const { departure } = predictCrossover({ ...go, settings: UNLIMITED, system: systemOf(20) })
    expect(departure).toMatchObject({ kind: 'not-reached', highestRate: 1000 })
  })

  test('says that there is no floor where nothing is kept', () => {
    const none = { ...settings, maxIdlePerHost: 0 }
    const { departure } = predictCrossover({ ...go, lowestRate: 10, settings: none, system: systemOf(20) })
    expect(departure.kind).toBe('no-floor')
  })

  test('refuses an empty range', () => {
    expect(() => predictCrossover({ ...go, highestRate: 0.1, system: systemOf(20) })).toThrow(RangeError)
  })
})

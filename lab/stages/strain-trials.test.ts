import { describe, expect, it } from 'vitest'
import type { Candidate, Strain, Trial } from '../../models/artifacts/simulate.ts'
import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { decide } from '../../models/recommend/decision.ts'
import { growthOf, robustChoice } from '../../models/recommend/robust-choice.ts'
import { candidate, fitWith, simulated } from '../../models/recommend/simulated-candidates.fixture.ts'
import { tryUnderStrain } from './strain-trials.ts'

const idle = { idleTimeoutMs: 64_000, p99Ms: 20 }
const free = candidate('unlimited', { ...idle, maxIdle: Infinity })
const capped = candidate('unlimited', { ...idle, maxIdle: Infinity, maxConns: 30 })
const today = candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 })
const rungs = [8, 12, 16].map((maxIdle) =>
  candidate('candidate', { ...idle, maxIdle, maxConns: 30, idleSeconds: 10 * maxIdle }),
)

const decisionFor = (candidates: readonly Candidate[]) =>
  decide({
    client: goNetHttp,
    slo: { p99Ms: 250, failureRate: 0.001 },
    pods: 2,
    fit: fitWith(null),
    simulated: simulated('hint', candidates),
  })

/** A simulator in which so many idle connections are enough for the load, and service time does nothing. */
function windowsNeeding(maxIdle: (load: number) => number) {
  const asked: Trial[] = []
  return {
    asked,
    async underStrain({ role, settings }: Pick<Candidate, 'role' | 'settings'>, strain: Strain) {
      const isEnough = (settings.maxIdlePerHost ?? Infinity) >= maxIdle(strain.load)
      const trial = { role, settings, strain, expected: { ...free.expected, p99Ms: isEnough ? 20 : 30 } }
      asked.push(trial)
      return trial
    },
  }
}

describe('tryUnderStrain', () => {
  it('goes up the ladder until one holds, and then as far as that one holds', async () => {
    const decision = decisionFor([today, free, capped, ...rungs])
    const trials = await tryUnderStrain(
      decision,
      windowsNeeding((load) => 8 * load),
    )
    const choice = robustChoice(decision, trials)
    expect(choice).toMatchObject({ holds: true, chosen: { candidate: rungs[1] } })
    const load = growthOf(decision, rungs[1] as Candidate, trials, 'load')
    expect(load.upTo).toBeLessThanOrEqual(1.5)
    expect(load.failsAt).toBeGreaterThan(1.5)
    expect((load.failsAt ?? Infinity) / load.upTo).toBeLessThanOrEqual(1.05)
    expect(growthOf(decision, rungs[1] as Candidate, trials, 'serviceTime').upTo).toBe(4)
  })

  it('tries nothing twice, and the pool without any limit no further than a quarter more', async () => {
    const decision = decisionFor([today, free, capped, ...rungs])
    const windows = windowsNeeding((load) => 8 * load)
    await tryUnderStrain(decision, windows)
    const keys = windows.asked.map(({ role, settings, strain }) => JSON.stringify([role, settings, strain]))
    expect(new Set(keys).size).toBe(keys.length)
    const unlimited = windows.asked.filter(
      ({ role, settings }) => role === 'unlimited' && settings.maxConnsPerHost === null,
    )
    expect(unlimited.map(({ strain }) => strain.load)).toEqual([0.75, 1.25, 1, 1])
  })

  it.each(['load', 'serviceTime'] as const)(
    'gives the same list, though those of %s take longer',
    async (slow) => {
      const decision = decisionFor([today, free, capped, ...rungs])
      const windows = windowsNeeding((load) => 8 * load)
      const trials = await tryUnderStrain(decision, {
        async underStrain(tried, strain) {
          // Other trials have their turns meanwhile.
          for (let turn = 0; strain[slow] > 1.25 && turn < 50; turn++) await Promise.resolve()
          return windows.underStrain(tried, strain)
        },
      })
      const strains = trials.map(({ strain: { load, serviceTime } }) => [load, serviceTime])
      const grown = strains.filter((strain) => Math.max(...strain) > 1.25)
      const ofLoad = grown.filter(([load]) => load !== 1)
      const ofServiceTime = grown.filter(([load]) => load === 1)
      expect(Math.min(ofLoad.length, ofServiceTime.length)).toBeGreaterThan(0)
      expect(grown).toEqual([...ofLoad, ...ofServiceTime])
    },
  )

  it('ends where a trial gives no response, and claims nothing then', async () => {
    const decision = decisionFor([today, free, capped, ...rungs])
    const trials = await tryUnderStrain(decision, {
      async underStrain({ role, settings }, strain) {
        const p99Ms = strain.load > 1.3 ? Number.NaN : 20
        return { role, settings, strain, expected: { ...free.expected, p99Ms } }
      },
    })
    expect(growthOf(decision, rungs[0] as Candidate, trials, 'load')).toMatchObject({
      upTo: 1.25,
      failsAt: null,
    })
    const stored = JSON.parse(JSON.stringify(trials)) as Trial[]
    expect(robustChoice(decision, stored)).toEqual(robustChoice(decision, trials))
    const silent = trials.map((trial) => ({ ...trial, expected: { ...trial.expected, p99Ms: Number.NaN } }))
    expect(robustChoice(decision, silent)).toBeNull()
  })

  it('has nothing to compare with where no pool without a limit was simulated', async () => {
    const windows = windowsNeeding(() => 1)
    expect(await tryUnderStrain(decisionFor([today, ...rungs]), windows)).toEqual([])
    expect(windows.asked).toEqual([])
  })
})

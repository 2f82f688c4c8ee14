import { describe, expect, it } from 'vitest'
import type { Candidate, Strain, Trial } from '../artifacts/simulate.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import { decide } from './decision.ts'
import { recommend } from './recommend.ts'
import { growthOf, robustChoice } from './robust-choice.ts'
import { candidate, fitWith, simulated } from './simulated-candidates.fixture.ts'
import { STRAINS } from './strain.ts'

const today = candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 })
const unlimited = candidate('unlimited', { idleTimeoutMs: 64_000, maxIdle: Infinity, p99Ms: 20 })
const rungs = [8, 9, 10, 12, 16].map((maxIdle) =>
  candidate('candidate', { idleTimeoutMs: 64_000, maxIdle, p99Ms: 20, idleSeconds: 10 * maxIdle }),
)

const options = (trials: readonly Trial[] = []) => ({
  client: goNetHttp,
  slo: { p99Ms: 250, failureRate: 0.001 },
  pods: 2,
  fit: fitWith(null),
  simulated: simulated('hint', [today, unlimited, ...rungs], {}, trials),
})

const decision = decide(options())

function tried(of: Candidate, p99Of: (strain: Strain) => number, strains = STRAINS): Trial[] {
  const { role, settings, expected } = of
  return strains.map((strain) => ({
    role,
    settings,
    strain,
    expected: { ...expected, p99Ms: p99Of(strain) },
  }))
}

const steady = () => 20
const slowUnderLoad =
  (p99Ms: number) =>
  ({ load }: Strain) =>
    load > 1 ? p99Ms : 20

describe('the ladder', () => {
  it('begins with the first choice, and goes on to larger ones, the largest last', () => {
    expect(decision.ladder.map(({ settings }) => settings.maxIdlePerHost)).toEqual([8, 9, 12, 16])
  })

  it("begins with today's settings where these are as good", () => {
    const good = candidate('today', { idleTimeoutMs: 60_000, maxIdle: 8, p99Ms: 20, idleSeconds: 80 })
    const { ladder } = decide({ ...options(), simulated: simulated('hint', [good, unlimited, ...rungs]) })
    expect(ladder[0]).toBe(good)
  })
})

describe('robustChoice', () => {
  const [first, second, third, last] = decision.ladder as [Candidate, Candidate, Candidate, Candidate]

  it('takes the first that stays within 2 % of the best under each strain', () => {
    const choice = robustChoice(decision, [
      ...tried(unlimited, steady),
      ...tried(first, slowUnderLoad(20.5)),
      ...tried(second, slowUnderLoad(20.3)),
    ])
    expect(choice).toMatchObject({ holds: true, chosen: { candidate: second } })
    expect(choice?.rejected.map((rung) => rung.candidate)).toEqual([first])
    expect(choice?.rejected[0]?.results[1]).toMatchObject({
      strain: { load: 1.25, serviceTime: 1 },
      p99Ms: 20.5,
      unlimitedP99Ms: 20,
      failures: ['P99 20.5 ms is 2.5 % above the 20.0 ms without a limit on idle connections.'],
    })
  })

  it('takes the one that is least off where none holds', () => {
    const choice = robustChoice(decision, [
      ...tried(unlimited, steady),
      ...tried(first, slowUnderLoad(26)),
      ...tried(second, slowUnderLoad(24)),
      ...tried(third, slowUnderLoad(22)),
      ...tried(last, slowUnderLoad(23)),
    ])
    expect(choice).toMatchObject({ holds: false, chosen: { candidate: third } })
    expect(choice?.rejected).toHaveLength(3)
  })

  it('does not blame the settings for an SLO that no pool can keep, but does for one that others keep', () => {
    const over = slowUnderLoad(300)
    const excused = robustChoice(decision, [...tried(unlimited, over), ...tried(first, over)])
    expect(excused).toMatchObject({ holds: true, chosen: { candidate: first } })
    const near = robustChoice(decision, [
      ...tried(unlimited, slowUnderLoad(249)),
      ...tried(first, slowUnderLoad(251)),
    ])
    expect(near?.holds).toBe(false)
    expect(near?.chosen.results[1]?.failures).toEqual([
      'SLO: P99 251.0 ms of 250.0 ms, failures 0.00 % of 0.10 %.',
    ])
  })

  it('blames a constraint that was kept before', () => {
    const manyDials = tried(first, steady).map((trial) =>
      trial.strain.load > 1 ? { ...trial, expected: { ...trial.expected, peakDialsPerSecond: 1000 } } : trial,
    )
    const choice = robustChoice(decision, [...tried(unlimited, steady), ...manyDials])
    expect(choice?.holds).toBe(false)
    expect(choice?.chosen.results[1]?.failures[0]).toContain(
      'Local ports: a pod with an address of its own needs up to 30001',
    )
  })

  it('does not blame what was broken before', () => {
    const lost = candidate('candidate', { idleTimeoutMs: 70_000, maxIdle: 8, p99Ms: 20 })
    const only = decide({ ...options(), simulated: simulated('hint', [today, unlimited, lost]) })
    const choice = robustChoice(only, [...tried(unlimited, steady), ...tried(lost, steady)])
    expect(choice).toMatchObject({ holds: true, chosen: { candidate: lost } })
  })

  it('compares with the better of two that have no limit on idle connections', () => {
    const capped = candidate('unlimited', {
      idleTimeoutMs: 64_000,
      maxIdle: Infinity,
      maxConns: 30,
      p99Ms: 20,
    })
    const both = decide({
      ...options(),
      simulated: simulated('hint', [today, unlimited, capped, ...rungs]),
    })
    const choice = robustChoice(both, [
      ...tried(unlimited, slowUnderLoad(900)),
      ...tried(capped, slowUnderLoad(21)),
      ...tried(first, slowUnderLoad(22)),
    ])
    expect(choice?.chosen.results[1]).toMatchObject({ unlimitedP99Ms: 21 })
    expect(choice?.holds).toBe(false)
  })

  it('knows nothing where nothing was tried', () => {
    expect(robustChoice(decision, [])).toBeNull()
    expect(robustChoice(decision, tried(first, steady))).toBeNull()
  })
})

describe('growthOf', () => {
  const [first] = decision.ladder as [Candidate]
  const loads = [1.25, 1.8, 1.9, 3].map((load) => ({ load, serviceTime: 1 }))

  it('is up to the last that holds before the first that does not, and says what fails', () => {
    const trials = [
      ...tried(unlimited, steady, loads),
      ...tried(first, ({ load }) => (load > 1.8 ? 21 : 20), loads),
    ]
    expect(growthOf(decision, first, trials, 'load')).toEqual({
      upTo: 1.8,
      failsAt: 1.9,
      failures: ['P99 21.0 ms is 5.0 % above the 20.0 ms without a limit on idle connections.'],
    })
    expect(growthOf(decision, first, trials, 'serviceTime')).toEqual({ upTo: 1, failsAt: null, failures: [] })
  })

  it('ends where the SLO does, whoever misses it', () => {
    const p99Of = ({ load }: Strain) => 150 * load
    const trials = [...tried(unlimited, p99Of, loads), ...tried(first, p99Of, loads)]
    expect(growthOf(decision, first, trials, 'load')).toMatchObject({
      upTo: 1.25,
      failsAt: 1.8,
      failures: ['SLO: P99 270.0 ms of 250.0 ms, failures 0.00 % of 0.10 %.'],
    })
  })
})

describe('recommend, with trials under strain', () => {
  const [first, second] = decision.ladder as [Candidate, Candidate]
  const growth = [2, 4].flatMap((factor) => [
    { load: factor, serviceTime: 1 },
    { load: 1, serviceTime: factor },
  ])
  const trials = [
    ...tried(unlimited, steady, [...STRAINS, ...growth]),
    ...tried(first, slowUnderLoad(21)),
    ...tried(second, ({ load }) => (load > 2 ? 30 : 20), [...STRAINS, ...growth]),
  ]
  const recommended = recommend(options(trials))

  it('recommends what holds, and names what would have done for today first among the runners-up', () => {
    expect(recommended.settings.maxIdlePerHost).toBe(9)
    expect(recommended.runnersUp[0]?.settings.maxIdlePerHost).toBe(8)
    expect(recommended.reasons[1]).toContain(
      'maxIdlePerHost 9: more than 8, to hold when load or service times change; with 8 P99 (20.0 ms) stays',
    )
  })

  it('says what held, what did not, and up to where, each with its figures', () => {
    expect(recommended.robustness?.sentences).toEqual([
      'idleTimeout 64 s with maxIdlePerHost 8 would do for today, but does not hold with load +25 %, so the settings are larger than today needs: P99 21.0 ms is 5.0 % above the 20.0 ms without a limit on idle connections.',
      'Robust: with the load or the service time 25 % lower or higher, one at a time, P99 stays within 2 % of the best without a limit on idle connections, and the constraints that are kept today are kept (worst: load -25 %, 20.0 ms, 0.0 %).',
      "It holds up to 2 times today's load; at 4 times: P99 30.0 ms is 50.0 % above the 20.0 ms without a limit on idle connections.",
      "It holds up to 4 times today's service time, which is as far as was looked.",
    ])
  })

  it('says that the SLO is missed under a strain, though no setting is to blame', () => {
    const over = slowUnderLoad(300)
    const { robustness } = recommend(options([...tried(unlimited, over), ...tried(first, over)]))
    expect(robustness?.holds).toBe(true)
    expect(robustness?.sentences[1]).toBe(
      'The SLO of 250.0 ms is missed with load +25 % (300.0 ms), and without limits too.',
    )
  })

  it('does not claim growth that was not looked into', () => {
    const { robustness } = recommend(options([...tried(unlimited, steady), ...tried(first, steady)]))
    expect(robustness?.load).toEqual({ upTo: 1.25, failsAt: null, failures: [] })
    expect(robustness?.sentences[1]).toBe(
      "How far today's load may grow was looked into up to 1.25 times only.",
    )
  })

  it('does not claim 2 % of the best where it is further off today', () => {
    const far = candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 8, p99Ms: 22 })
    const simulatedFar = simulated('hint', [today, unlimited, far], {}, [
      ...tried(unlimited, steady),
      ...tried(far, slowUnderLoad(22.2)),
    ])
    const { robustness } = recommend({ ...options(), simulated: simulatedFar })
    expect(robustness?.sentences[0]).toMatch(
      /P99 stays within 2 % of being as far above the best without a limit on idle connections as today \(\+\d+\.\d %\).*worst: load \+25 %, 22.2 ms, \+11.0 %/,
    )
  })

  it("keeps today's settings where they cost no more than the larger ones that hold", () => {
    const good = candidate('today', { idleTimeoutMs: 60_000, maxIdle: 9, p99Ms: 20, idleSeconds: 92 })
    const withToday = { ...options(), simulated: simulated('hint', [good, unlimited, ...rungs]) }
    const { ladder } = decide(withToday)
    expect(ladder.map(({ role, settings }) => [role, settings.maxIdlePerHost])).toEqual([
      ['candidate', 8],
      ['today', 9],
      ['candidate', 9],
      ['candidate', 12],
      ['candidate', 16],
    ])
    const trials = [...tried(unlimited, steady), ...tried(first, slowUnderLoad(21)), ...tried(good, steady)]
    const kept = recommend({ ...withToday, simulated: { ...withToday.simulated, trials } })
    expect(kept.unchanged).toBe(true)
    expect(kept.settings.maxIdlePerHost).toBe(9)
  })

  it("says that today's settings are dropped where these do not hold", () => {
    const good = candidate('today', { idleTimeoutMs: 60_000, maxIdle: 8, p99Ms: 20, idleSeconds: 80 })
    const { robustness } = recommend({
      ...options(),
      simulated: simulated('hint', [good, unlimited, ...rungs], {}, [
        ...tried(unlimited, steady),
        ...tried(good, slowUnderLoad(21)),
        ...tried(first, steady),
      ]),
    })
    expect(robustness?.sentences[0]).toContain(
      'with load +25 %, so these settings of today are not kept: P99',
    )
  })

  it('says so where nothing holds', () => {
    const none = recommend(
      options([
        ...tried(unlimited, steady),
        ...decision.ladder.flatMap((each) => tried(each, slowUnderLoad(each === first ? 21 : 22))),
      ]),
    )
    expect(none.settings.maxIdlePerHost).toBe(8)
    expect(none.robustness?.holds).toBe(false)
    expect(none.robustness?.sentences[1]).toBe(
      'Not robust: with load +25 %: P99 21.0 ms is 5.0 % above the 20.0 ms without a limit on idle connections. 3 others that were tried are further off.',
    )
  })
})

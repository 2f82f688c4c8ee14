import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate } from '../artifacts/simulate.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import type { PoolSettings } from '../pool/settings.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import type { Bounds, Range } from './bounds.ts'
import { isWithin } from './bounds.ts'
import { widest } from './can-set.ts'
import { candidateSettings } from './candidate-settings.ts'
import { countViolations } from './constraints.ts'
import { decide } from './decision.ts'
import { dominates } from './pareto-front.ts'
import { objectives } from './choose.ts'
import { recommend } from './recommend.ts'
import {
  candidate,
  fitWith,
  type Found,
  simulated,
  simulatedCandidate,
} from './simulated-candidates.fixture.ts'
import { subjectOf } from './strain.ts'

const slo = { p99Ms: 250, failureRate: 0.001 }

const expected = fc.record({
  peakDialsPerSecond: fc.constantFrom(0.1, 100, 2000),
  dialsPerSecond: fc.constantFrom(0.1, 1, 10),
  peakOpen: fc.constantFrom(20, 2000),
  peakIdle: fc.constantFrom(20, 3000),
  failureRate: fc.constantFrom(0, 0.01),
  waitP99Ms: fc.constantFrom(0, 5),
  peakBusy: fc.constantFrom(20, 60),
})

const offered = fc
  .record({
    maxIdle: fc.integer({ min: 1, max: 20 }),
    idleTimeoutMs: fc.constantFrom(5000, 30_000, 64_000, 90_000),
    p99Ms: fc.oneof(fc.double({ min: 19, max: 22, noNaN: true }), fc.constantFrom(40, 400)),
    idleSeconds: fc.double({ min: 1, max: 100, noNaN: true }),
    expected,
  })
  .map((described) => candidate('candidate', { ...described, maxConns: 30 }))

const today = candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 })

const optionsFor = (candidates: readonly Candidate[], typicalError: number | null = null) => ({
  client: goNetHttp,
  slo,
  pods: 2,
  fit: fitWith(typicalError),
  simulated: simulated('hint', [today, ...candidates]),
})

describe('a recommendation', () => {
  it('keeps every constraint, if anything offered does', () => {
    fc.assert(
      fc.property(
        fc.array(offered, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(0, 0.4),
        (all, error) => {
          const options = optionsFor(all, error)
          const { premises } = decide(options)
          const violations = (each: Candidate) =>
            countViolations(subjectOf(each.settings, each.expected), premises)
          const { constraints = [] } = recommend(options)
          const broken = constraints.filter(({ holds }) => !holds).length
          expect(broken).toBeLessThanOrEqual(Math.min(...all.map(violations)))
        },
      ),
    )
  })

  it('is dominated by nothing else that keeps as much, but for what costs as little', () => {
    fc.assert(
      fc.property(fc.array(offered, { minLength: 1, maxLength: 12 }), (all) => {
        const { choice, premises } = decide(optionsFor(all))
        const violations = (each: Candidate) =>
          countViolations(subjectOf(each.settings, each.expected), premises)
        const keepsSlo = ({ expected: { p99Ms, failureRate } }: Candidate) =>
          p99Ms <= slo.p99Ms && failureRate <= slo.failureRate
        const better = all.filter(
          (each) =>
            violations(each) <= violations(choice.chosen) &&
            keepsSlo(each) === keepsSlo(choice.chosen) &&
            each.expected.p99Ms <= 1.02 * choice.bestP99Ms &&
            dominates(objectives(each), objectives(choice.chosen)),
        )
        const ownCost = choice.chosen.measurement.connections.idleSeconds
        for (const { measurement } of better) {
          if (choice.isGood)
            expect(1.05 * measurement.connections.idleSeconds).toBeGreaterThanOrEqual(ownCost)
        }
      }),
    )
  })

  it('does not depend on the order of what is offered', () => {
    const distinct = fc.uniqueArray(offered, {
      minLength: 1,
      maxLength: 10,
      selector: ({ settings }) => JSON.stringify(settings),
    })
    const shuffled = distinct.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const one = decide(optionsFor(all)).choice
        const two = decide(optionsFor(other)).choice
        // Candidates that are the same in all that is looked at may stand for each other.
        expect(objectives(two.chosen)).toEqual(objectives(one.chosen))
      }),
    )
  })
})

/** The more idle connections and the longer they are kept, the better, up to 12 and 20 s. */
function found({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): Found {
  const lacking = 12 - Math.min(12, maxIdlePerHost) + (20 - Math.min(20, idleTimeoutMs / 1000))
  return {
    p99Ms: 20 + lacking,
    idleSeconds: Math.min(maxIdlePerHost, 12) * Math.min(idleTimeoutMs / 1000, 20),
  }
}

const grid = [1000, 2000, 5000, 10_000, 20_000, 30_000, 64_000]

function decideWithin(bounds: Bounds) {
  const safe = { limitMs: 64_000, serverIdleMs: 65_000, marginMs: 1000, source: 'hint' } as const
  const ends = [bounds.idleTimeoutMs?.min, bounds.idleTimeoutMs?.max].filter((ms) => ms !== undefined)
  const cells: SurfaceCell[] = [...new Set([...grid, ...ends])].flatMap((idleTimeoutMs) =>
    Array.from({ length: 20 }, (_, i) => ({
      idleTimeoutMs,
      maxIdle: i + 1,
      requests: 1000,
      dials: 100,
      meanMs: 10,
      ...found({ ...goNetHttp.defaults, idleTimeoutMs, maxIdlePerHost: i + 1 }),
    })),
  )
  const settings = candidateSettings({
    client: goNetHttp,
    today: goNetHttp.defaults,
    cells,
    safe,
    cap: 30,
    spare: 1,
    bounds,
  })
  const simulate = (role: Candidate['role']) => (each: PoolSettings) =>
    simulatedCandidate(role, each, found(each))
  return recommend({
    ...optionsFor([]),
    bounds,
    simulated: simulated(
      'hint',
      [
        simulate('today')(goNetHttp.defaults),
        simulate('unlimited')(widest(goNetHttp, goNetHttp.defaults, safe.limitMs, bounds)),
        ...settings.map(simulate('candidate')),
      ],
      safe,
    ),
  })
}

const range = (min: number, max: number) =>
  fc
    .tuple(
      fc.option(fc.integer({ min, max }), { nil: undefined }),
      fc.option(fc.integer({ min, max }), { nil: undefined }),
    )
    .map(([a, b]): Range =>
      a !== undefined && b !== undefined && a > b ? { min: b, max: a } : { min: a, max: b },
    )

const bounds: fc.Arbitrary<Bounds> = fc.record({
  idleTimeoutMs: range(1000, 64_000),
  maxIdlePerHost: range(1, 30),
  maxConnsPerHost: range(20, 100),
})

function widened({ min, max }: Range, by: number): Range {
  return {
    min: min === undefined ? undefined : Math.max(1, Math.floor(min / by)),
    max: max === undefined ? undefined : Math.ceil(max * by),
  }
}

describe("the operator's bounds", () => {
  it("are reason enough to change today's settings", () => {
    const good = candidate('today', { idleTimeoutMs: 60_000, maxIdle: 9, p99Ms: 20, idleSeconds: 90 })
    const smaller = candidate('candidate', { idleTimeoutMs: 60_000, maxIdle: 8, p99Ms: 20, idleSeconds: 88 })
    const options = { ...optionsFor([]), simulated: simulated('hint', [good, smaller]) }
    expect(recommend(options).unchanged).toBe(true)
    expect(recommend({ ...options, bounds: { maxIdlePerHost: { max: 8 } } }).unchanged).toBe(false)
  })

  it('are kept, whatever they are', () => {
    fc.assert(
      fc.property(bounds, (each) => {
        const { settings } = decideWithin(each)
        expect(isWithin(each.idleTimeoutMs ?? {}, settings.idleTimeoutMs ?? Infinity)).toBe(true)
        expect(isWithin(each.maxIdlePerHost ?? {}, settings.maxIdlePerHost ?? Infinity)).toBe(true)
        expect(isWithin(each.maxConnsPerHost ?? {}, settings.maxConnsPerHost ?? Infinity)).toBe(true)
        expect(settings.idleTimeoutMs).toBeLessThanOrEqual(64_000)
      }),
    )
  })

  it('when they are widened, make no P99 worse beyond the 2 % that are tolerated', () => {
    fc.assert(
      fc.property(bounds, fc.constantFrom(1.5, 3), (each, by) => {
        const wider: Bounds = {
          idleTimeoutMs: widened(each.idleTimeoutMs ?? {}, by),
          maxIdlePerHost: widened(each.maxIdlePerHost ?? {}, by),
          maxConnsPerHost: widened(each.maxConnsPerHost ?? {}, by),
        }
        expect(decideWithin(wider).chosen.p99Ms).toBeLessThanOrEqual(1.021 * decideWithin(each).chosen.p99Ms)
      }),
    )
  })

  it('bind where they decide, and say so with their figures', () => {
    const { constraints = [], settings, reasons } = decideWithin({ maxIdlePerHost: { max: 5 } })
    expect(reasons[1]).toContain("The scenario's bounds ask for at most 5.")
    expect(settings.maxIdlePerHost).toBe(5)
    expect(constraints.find(({ name }) => name === 'maxIdleBounds')).toMatchObject({
      holds: true,
      binds: true,
      sentence: 'bounds.maxIdlePerHost: 5 of at most 5.',
    })
  })
})

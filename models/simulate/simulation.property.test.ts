import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arrivals } from '../arrivals/arrivals.ts'
import { type Measurement, storeMeasurement } from '../measurement/measurement.ts'
import { anyPoolPolicy } from '../pool/commands/pool-policy.arbitrary.ts'
import { type LateBinding, PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import { surfacePass } from './surface-pass.ts'
import type { SystemModel } from './system-model.ts'

const upTo = (min: number, max: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min, max }) },
    { weight: 1, arbitrary: fc.constant(Infinity) },
  )

const anySettings: fc.Arbitrary<PoolSettings> = fc.record({
  idleTimeoutMs: upTo(1, 300),
  maxIdlePerHost: upTo(0, 6),
  maxConnsPerHost: upTo(1, 12),
  maxLifetimeMs: upTo(100, 5000),
  maxRequestsPerConn: upTo(1, 50),
  waitTimeoutMs: upTo(0, 200),
  maxWaiting: upTo(0, 20),
})

const durations = (max: number) =>
  fc
    .array(fc.double({ min: 0, max, noNaN: true }), { minLength: 1, maxLength: 20 })
    .map((quantiles) => new EmpiricalDistribution(Float64Array.from(quantiles).sort()))

const anySystem: fc.Arbitrary<SystemModel> = fc.record({
  rttMs: fc.double({ min: 0, max: 20, noNaN: true }),
  dialMs: durations(50),
  dialExclusiveMs: fc.constantFrom(0, 2.5),
  hintMs: fc.constantFrom(null, 5000),
  serviceMs: durations(60),
  slots: upTo(1, 10),
  serverIdleTimeoutMs: upTo(5, 200),
})

const anyOptions: fc.Arbitrary<SimulationOptions> = fc.record({
  system: anySystem,
  settings: anySettings,
  policy: anyPoolPolicy(),
  pods: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer(),
})

const lifo: PoolPolicy = {
  ...PLAIN_POLICY,
  overflow: 'evict-oldest',
}

const noTime = EmpiricalDistribution.constant(0)

/** Gaps from nothing to 30 ms; now and then several arrivals at once. */
const anyArrivals = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 30, noNaN: true })), {
    minLength: 1,
    maxLength: 200,
    size: 'max',
  })
  .map((gapsMs) => {
    let atMs = 0
    return Float64Array.from(gapsMs, (gapMs) => (atMs += gapMs))
  })

/** Longer than everything that can be under way with up to 200 requests takes. */
const TAIL_MS = 100_000

function runAll(options: SimulationOptions, dueMs: Float64Array, cutsMs: readonly number[] = []): Simulation {
  const simulation = new Simulation(options)
  simulation.startMeasuring()
  const endMs = (dueMs.at(-1) ?? 0) + TAIL_MS
  let fromMs = -1
  for (const untilMs of [...cutsMs.toSorted((a, b) => a - b), endMs]) {
    simulation.run(
      dueMs.filter((due) => due > fromMs && due <= untilMs),
      untilMs,
    )
    fromMs = untilMs
  }
  return simulation
}

const bytesOf = (measurement: Measurement) => JSON.stringify(storeMeasurement(measurement))

describe('Simulation', () => {
  it('gives the same bytes for the same seed', () => {
    fc.assert(
      fc.property(anyOptions, anyArrivals, (options, dueMs) => {
        const first = bytesOf(runAll(options, dueMs).measurement())
        expect(bytesOf(runAll(options, dueMs).measurement())).toBe(first)
      }),
    )
  })

  it('gives the same bytes whether fed in one stretch or in many', () => {
    const cuts = fc.array(fc.double({ min: 0, max: 4000, noNaN: true }), { maxLength: 20 })
    fc.assert(
      fc.property(anyOptions, anyArrivals, cuts, (options, dueMs, cutsMs) => {
        const inOne = runAll(options, dueMs).measurement()
        const lastMs = (dueMs.at(-1) ?? 0) + TAIL_MS
        const inMany = runAll(
          options,
          dueMs,
          cutsMs.filter((cutMs) => cutMs < lastMs),
        ).measurement()
        expect(bytesOf(inMany)).toBe(bytesOf(inOne))
      }),
    )
  })

  it('loses no request and no connection', () => {
    fc.assert(
      fc.property(anyOptions, anyArrivals, (options, dueMs) => {
        const simulation = runAll(options, dueMs)
        const { requests, connections, response, whole, dial } = simulation.measurement()
        expect(requests.completed + requests.failed).toBe(dueMs.length)
        expect(requests.due).toBe(dueMs.length)
        expect(response.count).toBe(requests.completed)
        expect(dial.count).toBe(connections.dialed)
        expect(whole.dialed).toBe(connections.dialed)
        let idle = 0
        for (let pod = 0; pod < options.pods; pod++) idle += simulation.idleConnections(pod).length
        const closed = Object.values(connections.closed).reduce((sum, count) => sum + count, 0)
        expect(connections.dialed - closed).toBe(idle)
        // Each attempt is the first on its connection or a reuse.
        expect(whole.sent).toBeLessThanOrEqual(connections.dialed + connections.reused)
        expect(whole.sent).toBeGreaterThanOrEqual(requests.completed + requests.retried)
        if (options.policy.staleRetry.requests === 'none') expect(requests.retried).toBe(0)
        if (
          options.policy.staleRetry.requests !== 'none' &&
          options.policy.staleRetry.times === Infinity &&
          options.settings.maxConnsPerHost === Infinity
        ) {
          expect(requests.failed).toBe(0)
        }
      }),
    )
  })

  it("obeys Little's law: connections in use on average = requests per ms × time in use", () => {
    fc.assert(
      fc.property(
        anySystem,
        anyArrivals,
        fc.integer(),
        fc.constantFrom<LateBinding>({ kind: 'none' }, { kind: 'dial-each', surplus: 'idle' }),
        (system, dueMs, seed, lateBinding) => {
          const simulation = runAll(
            {
              system: { ...system, serverIdleTimeoutMs: Infinity },
              settings: UNLIMITED,
              policy: { ...lifo, lateBinding },
              pods: 1,
              seed,
            },
            dueMs,
          )
          const { service, connections } = simulation.measurement()
          // Nothing is ever closed, so use is the age of all connections less the time that they were idle.
          let usedMs = -1000 * connections.idleSeconds
          for (const { openedAtMs, idleSinceMs } of simulation.idleConnections(0)) {
            usedMs += idleSinceMs - openedAtMs
          }
          const error = 1e-9 * TAIL_MS * dueMs.length
          expect(Math.abs(usedMs - service.count * service.meanMs)).toBeLessThan(error)
        },
      ),
    )
  })

  it('gives all settings the same work: without dial time they have the same responses', () => {
    fc.assert(
      fc.property(anySystem, anyArrivals, anySettings, fc.integer(), (system, dueMs, settings, seed) => {
        const instant = { ...system, dialMs: noTime, dialExclusiveMs: 0, serverIdleTimeoutMs: Infinity }
        const distinctMs = new Float64Array(new Set(dueMs))
        const run = (own: PoolSettings) =>
          runAll({ system: instant, settings: own, policy: lifo, pods: 1, seed }, distinctMs).measurement()
        const unlimited = run(UNLIMITED)
        const capped = run({ ...settings, maxConnsPerHost: Infinity })
        expect(capped.response.store()).toEqual(unlimited.response.store())
        expect(capped.service.store()).toEqual(unlimited.service.store())
      }),
    )
  })
})

describe('surfacePass', () => {
  it('counts what a simulation of every cell does, where dials take no time', () => {
    const idleTimeoutsMs = [3, 10, 40, 200]
    const maxIdleLimit = 3
    fc.assert(
      fc.property(
        anySystem,
        anyArrivals,
        fc.integer(),
        fc.integer({ min: 1, max: 3 }),
        (anyOne, due, seed, pods) => {
          // An idle time may equal an idle timeout to the last digit: on this grid sums are exact, and a tie is one for both.
          const rttMs = onGrid(anyOne.rttMs)
          const system = {
            ...anyOne,
            rttMs,
            dialMs: noTime,
            dialExclusiveMs: 0,
            serverIdleTimeoutMs: Infinity,
          }
          const dueMs = new Float64Array(new Set([...due].map(onGrid)))
          const endMs = (dueMs.at(-1) ?? 0) + TAIL_MS
          const pass = surfacePass({
            arrivals: listed(dueMs, endMs),
            system,
            pods,
            idleTimeoutsMs,
            maxIdleLimit,
            seed,
            fromMs: 0,
            toMs: endMs,
            leadFromMs: 0,
          })
          for (const cell of pass.cells(0)) {
            const settings = {
              ...UNLIMITED,
              idleTimeoutMs: cell.idleTimeoutMs,
              maxIdlePerHost: cell.maxIdle,
            }
            const { connections, response } = runAll(
              { system, settings, policy: lifo, pods, seed },
              dueMs,
            ).measurement()
            expect(cell.requests).toBe(response.count)
            expect(cell.dials).toBe(connections.dialed)
            expect(Math.abs(cell.meanMs - response.meanMs)).toBeLessThan(response.maxMs / 100 + 0.002)
          }
        },
      ),
      { numRuns: 50 },
    )
  })
})

function listed(dueMs: Float64Array, durationMs: number): Arrivals {
  return {
    durationMs,
    ratePerSecond: () => (1000 * dueMs.length) / durationMs,
    between: (fromMs, toMs) => dueMs.filter((due) => due >= fromMs && due < toMs),
  }
}

function onGrid(ms: number): number {
  return Math.round(ms * 1024) / 1024
}

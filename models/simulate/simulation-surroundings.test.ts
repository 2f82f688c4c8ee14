import { describe, expect, it } from 'vitest'
import type { Measurement } from '../measurement/measurement.ts'
import { NO_ALL_HOSTS_LIMITS, PLAIN_POLICY } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { createDistribution } from './create-distribution.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import type { SystemModel } from './system-model.ts'

const constant = (value: number) => createDistribution({ kind: 'deterministic', value })

/** A response takes 5 + 20 + 5 ms once the request is sent; a dial takes 40 ms. */
const system: SystemModel = {
  rttMs: 10,
  dialMs: constant(40),
  dialExclusiveMs: 0,
  serviceMs: constant(20),
  slots: Infinity,
  serverIdleTimeoutMs: Infinity,
  hintMs: null,
}

function simulate(
  dueMs: Iterable<number>,
  options: Partial<Omit<SimulationOptions, 'system'>> & { readonly system?: Partial<SystemModel> } = {},
): { readonly simulation: Simulation; readonly measurement: Measurement } {
  const simulation = new Simulation({
    settings: UNLIMITED,
    policy: PLAIN_POLICY,
    pods: 1,
    seed: 1,
    ...options,
    system: { ...system, ...options.system },
  })
  const due = Float64Array.from(dueMs)
  simulation.startMeasuring()
  simulation.run(due, (due.at(-1) ?? 0) + 10_000)
  return { simulation, measurement: simulation.measurement() }
}

const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, i) => gapMs * i)

it('takes the service times that come with the arrivals', () => {
  const simulation = new Simulation({ system, settings: UNLIMITED, policy: PLAIN_POLICY, pods: 1, seed: 1 })
  simulation.startMeasuring()
  simulation.run(Float64Array.of(0, 1000), 2000, Float64Array.of(100, 5))
  const { response } = simulation.measurement()
  expect(response.meanMs).toBe((40 + 10 + 100 + 10 + 5) / 2)
})

describe('handshakes', () => {
  const handshake = {
    tcpRoundTrips: 1,
    tls: '1.2',
    resumes: true,
    ticketLifetimeMs: 5000,
    fullMs: { kind: 'deterministic', value: 6 },
    resumedMs: { kind: 'deterministic', value: 1 },
  } as const

  it('are full at first, and resume while a ticket is fresh', () => {
    const settings = { ...UNLIMITED, maxIdlePerHost: 0 }
    const { dial } = simulate([0, 1000, 9000], { system: { handshake }, settings }).measurement
    // TCP and TLS 1.2 in full: three round trips and 6 ms; resumed: two and 1 ms; then the ticket is too old.
    expect(dial.count).toBe(3)
    expect(dial.meanMs).toBeCloseTo((36 + 21 + 36) / 3, 6)
  })

  it('of another pod do not help', () => {
    const settings = { ...UNLIMITED, maxIdlePerHost: 0 }
    const { dial } = simulate([0, 1000], { system: { handshake }, settings, pods: 2 }).measurement
    expect(dial.meanMs).toBe(36)
  })
})

describe('failures', () => {
  it('a share of the requests is answered by a reset, which closes the connection', () => {
    const failures = { requestShare: 0.2, dialShare: 0 }
    const { requests, connections, errors } = simulate(every(100, 5000), { system: { failures } }).measurement
    expect(requests.completed + requests.failed).toBe(5000)
    // Five standard deviations of a binomial.
    expect(Math.abs(requests.failed - 1000)).toBeLessThan(5 * Math.sqrt(5000 * 0.2 * 0.8))
    expect(errors).toEqual({ reset: requests.failed })
    expect(connections.closed.failed).toBe(requests.failed)
    expect(requests.retried).toBe(0)
  })

  it('a share of the dials fails, and with each the request that it was for', () => {
    const failures = { requestShare: 0, dialShare: 0.5 }
    const { requests, connections, errors } = simulate(every(100, 1000), {
      system: { failures },
      settings: { ...UNLIMITED, maxIdlePerHost: 0 },
    }).measurement
    expect(connections.dialed).toBe(1000)
    expect(connections.closed['dial-failed']).toBe(requests.failed)
    expect(errors).toEqual({ 'dial-failed': requests.failed })
    expect(Math.abs(requests.failed - 500)).toBeLessThan(5 * Math.sqrt(1000 * 0.25))
  })
})

describe('what is sent again', () => {
  it('waits as long as the client does', () => {
    const { response, requests } = simulate([0, 5062], {
      system: { serverIdleTimeoutMs: 5000 },
      policy: { ...PLAIN_POLICY, staleRetry: { requests: 'all', times: 1, delayMs: 1000 } },
    }).measurement
    expect(requests).toMatchObject({ completed: 2, retried: 1 })
    // A round trip to find out, the pause, then a dial and the response.
    expect(response.maxMs).toBeCloseTo(10 + 1000 + 40 + 30, -1)
  })

  it('is not sent again oftener than the client does', () => {
    // Four connections idle when the server closes them; the request that crosses the closes meets all of them.
    const dueMs = [0, 0, 0, 0, 5062]
    const failed = (times: number) =>
      simulate(dueMs, {
        system: { serverIdleTimeoutMs: 5000, rttMs: 10 },
        policy: { ...PLAIN_POLICY, staleRetry: { requests: 'all', times, delayMs: 0 } },
      }).measurement.requests.failed
    expect([failed(0), failed(1)]).toEqual([1, 0])
  })
})

describe('several hosts', () => {
  it('have pools of their own', () => {
    const { measurement } = simulate(every(100, 200), { hosts: 4 })
    expect(measurement.connections.dialed).toBe(4)
  })

  it('share the limits of their process', () => {
    const shared = simulate(every(100, 2000), {
      hosts: 4,
      policy: { ...PLAIN_POLICY, allHosts: { ...NO_ALL_HOSTS_LIMITS, maxIdle: 2 } },
    }).measurement.connections
    expect(shared.closed.evicted).toBeGreaterThan(100)
    expect(shared.dialed - shared.closed.evicted).toBe(2)
  })
})

describe('pods that come and go', () => {
  const autoscale = {
    minPods: 1,
    maxPods: 4,
    targetRatePerPod: 10,
    everyMs: 15_000,
    stabilizationMs: 30_000,
  }

  it('follow the rate up, and close their connections as they go', () => {
    const busy = every(25, 4000)
    const quiet = Array.from({ length: 200 }, (_, i) => 100_000 + 1000 * i)
    const { simulation, measurement } = simulate([...busy, ...quiet], { autoscale })
    expect(simulation.activePods).toBe(1)
    expect(measurement.requests).toMatchObject({ completed: 4200, failed: 0 })
    const { dialed, closed } = measurement.connections
    expect(dialed - closed.shutdown).toBe(simulation.idleConnections(0).length)
    expect(closed.shutdown).toBeGreaterThanOrEqual(3)
    for (const pod of [1, 2, 3]) expect(simulation.idleConnections(pod)).toEqual([])
  })

  it('give the same bytes in one stretch or in many', () => {
    const dueMs = Float64Array.from(every(25, 4000))
    const run = (cuts: number) => {
      const simulation = new Simulation({
        system,
        settings: UNLIMITED,
        policy: PLAIN_POLICY,
        pods: 1,
        seed: 1,
        autoscale,
      })
      simulation.startMeasuring()
      for (let cut = 0; cut < cuts; cut++) {
        const [fromMs, toMs] = [(200_000 * cut) / cuts, (200_000 * (cut + 1)) / cuts]
        simulation.run(
          dueMs.filter((due) => due >= fromMs && due < toMs),
          toMs,
        )
      }
      const { requests, connections, series } = simulation.measurement()
      return { requests, connections, series }
    }
    expect(run(40)).toEqual(run(1))
  })
})

it('tells what happened in each minute', () => {
  const { series } = simulate([...every(1000, 60), 60_500, 61_000], {
    settings: { ...UNLIMITED, idleTimeoutMs: 400 },
  }).measurement
  expect(series).toMatchObject({
    fromMs: 0,
    everyMs: 60_000,
    due: [60, 2],
    completed: [60, 2],
    dialed: [60, 2],
  })
  expect(series?.meanResponseMs).toEqual([70, 70])
  expect(series?.peakOpen).toEqual([1, 1])
})

it('counts the connections that stay open in every minute', () => {
  const { series } = simulate(every(1000, 180)).measurement
  expect(series).toMatchObject({ dialed: [1, 0, 0], peakOpen: [1, 1, 1] })
})

it('a pool that does not see the server close sends on what is closed', () => {
  const failed = (seesClose: 'at-once' | 'when-used') =>
    simulate(every(7000, 11), {
      system: { serverIdleTimeoutMs: 5000 },
      policy: { ...PLAIN_POLICY, seesClose },
    }).measurement.requests.failed
  expect([failed('at-once'), failed('when-used')]).toEqual([0, 5])
})

it('a response waits for a dial of its own pod, and not for one of another', () => {
  // The first is sent at 40 ms and answered at 70; the second dials at 65, and keeps a client's thread busy until 75.
  const longestMs = (traffic: { readonly pods: number; readonly dueMs: number[] }) =>
    simulate(traffic.dueMs, {
      pods: traffic.pods,
      settings: { ...UNLIMITED, maxIdlePerHost: 0 },
      system: { dialExclusiveMs: 10 },
    }).measurement.service.maxMs
  expect(longestMs({ pods: 1, dueMs: [0, 65] })).toBeCloseTo(35, 0)
  expect(longestMs({ pods: 2, dueMs: [0, 65] })).toBeCloseTo(30, 0)
})

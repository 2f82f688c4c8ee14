import { describe, expect, it } from 'vitest'
import type { Measurement } from '../measurement/measurement.ts'
import { NO_RETRY, PLAIN_POLICY, type PoolPolicy, type StaleRetryRule } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { Simulation } from './simulation.ts'
import type { SystemModel } from './system-model.ts'

const RETRIED = { requests: 'idempotent', times: Infinity, delayMs: 0 } as const

const policy: PoolPolicy = { ...PLAIN_POLICY, staleRetry: RETRIED }

/** A response takes 5 + 20 + 5 ms once the request is sent; a dial takes 40 ms. */
const system: SystemModel = {
  rttMs: 10,
  dialMs: EmpiricalDistribution.constant(40),
  dialExclusiveMs: 0,
  hintMs: null,
  serviceMs: EmpiricalDistribution.constant(20),
  slots: Infinity,
  serverIdleTimeoutMs: Infinity,
}

function simulate(
  dueMs: readonly number[],
  options: {
    readonly settings?: Partial<PoolSettings>
    readonly policy?: Partial<PoolPolicy>
    readonly system?: Partial<SystemModel>
    readonly pods?: number
  } = {},
): Measurement {
  const simulation = new Simulation({
    system: { ...system, ...options.system },
    settings: { ...UNLIMITED, ...options.settings },
    policy: { ...policy, ...options.policy },
    pods: options.pods ?? 1,
    seed: 1,
  })
  simulation.startMeasuring()
  simulation.run(Float64Array.from(dueMs), (dueMs.at(-1) ?? 0) + 400)
  return simulation.measurement()
}

describe('one request after another', () => {
  it('the first pays for the dial, the second does not', () => {
    const { requests, connections, response, service, poolWait, dial } = simulate([0, 1000])
    expect(requests).toEqual({ due: 2, completed: 2, ended: 2, failed: 0, dropped: 0, retried: 0 })
    expect(connections).toMatchObject({ dialed: 1, reused: 1, idleSeconds: 0.93, peakOpen: 1, peakIdle: 1 })
    expect(response.meanMs).toBe((70 + 30) / 2)
    expect(response.quantileMs(0.5)).toBeCloseTo(30, 1)
    expect(service.meanMs).toBe(30)
    expect(poolWait.meanMs).toBe(20)
    expect(dial.meanMs).toBe(40)
  })

  it('every pod has a pool of its own', () => {
    expect(simulate([0, 1000, 2000, 3000], { pods: 2 }).connections).toMatchObject({ dialed: 2, reused: 2 })
  })

  it('a request beyond the cap waits for the connection', () => {
    const { response, connections } = simulate([0, 10], { settings: { maxConnsPerHost: 1 } })
    expect(connections.dialed).toBe(1)
    expect(response.meanMs).toBe((70 + 90) / 2)
  })

  it('a request that has waited too long for a connection fails', () => {
    const { requests } = simulate([0, 10], { settings: { maxConnsPerHost: 1, waitTimeoutMs: 50 } })
    expect(requests).toMatchObject({ due: 2, completed: 1, failed: 1 })
  })

  it('a request beyond the slots of the server queues there', () => {
    const { response } = simulate([0, 0], { system: { slots: 1 } })
    expect(response.meanMs).toBe((70 + 90) / 2)
  })
})

describe('a server that closes after 5 s idle, before the client does', () => {
  // The first response leaves the server at 65 ms: it closes at 5065, and the client hears of it at 5070.
  const race = (secondMs: number, staleRetry: StaleRetryRule = RETRIED) =>
    simulate([0, secondMs], { system: { serverIdleTimeoutMs: 5000 }, policy: { staleRetry } })

  it('a request that reaches the server before that reuses the connection', () => {
    const { requests, connections } = race(5059.5)
    expect(requests).toMatchObject({ completed: 2, failed: 0, retried: 0 })
    expect(connections.dialed).toBe(1)
  })

  it('a request that crosses the close on its way is sent again', () => {
    const { requests, connections, response, whole } = race(5062)
    expect(requests).toEqual({ due: 2, completed: 2, ended: 2, failed: 0, dropped: 0, retried: 1 })
    expect(connections).toMatchObject({ dialed: 2, reused: 1 })
    expect(connections.closed.failed).toBe(1)
    expect(whole.sent).toBe(3)
    // A round trip to find out, then a dial.
    expect(response.maxMs).toBeCloseTo(10 + 40 + 30, 1)
  })

  it('a request that crosses the close on its way fails where nothing is sent again', () => {
    const { requests, errors, connections } = race(5062, NO_RETRY)
    expect(requests).toEqual({ due: 2, completed: 1, ended: 1, failed: 1, dropped: 0, retried: 0 })
    expect(errors).toEqual({ 'closed-by-server': 1 })
    expect(connections.dialed).toBe(1)
  })

  it('a request after the client has heard of the close dials', () => {
    const { requests, connections } = race(5071)
    expect(requests).toMatchObject({ completed: 2, failed: 0, retried: 0 })
    expect(connections.dialed).toBe(2)
    expect(connections.closed['peer-closed']).toBe(1)
  })

  it('a client that closes first never meets the race', () => {
    const dueMs = Array.from({ length: 400 }, (_, i) => 5050 * i + (i % 40))
    const options = { system: { serverIdleTimeoutMs: 5000 }, settings: { idleTimeoutMs: 4900 } }
    const { requests, connections } = simulate(dueMs, options)
    expect(requests).toMatchObject({ completed: 400, failed: 0, retried: 0 })
    expect(connections.closed['peer-closed']).toBe(0)
    expect(connections.closed['idle-expired']).toBeGreaterThan(390)
  })

  it('the close of a connection is not taken for that of its successor', () => {
    // The third connection is closed at 70 ms, for two are idle; the server would have closed it at 5070. At
    // 5000 it is dialed for a request that another connection serves first, and at 5040 it becomes idle.
    const dueMs = [0, 0, 0, 5000, 5000, 5000, 5032]
    const { connections } = simulate(dueMs, {
      system: { serverIdleTimeoutMs: 5000 },
      settings: { maxIdlePerHost: 2 },
      policy: { lateBinding: { kind: 'dial-each', surplus: 'idle' } },
    })
    expect(connections.dialed).toBe(4)
    expect(connections.closed['peer-closed']).toBe(0)
  })
})

describe('what a server says and does to connections', () => {
  it('its hint replaces the idle timeout of a client that follows it', () => {
    const hinted = (kind: 'replace' | 'ignore') =>
      simulate([0, 4000], {
        settings: { idleTimeoutMs: 10_000 },
        system: { hintMs: 5000 },
        policy: { serverHint: kind === 'ignore' ? { kind } : { kind, marginMs: 2000, ceilingMs: 600_000 } },
      }).connections
    expect(hinted('replace')).toMatchObject({ dialed: 2, reused: 0 })
    expect(hinted('ignore')).toMatchObject({ dialed: 1, reused: 1 })
  })

  it('dials at the same time wait for one another where they need the same thread', () => {
    const alone = simulate([0, 0, 0]).dial
    const together = simulate([0, 0, 0], { system: { dialExclusiveMs: 5 } }).dial
    expect([alone.meanMs, alone.maxMs]).toEqual([40, 40])
    expect(together.meanMs).toBeCloseTo((40 + 45 + 50) / 3)
  })
})

import { describe, expect, it } from 'vitest'
import { findClient } from '../../models/clients/catalogue.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { gridTimeoutsMs } from './surface-grid.ts'
import { surfaceKind } from './surface-kind.ts'

const none = createDistribution({ kind: 'deterministic', value: 0 })
const timeoutsMs = gridTimeoutsMs({ timeouts: 8 })

function kindOf(name: string, more: Partial<SimulationOptions> = {}, peakUnderWay = 3) {
  const { policy, defaults } = findClient(name)
  const options: SimulationOptions = {
    policy,
    settings: defaults,
    pods: 1,
    seed: 1,
    system: {
      rttMs: 0,
      dialMs: none,
      dialExclusiveMs: 0,
      serviceMs: none,
      slots: Infinity,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
    ...more,
  }
  return surfaceKind(options, timeoutsMs, 64, peakUnderWay)
}

describe('surfaceKind', () => {
  it.each([
    ['go-net-http', 'one pass per idle timeout, exact'],
    ['node-http-agent', 'one pass per idle timeout, exact'],
    ['urllib3', 'one pass per idle timeout, exact'],
    // A lifetime of an hour and 1000 requests on a connection.
    ['nginx-upstream', 'one pass, bound'],
    // Idle times are looked at when a connection is taken.
    ['reqwest', 'one pass, bound'],
    ['java-net-http', 'one pass, estimate'],
    ['okhttp', 'one pass, estimate'],
    ['undici', 'one pass, estimate'],
    ['dotnet', 'one pass, estimate'],
    ['haproxy', 'one pass, estimate'],
    ['httpx', 'one pass, estimate'],
  ])('of %s is %s', (name, method) => {
    expect(kindOf(name)).toEqual({ method, leftOut: [] })
  })

  it('is exact for nginx without limits on a connection', () => {
    const settings = {
      ...findClient('nginx-upstream').defaults,
      maxLifetimeMs: Infinity,
      maxRequestsPerConn: Infinity,
    }
    expect(kindOf('nginx-upstream', { settings }).method).toBe('one pass, exact')
  })

  it('is an estimate where a cap on connections is reached', () => {
    expect(kindOf('envoy', {}, 1024).method).toBe('one pass per idle timeout, exact')
    expect(kindOf('envoy', {}, 1025).method).toBe('one pass, estimate')
  })

  it('says what is left out', () => {
    const system = {
      rttMs: 0,
      dialMs: createDistribution({ kind: 'deterministic' as const, value: 1 }),
      dialExclusiveMs: 0,
      serviceMs: none,
      slots: 4,
      serverIdleTimeoutMs: 65_000,
      hintMs: 65_000,
      failures: { requestShare: 0.1, dialShare: 0 },
    }
    expect(kindOf('node-http-agent', { system }).leftOut).toEqual([
      'the time that dials take',
      "what the server's Keep-Alive hint does to the idle timeout",
      "the server's closing idle connections after 65 s",
      'what fails by chance',
    ])
    expect(kindOf('go-net-http', { hosts: 2 }).leftOut).toEqual([
      'the cap of 100 idle connections over all hosts',
    ])
  })
})

describe('gridTimeoutsMs', () => {
  it('goes from 100 ms to 10 minutes in whole ms, ascending, at any size', () => {
    for (const timeouts of [2, 3, 64, 256]) {
      const grid = gridTimeoutsMs({ timeouts })
      expect([grid.length, grid[0], grid.at(-1)]).toEqual([timeouts, 100, 600_000])
      expect(grid.every((ms, i) => Number.isInteger(ms) && ms > (grid[i - 1] ?? 0))).toBe(true)
    }
  })
})

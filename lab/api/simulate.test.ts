import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedRun } from '../tune/stored-run.fixture.ts'
import {
  Interrupted,
  type RecordedTrace,
  type ScenarioInput,
  simulate,
  UsageError,
  week,
} from './kneepoint.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-api-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const four: RecordedTrace = { dueMs: [0, 5, 100, 105], serviceMs: [10, 10, 10, 10] }
const small: ScenarioInput = {
  name: 'small',
  target: { builtin: 'shop', keepAliveTimeoutMs: 5000 },
  arrivals: { kind: 'poisson', rate: 40, durationMs: 3000 },
  requests: [{ path: '/products/7' }],
  pods: 2,
  client: 'undici',
}

describe('simulate', () => {
  // The four requests of simulateSchedule's test: 13, 13, 11 and 13 ms.
  it('puts arrivals through a pool', async () => {
    const figures = await simulate(four, { settings: { maxIdlePerHost: 1 }, rttMs: 1, handshake: 2 })
    expect(figures).toMatchObject({
      file: null,
      client: 'go-net-http',
      seed: 1,
      requests: 4,
      completed: 4,
      durationMs: 140,
      endedMs: 118,
      settings: { idleTimeoutMs: 90_000, maxIdlePerHost: 1, maxConnsPerHost: null },
      connections: { dialed: 3, reused: 1, stillOpen: 1, peakOpen: 2, peakIdle: 1 },
      responseMs: { mean: 12.5, max: 13 },
      surface: null,
      notes: [],
    })
  })

  it('gives the same for a scenario as for its file, and for a trace as for its file', async () => {
    const scenario = join(folder, 'small.json')
    const trace = join(folder, 'four.csv')
    writeFileSync(scenario, JSON.stringify(small))
    writeFileSync(trace, 't,serviceMs\n0,10\n0.005,10\n0.1,10\n0.105,10\n')
    const surface = { timeouts: 3, maxIdle: 2 }
    const figures = await simulate(small, { surface })
    expect(figures).toEqual({ ...(await simulate(scenario, { surface })), file: null })
    expect(figures.surface?.idleTimeoutsMs).toEqual([100, 7746, 600_000])
    expect(figures).toMatchObject({
      client: 'undici',
      pods: 2,
      system: { slots: 4, serverIdleTimeoutMs: 5000 },
    })
    expect(await simulate(four)).toEqual({ ...(await simulate({ trace })), file: null })
  })

  it('follows every option', async () => {
    const told: string[] = []
    const figures = await simulate(four, {
      client: 'node-http-agent',
      settings: { idleTimeoutMs: 70, maxIdlePerHost: Infinity, maxLifetimeMs: 0.0000005 },
      pods: 2,
      hosts: 3,
      autoscale: { minPods: 1, maxPods: 4, targetRatePerPod: 10 },
      seed: 9,
      handshake: 'tls1.2',
      service: { kind: 'exponential', mean: 4 },
      rttMs: 1.5,
      slots: 2,
      serverIdleMs: 30_000,
      hintMs: 20_000,
      requestFailures: 1,
      dialFailures: 0,
      onProgress: (line) => told.push(line),
    })
    expect(figures).toMatchObject({
      client: 'node-http-agent',
      settings: { idleTimeoutMs: 70, maxIdlePerHost: null, maxLifetimeMs: 0.0000005 },
      pods: 2,
      hosts: 3,
      seed: 9,
      system: {
        rttMs: 1.5,
        // Three round trips (RFC 5246) and 1.2 ms of cryptography.
        meanDialMs: 5.7,
        meanServiceMs: 4,
        slots: 2,
        serverIdleTimeoutMs: 30_000,
        hintMs: 20_000,
        failures: { requestShare: 1, dialShare: 0 },
      },
      completed: 0,
      failed: 4,
    })
    expect(figures.podsAtEnd).not.toBeNull()
    expect(figures.notes[0]).toBe(
      'Node http.Agent has no setting for maxLifetime: it is simulated as if it had.',
    )
    expect(told).toContain(`note: ${figures.notes[0]}`)
  })

  it.each([
    [{ pods: 0 }, 'pods: 0 is no whole number from 1 to 1000'],
    [{ hosts: 1.5 }, 'hosts: 1.5 is no whole number'],
    [{ seed: 2 ** 31 }, 'seed: 2147483648 is no whole number'],
    [{ rttMs: -1 }, 'rttMs: -1 is no length of time'],
    [{ serverIdleMs: 0 }, 'serverIdleMs: 0 is no number of ms above 0'],
    [{ slots: Number.NaN }, 'slots: NaN is no whole number from 1 to 1000000'],
    [{ dialFailures: 1.1 }, 'dialFailures: 1.1 is no share'],
    [{ service: -1 }, 'service: value must be'],
    [{ service: 'soon' }, 'service: "soon" is no distribution'],
    [{ handshake: 'tls9' }, 'handshake: "tls9" is no distribution'],
    [{ client: 'ngins' }, "client: Unknown client 'ngins'"],
    [{ settings: { idleTimeoutMs: 0 } }, "settings: idleTimeoutMs '0' is too small"],
    [{ settings: { maxIdle: 3 } }, 'settings: maxIdle is none; there are idleTimeoutMs'],
    [
      { autoscale: { minPods: 3, maxPods: 2, targetRatePerPod: 1 } },
      'autoscale.maxPods: 2 is no whole number from 3',
    ],
    [{ surface: { timeouts: 1, maxIdle: 2 } }, 'surface.timeouts: 1 is no whole number from 2 to 256'],
    [{ pod: 3 }, 'pod is no option; there are client, settings'],
    [{ fromRun: 'nowhere', runs: join(tmpdir(), 'nowhere') }, 'no run at '],
  ])('refuses %j', async (options, message) => {
    const failure = simulate(four, options as object)
    await expect(failure).rejects.toBeInstanceOf(UsageError)
    await expect(failure).rejects.toThrow(message)
  })

  it.each<readonly [RecordedTrace, string]>([
    [{ dueMs: [] }, 'dueMs must hold at least one arrival'],
    [{ dueMs: [5, 4], serviceMs: [1, 1] }, 'dueMs[1] must be finite, >= 0 and not before 5, got 4'],
    [{ dueMs: [0, 1], serviceMs: [1] }, 'serviceMs has 1 times for 2 arrivals'],
    [{ dueMs: [0], serviceMs: [-1] }, 'serviceMs[0] must be finite and >= 0, got -1'],
    [{ dueMs: [0] }, 'how long a request takes to serve is not known'],
  ])('refuses arrivals such as %j', async (trace, message) => {
    await expect(simulate(trace)).rejects.toThrow(message)
  })

  it('needs a run where there is no traffic, and takes a run only as far as it has come', async () => {
    await expect(simulate(null)).rejects.toThrow('name the run with fromRun')
    const run = await storedRun(folder, { isRecommended: false })
    await expect(simulate(four, { fromRun: run.path })).rejects.toThrow('stage fit has not been done')
  })

  it('ends when it is interrupted', async () => {
    const long: ScenarioInput = { ...small, arrivals: week({ meanRate: 50 }) }
    const controller = new AbortController()
    setImmediate(() => controller.abort())
    await expect(simulate(long, { signal: controller.signal })).rejects.toBeInstanceOf(Interrupted)
  })
})

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rankCauses } from '../../models/root-cause/rank-causes.ts'
import type { Observation } from '../../models/root-cause/observation.ts'
import { type RunningChain, startChain } from '../target/chain/start-chain.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { Injection } from './draw-injection.ts'
import { type CascadeContext, observeCascade } from './observe-cascade.ts'

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const names = ['gateway', 'orders', 'inventory', 'database']
let chain: RunningChain
let workers: WorkerPool
let context: CascadeContext

beforeAll(async () => {
  chain = await startChain(1)
  workers = new WorkerPool(1, 1)
  const { signal } = new AbortController()
  context = { chain, workers, rate: 60, stretchMs: 1_500, signal, onProgress() {} }
})

afterAll(async () => {
  await workers.destroy()
  await chain.stop()
  const alive = chain.services.filter(({ pid }) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  })
  expect(alive).toEqual([])
})

const leak: Injection = {
  service: 'inventory',
  kind: 'leaked-connection',
  strength: '1 of 2 calls keeps its connection',
  fault: { kind: 'leaked-connection', every: 2 },
  trigger: null,
}

function tracesOf({ spans }: Observation): Map<string, string[]> {
  const traces = new Map<string, string[]>()
  for (const { traceId, kind, service } of spans) {
    traces.set(traceId, [...(traces.get(traceId) ?? []), `${kind} ${service}`])
  }
  return traces
}

describe('a leak in the chain', () => {
  it('is seen in pool and failures, over whole traces, and is gone afterwards', async () => {
    const { healthy, faulty, fixed } = await observeCascade(context, leak, 1)
    expect(fixed).toBeNull()
    const traces = tracesOf(healthy.observation)
    const answered = healthy.observation.spans.filter(
      ({ service, kind, outcome }) => service === 'gateway' && kind === 'server' && outcome === 'ok',
    )
    expect(answered.length).toBeGreaterThan(10)
    const expected = [
      ...names.map((name) => `server ${name}`),
      ...names.slice(0, 3).map((name) => `client ${name}`),
    ]
    for (const { traceId } of answered) expect(traces.get(traceId)?.toSorted()).toEqual(expected.toSorted())
    for (const { pools } of [...healthy.observation.vitals, ...faulty.observation.vitals]) {
      for (const { busy, idle, limit } of pools) expect(busy + idle).toBeLessThanOrEqual(limit)
    }
    const last = faulty.observation.vitals.filter(({ service }) => service === 'inventory').at(-1)
    expect(last?.pools).toMatchObject([{ peer: 'database', limit: 12, busy: 12 }])
    expect(last?.pools[0]?.longestHeldMs).toBeGreaterThan(500)
    expect(faulty.measurement.requests.failed).toBeGreaterThan(0)
    const { graph } = rankCauses(healthy.observation, faulty.observation)
    expect(graph.calls.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
      'gateway > orders',
      'inventory > database',
      'orders > inventory',
    ])
    for (const service of chain.services) {
      const { vitals } = await service.observe()
      expect(vitals).toMatchObject({ inFlight: 0, queued: 0 })
      expect(vitals.pools.filter(({ busy }) => busy > 0)).toEqual([])
    }
  })

  it('is mended by a setting that is changed, while it goes on', async () => {
    const timeouts: Injection = {
      service: 'gateway',
      kind: 'timeout-order',
      strength: 'gives calls to orders up after 5 ms',
      fault: { kind: 'timeout-order', timeoutMs: 5 },
      trigger: null,
    }
    const { faulty, fixed } = await observeCascade(context, timeouts, 2, () => ({
      key: 'timeoutMs',
      service: 'gateway',
      peer: 'orders',
      name: "timeout of gateway's calls to orders",
      today: 5,
      proposed: 1_500,
    }))
    const timedOut = faulty.observation.spans.filter(
      ({ service, kind, outcome }) => service === 'gateway' && kind === 'client' && outcome === 'timeout',
    )
    expect(timedOut.length).toBeGreaterThan(faulty.measurement.requests.due / 2)
    const abandoned = faulty.observation.spans.filter(
      ({ service, kind, outcome }) => service === 'orders' && kind === 'server' && outcome === 'cancelled',
    )
    expect(abandoned.length).toBeGreaterThan(0)
    const calls = fixed?.observation.spans.filter(
      ({ service, kind }) => service === 'gateway' && kind === 'client',
    )
    expect(calls?.length).toBeGreaterThan(10)
    // On a machine with much else to do, some may still take too long.
    expect(calls?.filter(({ outcome, durationMs }) => outcome !== 'ok' && durationMs < 1_490)).toEqual([])
    const settings = fixed?.observation.configuration.find(({ service }) => service === 'gateway')
    expect(settings?.calls).toEqual([{ peer: 'orders', timeoutMs: 1_500, retries: 0, poolLimit: 32 }])
    expect((await chain.services[0]?.observe())?.configuration.calls[0]?.timeoutMs).toBe(1_500)
  })

  it('is refused where it makes no sense', async () => {
    const [gateway] = chain.services
    await expect(gateway?.setSettings({ slots: 0 })).rejects.toThrow('slots has to be one of')
    await expect(gateway?.setFault({ kind: 'cpu-block', blockMs: -1, everyMs: 5 })).rejects.toThrow(
      'blockMs has to be a number above 0',
    )
  })
})

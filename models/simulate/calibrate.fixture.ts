import type { ProbeArtifact } from '../artifacts/probe.ts'
import type { WithoutReuse } from '../artifacts/sweep.ts'
import { batchedDueMs } from '../arrivals/batched.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { storeMeasurement } from '../measurement/measurement.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { exponential, lognormal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { LoadedStep } from './calibrate.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { ServerQueue } from './server-queue.ts'
import { Simulation } from './simulation.ts'
import type { SystemModel } from './system-model.ts'

/** A target whose properties are known, for tests that measure it and fit a model to what they measured. */
export const KNOWN = { slots: 5, rttMs: 8, meanServiceMs: 4, variation: 0.5, dialMs: [18, 20, 22] } as const

/** Requests per second at which it saturates. */
export const KNOWN_CAPACITY = (1000 * KNOWN.slots) / KNOWN.meanServiceMs

/** @param inBurstMs how much longer a dial takes in a burst, for each other one in it */
export function knownProbe(inBurstMs: number): ProbeArtifact {
  const burstDialMs = [-2, -1, 0, 0, 0, 1].map((ms) => 20 + 5 * inBurstMs + ms)
  return {
    origin: 'http://127.0.0.1:1',
    dialMs: KNOWN.dialMs,
    tcpMs: [1, 1, 1],
    firstMs: [12, 12, 12],
    reusedMs: [11, 12, 13],
    burstDialMs,
    burstSize: 6,
    hintMs: 65_000,
    reuses: true,
    tls: null,
  }
}

/** Poisson arrivals at the known target, all on open connections. */
export function knownStep(rate: number): LoadedStep {
  const gaps = new RandomStream(7, 'gaps', rate)
  const services = new RandomStream(7, 'services', rate)
  const server = new ServerQueue(KNOWN.slots)
  const responses = new LatencyHistogram()
  let atMs = 0
  for (let i = 0; i < 20_000; i++) {
    atMs += exponential(gaps, 1000 / rate)
    const serviceMs = lognormal(services, KNOWN.meanServiceMs, KNOWN.variation)
    responses.record(server.serve(atMs, serviceMs) - atMs + KNOWN.rttMs)
  }
  return {
    offeredRate: rate,
    achievedRate: Math.min(rate, KNOWN_CAPACITY),
    p99Ms: responses.quantileMs(0.99),
    responses: responses.sparse(),
    met: rate < KNOWN_CAPACITY,
  }
}

/** Batches at the known target when no connection is kept, with slots for all of them. */
export function knownWithoutReuse(dialExclusiveMs: number, policy: PoolPolicy, seed: number): WithoutReuse {
  const durationMs = 20_500
  const warmupMs = 500
  const dueMs = batchedDueMs({ rate: 100, durationMs }, seed)
  const services = new RandomStream(seed, 'known-services')
  const serviceMs = dueMs.map(() => lognormal(services, KNOWN.meanServiceMs, KNOWN.variation))
  const warmup = dueMs.filter((ms) => ms < warmupMs).length
  const simulation = new Simulation({
    system: knownSystem(dialExclusiveMs),
    settings: { ...UNLIMITED, maxIdlePerHost: 0 },
    policy,
    pods: 2,
    seed,
  })
  simulation.run(dueMs.subarray(0, warmup), warmupMs, serviceMs.subarray(0, warmup))
  simulation.startMeasuring()
  simulation.run(dueMs.subarray(warmup), durationMs + 1000, serviceMs.subarray(warmup))
  return { dueMs: [...dueMs], durationMs, warmupMs, measurement: storeMeasurement(simulation.measurement()) }
}

function knownSystem(dialExclusiveMs: number): SystemModel {
  return {
    rttMs: KNOWN.rttMs,
    dialMs: new EmpiricalDistribution(Float64Array.from(KNOWN.dialMs)),
    dialExclusiveMs,
    serviceMs: EmpiricalDistribution.constant(KNOWN.meanServiceMs),
    slots: Infinity,
    serverIdleTimeoutMs: Infinity,
    hintMs: 65_000,
  }
}

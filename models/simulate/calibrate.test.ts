import { describe, expect, it } from 'vitest'
import type { ProbeArtifact } from '../artifacts/probe.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { exponential, lognormal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { calibrate, type LoadedStep } from './calibrate.ts'
import { ServerQueue } from './server-queue.ts'

const { policy } = goNetHttp
const SLOTS = 5
const RTT_MS = 8
const MEAN_SERVICE_MS = 4
const CAPACITY = (1000 * SLOTS) / MEAN_SERVICE_MS

const probe: ProbeArtifact = {
  origin: 'http://127.0.0.1:1',
  dialMs: [18, 20, 22],
  tcpMs: [1, 1, 1],
  firstMs: [12, 12, 12],
  reusedMs: [11, 12, 13],
  burstDialMs: [28, 29, 30, 30, 30, 31],
  burstSize: 6,
  hintMs: 65_000,
  reuses: true,
  tls: null,
}

describe('calibrate', () => {
  const steps = [100, 200, 500, 800, 1000, 1100, 1600].map(measuredStep)
  const { system, misfit } = calibrate(probe, steps, null, policy, 2, true, 65_000, 1)

  it('saturates where the server behind the sweep does', () => {
    expect(system.rttMs + system.serviceMs.mean).toBeCloseTo(RTT_MS + MEAN_SERVICE_MS, 0)
    expect(system.slots / system.serviceMs.mean).toBeCloseTo(CAPACITY / 1000, 1)
  })

  it('follows the P99 of every step below the knee', () => {
    const below = misfit.filter(({ offeredRate }) => offeredRate < CAPACITY)
    for (const { offeredRate, measuredP99Ms, modelP99Ms } of below) {
      expect(Math.abs(Math.log(modelP99Ms / measuredP99Ms)), `at ${offeredRate}/s`).toBeLessThan(0.15)
    }
  })

  it('takes a dial as it was on a quiet target, and what others wait for it from bursts', () => {
    expect([...system.dialMs.quantiles]).toEqual([18, 20, 22])
    expect(system.dialExclusiveMs).toBeCloseTo((30 - 20) / 5)
  })

  it('charges a dial with what first responses take longer', () => {
    const slowFirst = calibrate(
      { ...probe, firstMs: [20, 20, 20] },
      steps,
      null,
      policy,
      2,
      true,
      Infinity,
      1,
    )
    expect([...slowFirst.system.dialMs.quantiles]).toEqual([26, 28, 30])
  })

  it('takes a server whose knee was not seen never to queue', () => {
    expect(calibrate(probe, steps, null, policy, 2, false, Infinity, 1).system.slots).toBe(Infinity)
  })

  it('has nothing to say without an answer', () => {
    const silent = {
      ...(steps[0] as LoadedStep),
      responses: { values: new Float64Array(), counts: new Float64Array() },
    }
    expect(() => calibrate(probe, [silent], null, policy, 2, true, Infinity, 1)).toThrow(RangeError)
  })
})

/** Poisson arrivals at a server with `SLOTS` slots and lognormal service. */
function measuredStep(rate: number): LoadedStep {
  const gaps = new RandomStream(7, 'gaps', rate)
  const services = new RandomStream(7, 'services', rate)
  const server = new ServerQueue(SLOTS)
  const responses = new LatencyHistogram()
  let atMs = 0
  for (let i = 0; i < 20_000; i++) {
    atMs += exponential(gaps, 1000 / rate)
    responses.record(server.serve(atMs, lognormal(services, MEAN_SERVICE_MS, 0.6)) - atMs + RTT_MS)
  }
  return {
    offeredRate: rate,
    achievedRate: Math.min(rate, CAPACITY),
    p99Ms: responses.quantileMs(0.99),
    responses: responses.sparse(),
    met: rate < CAPACITY,
  }
}

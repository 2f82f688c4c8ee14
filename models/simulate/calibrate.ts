import type { ProbeArtifact } from '../artifacts/probe.ts'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { mergeCounts, quantileOfCounts, type SparseCounts } from '../statistics/weighted-quantile.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { ServerQueue } from './server-queue.ts'
import type { SystemModel } from './system-model.ts'

/** One rate of a sweep, as far as calibration needs it. */
export interface LoadedStep {
  readonly offeredRate: number
  readonly achievedRate: number
  readonly p99Ms: number
  /** Response times. */
  readonly responses: SparseCounts
  /** Met the SLO and kept up. */
  readonly met: boolean
}

export interface Calibration {
  readonly system: SystemModel
  readonly misfit: ReadonlyArray<{
    readonly offeredRate: number
    readonly measuredP99Ms: number
    readonly modelP99Ms: number
  }>
}

/** Steps up to this share of the highest rate that was met show the target without a queue. */
const QUIET_SHARE = 0.25
const TRIAL_REQUESTS = 20_000

/**
 * From what was measured to the model that the simulator runs on. The round trip is the fastest response; service is
 * what responses took beyond it while nothing queued; a dial costs its own time and what a first response takes
 * longer than later ones; and the slots are the number with which the model's P99 follows the sweep best.
 *
 * @param steps by offered rate, ascending; those where the load threads could not keep up left out
 * @param kneeSeen whether the sweep went past the knee; if not, the server is taken never to queue
 * @throws RangeError when no step was answered
 */
export function calibrate(
  probe: ProbeArtifact,
  steps: readonly LoadedStep[],
  kneeSeen: boolean,
  serverIdleTimeoutMs: number,
  seed: number,
): Calibration {
  const answered = steps.filter((step) => step.responses.values.length > 0)
  const first = answered[0]
  if (first === undefined) throw new RangeError('no step of the sweep was answered: there is nothing to fit')
  const met = answered.filter((step) => step.met)
  const highestMet = met.at(-1)?.offeredRate ?? first.offeredRate
  const quiet = met.filter((step) => step.offeredRate <= QUIET_SHARE * highestMet)
  const unloaded = mergeCounts((quiet.length === 0 ? [first] : quiet).map((step) => step.responses))
  const fastestMs = quantileOfCounts(unloaded, 0.001)
  const service = EmpiricalDistribution.fromCounts({
    values: unloaded.values.map((ms) => Math.max(0, ms - fastestMs)),
    counts: unloaded.counts,
  })
  const withoutSlots: SystemModel = {
    rttMs: fastestMs,
    dialMs: dialCost(probe),
    dialExclusiveMs: exclusivePart(probe),
    serviceMs: service,
    slots: Infinity,
    serverIdleTimeoutMs,
  }
  const capacity = Math.max(...answered.map((step) => step.achievedRate))
  const slots = kneeSeen ? bestSlots(withoutSlots, met, capacity, seed) : Infinity
  const system = { ...withoutSlots, slots }
  return {
    system,
    misfit: answered.map((step) => ({
      offeredRate: step.offeredRate,
      measuredP99Ms: step.p99Ms,
      modelP99Ms: modelP99(system, step.offeredRate, seed),
    })),
  }
}

/** What a request that dials waits longer than one that does not. */
function dialCost(probe: ProbeArtifact): EmpiricalDistribution {
  const extraMs = probe.reuses ? Math.max(0, median(probe.firstMs) - median(probe.reusedMs)) : 0
  return new EmpiricalDistribution(Float64Array.from(probe.dialMs, (ms) => ms + extraMs).sort())
}

/** Each of n dials at once waits for the n − 1 others: that is how much longer they take than single ones. */
function exclusivePart({ dialMs, burstDialMs, burstSize }: ProbeArtifact): number {
  const extraMs = median(burstDialMs) - median(dialMs)
  return burstSize < 2 || !(extraMs > 0) ? 0 : extraMs / (burstSize - 1)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/**
 * A server with c slots of mean service S saturates at c / S, which gives c to begin with; around it, the c with the
 * least mean square of ln(model P99 / measured P99).
 */
function bestSlots(system: SystemModel, met: readonly LoadedStep[], capacity: number, seed: number): number {
  const expected = Math.max(1, (capacity * system.serviceMs.mean) / 1000)
  const lowest = Math.max(1, Math.floor(0.7 * expected))
  const highest = Math.ceil(2 * expected) + 1
  const stride = Math.max(1, Math.ceil((highest - lowest) / 12))
  let best = { slots: Math.ceil(expected), error: Infinity }
  for (let slots = lowest; slots <= highest; slots += stride) {
    let error = 0
    for (const step of met) {
      error += Math.log(modelP99({ ...system, slots }, step.offeredRate, seed) / step.p99Ms) ** 2
    }
    if (error < best.error) best = { slots, error }
  }
  return best.slots
}

/** P99 of the response time of Poisson arrivals at the model, all on open connections. */
function modelP99(system: SystemModel, rate: number, seed: number): number {
  const gaps = new RandomStream(seed, 'calibration-gaps')
  const services = new RandomStream(seed, 'calibration-service')
  const server = new ServerQueue(system.slots)
  const responses = new Float64Array(TRIAL_REQUESTS)
  let atMs = 0
  for (let i = 0; i < TRIAL_REQUESTS; i++) {
    atMs += exponential(gaps, 1000 / rate)
    responses[i] = server.serve(atMs, system.serviceMs.draw(services)) - atMs + system.rttMs
  }
  responses.sort()
  return responses[Math.ceil(0.99 * TRIAL_REQUESTS) - 1] as number
}

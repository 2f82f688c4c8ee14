import type { ProbeArtifact } from '../artifacts/probe.ts'
import type { WithoutReuse } from '../artifacts/sweep.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { median } from '../statistics/median.ts'
import {
  meanOfCounts,
  mergeCounts,
  quantileOfCounts,
  type SparseCounts,
} from '../statistics/weighted-quantile.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { ServerQueue } from './server-queue.ts'
import { Simulation } from './simulation.ts'
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

/** A system whose times are all known by what was measured. */
export interface FittedSystem extends SystemModel {
  readonly dialMs: EmpiricalDistribution
  readonly serviceMs: EmpiricalDistribution
}

export interface Calibration {
  readonly system: FittedSystem
  readonly misfit: ReadonlyArray<{
    readonly offeredRate: number
    readonly measuredP99Ms: number
    readonly modelP99Ms: number
  }>
}

/**
 * Steps up to this share of the highest rate that was met show the target without a queue; of these the lowest, which
 * are around the schedule's own mean rate: a machine that is busier answers more slowly even without a queue.
 */
const QUIET_SHARE = 0.25
const QUIET_STEPS = 3
const TRIAL_REQUESTS = 20_000
const MOST_TRIALS = 16
/** Quantile that stands for the fastest response, past stray ones. */
const FASTEST = 0.001

/**
 * From what was measured to the model that the simulator runs on. Responses while nothing queues are a round trip and
 * service. Where the knee was seen, a server of c slots that saturates at X requests per second holds each for c / X,
 * which says how much of a response is service; c is the number with which the model's P99 follows the sweep best.
 * Where it was not, the round trip is the fastest response. A dial costs its own time and what a first response takes
 * longer than later ones.
 *
 * @param steps by offered rate, ascending; those where the load threads could not keep up left out
 * @param withoutReuse how the target answered when no connection was kept, or `null`
 * @param policy of the client through whose pool that went
 * @param kneeSeen whether the sweep went past the knee; if not, the server is taken never to queue
 * @throws RangeError when no step was answered
 */
export function calibrate(
  probe: ProbeArtifact,
  steps: readonly LoadedStep[],
  withoutReuse: WithoutReuse | null,
  policy: PoolPolicy,
  pods: number,
  kneeSeen: boolean,
  serverIdleTimeoutMs: number,
  seed: number,
): Calibration {
  const answered = steps.filter((step) => step.responses.values.length > 0)
  const first = answered[0]
  if (first === undefined) throw new RangeError('no step of the sweep was answered: there is nothing to fit')
  const met = answered.filter((step) => step.met)
  const highestMet = met.at(-1)?.offeredRate ?? first.offeredRate
  const quiet = met.filter((step) => step.offeredRate <= QUIET_SHARE * highestMet).slice(0, QUIET_STEPS)
  const unloaded = mergeCounts((quiet.length === 0 ? [first] : quiet).map((step) => step.responses))
  const dials = {
    dialMs: dialCost(probe),
    serverIdleTimeoutMs,
    hintMs: probe.hintMs,
  }
  const capacity = Math.max(...answered.map((step) => step.achievedRate))
  const queue = kneeSeen
    ? bestQueue(unloaded, met, capacity, seed)
    : { ...split(unloaded, quantileOfCounts(unloaded, FASTEST)), slots: Infinity }
  const alone: FittedSystem = { ...queue, ...dials, dialExclusiveMs: exclusivePart(probe) }
  const system =
    withoutReuse === null || withoutReuse.measurement.requests.failed > 0
      ? alone
      : { ...alone, dialExclusiveMs: exclusiveUnderLoad(alone, withoutReuse, policy, pods, seed) }
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

/**
 * How much of a dial others wait for, by what it did to them: the value with which the simulator's response times of
 * the stretch without reuse are closest to the measured ones, by the mean square of the ln of their quantiles' ratios.
 * A burst on a quiet target shows the slower end of a handshake; both ends together take up to twice as long.
 */
function exclusiveUnderLoad(
  system: SystemModel,
  { dueMs, durationMs, warmupMs, measurement }: WithoutReuse,
  policy: PoolPolicy,
  pods: number,
  seed: number,
): number {
  const measured = LatencyHistogram.fromStored(measurement.response)
  const due = Float64Array.from(dueMs)
  const warmup = due.filter((ms) => ms < warmupMs)
  const settings = { ...UNLIMITED, maxIdlePerHost: 0 }
  let best = { dialExclusiveMs: system.dialExclusiveMs, error: Infinity }
  const inBurstMs = system.dialExclusiveMs
  for (let trial = 0; trial <= EXCLUSIVE_TRIALS; trial++) {
    const dialExclusiveMs = inBurstMs * (1 + trial / EXCLUSIVE_TRIALS)
    const simulation = new Simulation({
      system: { ...system, dialExclusiveMs },
      settings,
      policy,
      pods,
      seed,
    })
    simulation.run(warmup, warmupMs)
    simulation.startMeasuring()
    simulation.run(due.subarray(warmup.length), durationMs + DRAIN_MS)
    const { response } = simulation.measurement()
    const error = COMPARED_QUANTILES.reduce(
      (sum, q) => sum + Math.log(response.quantileMs(q) / measured.quantileMs(q)) ** 2,
      0,
    )
    if (error < best.error) best = { dialExclusiveMs, error }
  }
  return best.dialExclusiveMs
}

const EXCLUSIVE_TRIALS = 8
const COMPARED_QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.98]
const DRAIN_MS = 2000

type Queue = Pick<FittedSystem, 'rttMs' | 'serviceMs' | 'slots'>

/** Of all numbers of slots, the one with the least mean square of ln(model P99 / measured P99) over the steps. */
function bestQueue(
  unloaded: SparseCounts,
  met: readonly LoadedStep[],
  capacity: number,
  seed: number,
): Queue {
  const meanMs = meanOfCounts(unloaded)
  const fastestMs = quantileOfCounts(unloaded, FASTEST)
  const most = Math.max(1, Math.floor((capacity * meanMs) / 1000))
  const fewest = Math.max(1, Math.ceil((capacity * (meanMs - fastestMs)) / 1000))
  const stride = Math.max(1, Math.ceil((most - fewest) / MOST_TRIALS))
  let best: Queue & { readonly error: number } = {
    ...split(unloaded, fastestMs),
    slots: fewest,
    error: Infinity,
  }
  for (let slots = fewest; slots <= most; slots += stride) {
    const queue = { ...split(unloaded, meanMs - (1000 * slots) / capacity), slots }
    const error = met.reduce(
      (sum, step) => sum + Math.log(modelP99(queue, step.offeredRate, seed) / step.p99Ms) ** 2,
      0,
    )
    if (error < best.error) best = { ...queue, error }
  }
  return { rttMs: best.rttMs, serviceMs: best.serviceMs, slots: best.slots }
}

function split(unloaded: SparseCounts, rttMs: number): Pick<FittedSystem, 'rttMs' | 'serviceMs'> {
  const way = Math.max(0, rttMs)
  const values = unloaded.values.map((ms) => Math.max(0, ms - way))
  return { rttMs: way, serviceMs: EmpiricalDistribution.fromCounts({ values, counts: unloaded.counts }) }
}

/** P99 of the response time of Poisson arrivals at the model, all on open connections. */
function modelP99(system: Queue, rate: number, seed: number): number {
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

import { exponential } from '../random/distributions.ts'
import { ln } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import { meanOfCounts, quantileOfCounts, type SparseCounts } from '../statistics/weighted-quantile.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { ServerQueue } from './server-queue.ts'

/** The server and the way to it, as far as requests on open connections see them. */
export interface FittedQueue {
  readonly rttMs: number
  readonly serviceMs: EmpiricalDistribution
  /** Requests that the server works on at once; Infinity when it never queues. */
  readonly slots: number
}

/** What of a rate of the sweep the queue is fitted to. */
export interface QueueStep {
  readonly offeredRate: number
  readonly p99Ms: number
}

const TRIAL_REQUESTS = 20_000
const MOST_TRIALS = 16
/** Quantile that stands for the fastest response, past stray ones. */
const FASTEST = 0.001

/** A server that never queues: the fastest response is the round trip, what others take longer is service. */
export function queuelessFit(unloaded: SparseCounts): FittedQueue {
  return { ...split(unloaded, quantileOfCounts(unloaded, FASTEST)), slots: Infinity }
}

/**
 * A server of c slots that saturates at X requests per second holds each for c / X, which says how much of a response
 * is service. Of all c, the one with the least mean square of ln(model P99 / measured P99) over the steps.
 *
 * @param unloaded response times while nothing queues, in ms
 * @param capacity X, per second
 */
export function fitServerQueue(
  unloaded: SparseCounts,
  steps: readonly QueueStep[],
  capacity: number,
  seed: number,
): FittedQueue {
  const meanMs = meanOfCounts(unloaded)
  const fastestMs = quantileOfCounts(unloaded, FASTEST)
  const most = Math.max(1, Math.floor((capacity * meanMs) / 1000))
  const fewest = Math.max(1, Math.ceil((capacity * (meanMs - fastestMs)) / 1000))
  const stride = Math.max(1, Math.ceil((most - fewest) / MOST_TRIALS))
  let best: FittedQueue = { ...split(unloaded, fastestMs), slots: fewest }
  let leastError = Infinity
  for (let slots = fewest; slots <= most; slots += stride) {
    const queue = { ...split(unloaded, meanMs - (1000 * slots) / capacity), slots }
    const error = steps.reduce(
      (sum, step) => sum + ln(queueP99Ms(queue, step.offeredRate, seed) / step.p99Ms) ** 2,
      0,
    )
    if (error < leastError) {
      best = queue
      leastError = error
    }
  }
  return best
}

/** P99 of the response time of Poisson arrivals at the queue, all on open connections, in ms. */
export function queueP99Ms(queue: FittedQueue, rate: number, seed: number): number {
  const gaps = new RandomStream(seed, 'calibration-gaps')
  const services = new RandomStream(seed, 'calibration-service')
  const server = new ServerQueue(queue.slots)
  const responses = new Float64Array(TRIAL_REQUESTS)
  let atMs = 0
  for (let i = 0; i < TRIAL_REQUESTS; i++) {
    atMs += exponential(gaps, 1000 / rate)
    responses[i] = server.serve(atMs, queue.serviceMs.draw(services)) - atMs + queue.rttMs
  }
  responses.sort()
  return responses[Math.ceil(0.99 * TRIAL_REQUESTS) - 1] as number
}

function split(unloaded: SparseCounts, rttMs: number): Pick<FittedQueue, 'rttMs' | 'serviceMs'> {
  const way = Math.max(0, rttMs)
  const values = unloaded.values.map((ms) => Math.max(0, ms - way))
  return { rttMs: way, serviceMs: EmpiricalDistribution.fromCounts({ values, counts: unloaded.counts }) }
}

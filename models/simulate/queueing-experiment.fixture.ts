import type { Measurement } from '../measurement/measurement.ts'
import { PLAIN_POLICY } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { studentTQuantile } from '../statistics/student-t.ts'
import { DeterministicDistribution } from './deterministic-distribution.ts'
import type { Distribution } from './distribution.ts'
import type { QueueingReference } from './queueing-reference.fixture.ts'
import { Simulation } from './simulation.ts'

/** Poisson arrivals at a server behind a pool that costs nothing. */
export interface QueueingExperiment {
  readonly servers: number
  readonly utilization: number
  /** With a mean of about 100 ms, histograms of whole µs are exact to well below 0.1 %. */
  readonly serviceMs: Distribution
  /** Independent runs, with seeds that follow on one another. */
  readonly runs: number
  /** Experiments that are to be independent of one another must not share seeds. */
  readonly firstSeed: number
  /** Requests measured in each run, on average. */
  readonly requests: number
}

/** What one run measured, in multiples of the mean service time. */
export interface QueueingRun {
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** L: time integral of the number in the system, by its length. */
  readonly meanInSystem: number
  /** λ W: rate of the arrivals × their mean response time. */
  readonly rateTimesResponse: number
}

/** Mean over independent runs, with Student's t-interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * Requests for a standard error of the mean response time of about `relativeError`. In heavy traffic the mean of n
 * waits has a relative variance of 2 (1 + cs²) / n (1 − ρ)² (Whitt 1989, "Planning queueing simulations"); here it is
 * that of those who wait, weighed with what waiting is of the response.
 */
export function requestsFor(
  { utilization, meanResponse }: QueueingReference,
  waitProbability: number,
  cs2: number,
  relativeError: number,
): number {
  const waitShare = (meanResponse - 1) / meanResponse
  const ofWait = (2 * (1 + cs2) * waitShare ** 2) / (waitProbability * (1 - utilization) ** 2)
  return Math.ceil(Math.max(SMALLEST_SAMPLE, (cs2 + ofWait) / relativeError ** 2))
}

/** Enough for a 99th percentile. */
const SMALLEST_SAMPLE = 400_000

export function runQueueingExperiment(experiment: QueueingExperiment): QueueingRun[] {
  return Array.from({ length: experiment.runs }, (_, i) => runOnce(experiment, experiment.firstSeed + i))
}

/** @param confidence in (0, 1) */
export function estimate(values: readonly number[], confidence = 0.95): Estimate {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = studentTQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n)
  return { value: mean, low: mean - half, high: mean + half }
}

function runOnce(experiment: QueueingExperiment, seed: number): QueueingRun {
  const { servers, utilization, serviceMs, requests } = experiment
  const meanMs = serviceMs.mean
  const gapMs = meanMs / (servers * utilization)
  const { simulation, connections, drainMs } = emptySystem(experiment, seed)
  const arrivals = new PoissonStream(seed, gapMs, drainMs)
  const fromMs = drainMs + warmupRequests(utilization) * gapMs
  arrivals.feed(simulation, fromMs)
  const idleBeforeMs = idleSoFarMs(simulation)
  simulation.startMeasuring()
  const durationMs = requests * gapMs
  const arrived = arrivals.feed(simulation, fromMs + durationMs)
  const idleMs = countedIdleMs(simulation) + idleSoFarMs(simulation) - idleBeforeMs
  simulation.run(new Float64Array(0), fromMs + durationMs + drainMs)

  const { response } = completeMeasurement(simulation, arrived)
  return {
    mean: response.meanMs / meanMs,
    p50: response.quantileMs(0.5) / meanMs,
    p95: response.quantileMs(0.95) / meanMs,
    p99: response.quantileMs(0.99) / meanMs,
    meanInSystem: connections - idleMs / durationMs,
    rateTimesResponse: (arrived / durationMs) * response.meanMs,
  }
}

/**
 * A run that begins and ends with nobody in the system, where the time integral of the number in the system and the sum
 * of the response times are one and the same, in ms.
 */
export function runFromEmptyToEmpty(
  experiment: Omit<QueueingExperiment, 'runs' | 'firstSeed'>,
  seed: number,
): { readonly inSystemMs: number; readonly responsesMs: number } {
  const { servers, utilization, serviceMs, requests } = experiment
  const gapMs = serviceMs.mean / (servers * utilization)
  const { simulation, connections, drainMs } = emptySystem(experiment, seed)
  const idleBeforeMs = idleSoFarMs(simulation)
  simulation.startMeasuring()
  const arrived = new PoissonStream(seed, gapMs, drainMs).feed(simulation, drainMs + requests * gapMs)
  const durationMs = requests * gapMs + drainMs
  simulation.run(new Float64Array(0), drainMs + durationMs)
  const idleMs = countedIdleMs(simulation) + idleSoFarMs(simulation) - idleBeforeMs
  const { response } = completeMeasurement(simulation, arrived)
  return { inSystemMs: connections * durationMs - idleMs, responsesMs: arrived * response.meanMs }
}

/**
 * All connections that a run will need have been opened, and none is ever closed. So at every moment those that are not
 * idle are the requests in the system, and what the pool counts as idle time gives their integral.
 */
function emptySystem(
  { servers, utilization, serviceMs }: Pick<QueueingExperiment, 'servers' | 'utilization' | 'serviceMs'>,
  seed: number,
): { readonly simulation: Simulation; readonly connections: number; readonly drainMs: number } {
  const simulation = new Simulation({
    system: {
      rttMs: 0,
      dialMs: new DeterministicDistribution(0),
      dialExclusiveMs: 0,
      serviceMs,
      slots: servers,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
    settings: UNLIMITED,
    policy: PLAIN_POLICY,
    pods: 1,
    seed,
  })
  const connections = servers + Math.ceil(QUEUE_NEVER_REACHED / (1 - utilization))
  const drainMs = 10 * connections * serviceMs.mean
  simulation.run(new Float64Array(connections), drainMs)
  return { simulation, connections, drainMs }
}

/** @throws RangeError when not all were answered, or a connection was opened that should have been there */
function completeMeasurement(simulation: Simulation, arrived: number): Measurement {
  const measurement = simulation.measurement()
  const { completed } = measurement.requests
  const { dialed } = measurement.connections
  if (completed !== arrived || dialed !== 0) {
    throw new RangeError(`${completed} of ${arrived} answered, ${dialed} dialed`)
  }
  return measurement
}

/** By (1 − ρ): more are in the system with a probability below e^−100, or e^−40 where cs² = 4. */
const QUEUE_NEVER_REACHED = 100

/** Ten relaxation times 1 / c (1 − √ρ)², and no fewer than a thousand requests. */
function warmupRequests(utilization: number): number {
  return Math.ceil(Math.max(1000, (10 * utilization) / (1 - Math.sqrt(utilization)) ** 2))
}

/** Idle time of the connections that have left idleness since the measurement began. */
function countedIdleMs(simulation: Simulation): number {
  return 1000 * simulation.measurement().connections.idleSeconds
}

/** Idle time so far of the connections that are idle now. */
function idleSoFarMs(simulation: Simulation): number {
  return simulation.idleConnections(0).reduce((sum, { idleSinceMs }) => sum - idleSinceMs, 0)
}

/** Poisson arrivals, handed over piece by piece. */
class PoissonStream {
  readonly #gaps: RandomStream
  readonly #meanGapMs: number
  readonly #piece = new Float64Array(65_536)
  #nextMs: number

  constructor(seed: number, meanGapMs: number, fromMs: number) {
    this.#gaps = new RandomStream(seed, 'poisson-gaps')
    this.#meanGapMs = meanGapMs
    this.#nextMs = fromMs + exponential(this.#gaps, meanGapMs)
  }

  /**
   * Runs the simulation up to `untilMs`.
   *
   * @returns how many arrived
   */
  feed(simulation: Simulation, untilMs: number): number {
    let arrived = 0
    while (this.#nextMs < untilMs) {
      let size = 0
      while (size < this.#piece.length && this.#nextMs < untilMs) {
        this.#piece[size++] = this.#nextMs
        this.#nextMs += exponential(this.#gaps, this.#meanGapMs)
      }
      const due = this.#piece.subarray(0, size)
      simulation.run(due, due.at(-1) as number)
      arrived += size
    }
    simulation.run(new Float64Array(0), untilMs)
    return arrived
  }
}

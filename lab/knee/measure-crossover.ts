import {
  type CrossoverPrediction,
  predictCrossover,
  type PredictCrossoverOptions,
} from '../../models/knee/crossover-prediction.ts'
import { type Departure, findDeparture } from '../../models/knee/dial-floor.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import { policyOf } from '../../models/clients/client.ts'
import { EmpiricalDistribution } from '../../models/simulate/empirical-distribution.ts'
import type { SystemModel } from '../../models/simulate/system-model.ts'
import type { BenchProgress } from '../bench/bench-progress.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { runBench } from '../bench/run-bench.ts'
import { throwIfAborted } from '../interrupted.ts'
import { UnusableRun } from '../unusable-run.ts'
import { visitTarget } from '../visit-target.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { CrossoverPlan } from './crossover-plan.ts'
import type { CrossoverTrial } from './crossover-trial.ts'
import { type CrossoverBlock, CrossoverTrials } from './crossover-trials.ts'

export interface CrossoverCircumstances {
  /** Aborted, it ends the search at once, with the rates that were finished by then. */
  readonly signal: AbortSignal
  readonly onProgress: (rate: number, progress: BenchProgress) => void
  /** A block has been measured. */
  readonly onBlock?: (rate: number, block: BenchResult) => void
}

/** Where dials depart from their floor: measured through the client's pool, and predicted. */
export interface CrossoverResult {
  readonly plan: CrossoverPlan
  /** In ascending order of rates; at least one. */
  readonly trials: readonly CrossoverTrial[]
  readonly measured: Departure
  /** With busy times as they were measured at each rate; of the dials that were measured it knows nothing. */
  readonly prediction: CrossoverPrediction
  /** With the busy times of the first rate alone, before any other was tried. */
  readonly beforehand: CrossoverPrediction
  /** What was simulated at a rate. */
  readonly systemAt: (rate: number) => SystemModel
  /** Mean response time at the first rate, in ms: what the folk formula takes for the round trip. */
  readonly responseMs: number
  /** Why it ended before the two rates around the crossover were close; `null` when they are. */
  readonly endedBecause: string | null
}

/** The rates around the predicted crossover that are tried first. */
const AROUND = Math.SQRT2
/** The prediction is sought this far below the first rate too. */
const BELOW_FIRST = 50
const VISITS = 3

/**
 * Measures the rate at which the client's pool begins to dial. The first trials, at a rate at which connections are
 * mostly idle, give a prediction, which says where to begin; where to go from there, what is measured says. At last the
 * prediction is made with the busy times of all rates, since many servers answer faster when they are awake.
 *
 * @throws UnusableRun when the target cannot be reached, or the first trials say nothing
 * @throws the signal's reason when it is aborted before the first rate was measured
 */
export async function measureCrossover(
  plan: CrossoverPlan,
  circumstances: CrossoverCircumstances,
): Promise<CrossoverResult> {
  const { signal } = circumstances
  throwIfAborted(signal)
  const workers = new WorkerPool(1, 1)
  const endMs = performance.now() + plan.longestMs
  try {
    const dialMs = await dialTime(plan, signal)
    const search = new CrossoverTrials({
      range: { lowestRate: plan.firstRate / AROUND ** 2, highestRate: plan.highestRate },
      send: (block) => sendBlock(plan, workers, circumstances, block),
      signal,
      clock: () => performance.now(),
    })
    const first = await search.measure(plan.firstRate)
    if (first === null) {
      throwIfAborted(signal)
      throw new UnusableRun(`at ${plan.firstRate}/s ${search.endedBecause ?? 'nothing was measured'}`)
    }
    const beforehand = predict(plan, systemFrom(first, dialMs, plan.saturationRate))
    await search.through(ratesToTry(beforehand, plan), endMs)
    const systemAt = systemByRate(search.trials, dialMs)
    return {
      plan,
      trials: search.trials,
      measured: findDeparture(search.trials),
      prediction: predict(plan, systemAt),
      beforehand,
      systemAt,
      responseMs: first.meanMs,
      endedBecause: search.endedBecause,
    }
  } finally {
    await workers.destroy()
  }
}

async function sendBlock(
  { bench }: CrossoverPlan,
  workers: WorkerPool,
  { signal, onProgress, onBlock }: CrossoverCircumstances,
  { rate, durationMs, warmupMs, index }: CrossoverBlock,
): Promise<BenchResult> {
  const result = await runBench(
    { ...bench, load: { ...bench.load, rate }, durationMs, warmupMs, seed: bench.seed + index },
    {
      signal,
      certificate: null,
      workers,
      onProgress: (progress) => onProgress(rate, progress),
      onStarted: () => {},
    },
  )
  onBlock?.(rate, result)
  return result
}

function ratesToTry({ departure }: CrossoverPrediction, { firstRate, highestRate }: CrossoverPlan): number[] {
  if (departure.kind === 'no-floor') return []
  const around =
    departure.kind === 'departed'
      ? [departure.rate / AROUND, departure.rate * AROUND]
      : [highestRate / AROUND ** 2, highestRate]
  return around
    .map((rate) => Math.min(highestRate, Number(rate.toPrecision(3))))
    .filter((rate) => rate > firstRate)
}

/** Of the fastest of three connections, so that what the first one wakes up is not counted. */
async function dialTime({ bench }: CrossoverPlan, signal: AbortSignal): Promise<number> {
  const { method, path, headers = null, body = null } = bench.request
  const text = body === null || typeof body === 'string' ? body : JSON.stringify(body)
  let fastestMs = Infinity
  for (let i = 0; i < VISITS; i++) {
    const { dialMs } = await visitTarget(bench.endpoint, { method, path, headers, body: text }, 1, signal)
    fastestMs = Math.min(fastestMs, dialMs)
  }
  return fastestMs
}

/** As the nearest rate that was tried shows it; what queues there is in the busy times already. */
function systemByRate(trials: readonly CrossoverTrial[], dialMs: number): (rate: number) => SystemModel {
  const known = trials.map((trial) => ({ trial, system: systemFrom(trial, dialMs, Infinity) }))
  return (rate) => {
    const distance = ({ trial }: (typeof known)[number]) => Math.max(trial.rate / rate, rate / trial.rate)
    return known.reduce((nearest, each) => (distance(each) < distance(nearest) ? each : nearest)).system
  }
}

/**
 * The system as trials at one rate show it: connections are busy for as long as requests took, and as many are served at
 * once as there are at saturation, by Little's law.
 */
function systemFrom({ service, dial }: CrossoverTrial, dialMs: number, saturationRate: number): SystemModel {
  const serviceMs = EmpiricalDistribution.fromCounts(service.sparse())
  return {
    rttMs: 0,
    dialMs:
      dial.count > 0
        ? EmpiricalDistribution.fromCounts(dial.sparse())
        : EmpiricalDistribution.constant(dialMs),
    dialExclusiveMs: 0,
    serviceMs,
    slots: Math.max(1, Math.ceil((saturationRate * serviceMs.mean) / 1000)),
    serverIdleTimeoutMs: Infinity,
    hintMs: null,
  }
}

function predict(
  { bench, firstRate, highestRate }: CrossoverPlan,
  system: PredictCrossoverOptions['system'],
): CrossoverPrediction {
  return predictCrossover({
    system,
    settings: bench.settings,
    policy: policyOf(findClient(bench.client), 'today'),
    lowestRate: firstRate / BELOW_FIRST,
    highestRate,
    seed: bench.seed,
  })
}

import { setTimeout as wait } from 'node:timers/promises'
import { CapacitySearch, type WantedTrial } from '../../models/knee/capacity-search.ts'
import type { RateBounds } from '../../models/knee/capacity-search-bounds.ts'
import type { CapacitySearchResult, StagedTrial } from '../../models/knee/capacity-search-result.ts'
import { errorKind } from '../../workers/error-kind.ts'
import type { BenchProgress } from '../bench/bench-progress.ts'
import type { BenchPlan } from '../bench/bench-plan.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { chooseBenchThreads } from '../bench/choose-bench-threads.ts'
import { runBench } from '../bench/run-bench.ts'
import { readEnvironment } from '../environment.ts'
import { throwIfAborted } from '../interrupted.ts'
import type { Certificate } from '../machine/certificate.ts'
import type { LoadThreads } from '../machine/choose-load-threads.ts'
import { readProcessors } from '../machine/processors.ts'
import type { Environment } from '../run-directory.ts'
import { UnusableRun } from '../unusable-run.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { KneePlan } from './knee-plan.ts'
import { type KneeTrial, kneeTrial, unusableTrial } from './knee-trial.ts'

export interface KneeCircumstances {
  /** Aborted, it ends the search at once, with the trials that were finished by then. */
  readonly signal: AbortSignal
  /** Of this machine, to go with the result; `null` where there is none. */
  readonly certificate: Certificate | null
  /** @param trial `null` before the first @param bounds what is known of the capacity by then */
  readonly onProgress: (trial: WantedTrial | null, progress: BenchProgress, bounds: RateBounds) => void
  /** A trial has been made. */
  readonly onTrial?: (trial: StagedTrial<KneeTrial>) => void
}

/** What came of a `KneePlan`. */
export interface KneeResult {
  readonly plan: KneePlan
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Of the whole search. */
  readonly durationMs: number
  readonly environment: Environment
  readonly certificate: Certificate | null
  readonly threads: LoadThreads
  /** What the system's limits were going to do to it. */
  readonly warnings: readonly string[]
  /** `end` is `null` when the search was interrupted. */
  readonly search: CapacitySearchResult<KneeTrial>
}

/**
 * Searches for the capacity of a target, in trials of load that is due whether or not it is answered. What is sent
 * before the first trial, to wake up both sides, is not measured.
 *
 * @throws UnusableRun when the target cannot be reached before the first trial
 * @throws the signal's reason when it is aborted before the first trial is finished
 */
export async function runKnee(plan: KneePlan, circumstances: KneeCircumstances): Promise<KneeResult> {
  const { signal, certificate, onProgress, onTrial } = circumstances
  throwIfAborted(signal)
  const threads = chooseBenchThreads(plan.bench, readProcessors())
  const workers = new WorkerPool(threads.threads, 1)
  const startedAt = new Date().toISOString()
  const startMs = performance.now()
  const search = new CapacitySearch<KneeTrial>(plan.search)
  const send = (wanted: WantedTrial, shown: WantedTrial | null) =>
    runBench(trialPlan(plan, wanted, search.result().trials.length), {
      signal,
      certificate,
      workers,
      onProgress: (progress) => onProgress(shown, progress, search.result().bounds),
      onStarted: () => {},
    })
  try {
    const { warnings } = await send(firstOf(search), null)
    throwIfAborted(signal)
    await searchThrough(search, plan, {
      signal,
      send: (wanted) => send(wanted, wanted),
      onTrial,
    })
    return {
      plan,
      startedAt,
      durationMs: performance.now() - startMs,
      environment: readEnvironment(),
      certificate,
      threads,
      warnings,
      search: search.result(),
    }
  } finally {
    await workers.destroy()
  }
}

interface TrialMaking {
  readonly signal: AbortSignal
  readonly send: (wanted: WantedTrial) => Promise<BenchResult>
  readonly onTrial: KneeCircumstances['onTrial']
}

async function searchThrough(
  search: CapacitySearch<KneeTrial>,
  plan: KneePlan,
  { signal, send, onTrial = () => {} }: TrialMaking,
): Promise<void> {
  for (let wanted = search.next(); wanted !== null; wanted = search.next()) {
    const trial = await makeTrial(wanted, plan, signal, send)
    if (trial !== null) {
      search.add(trial)
      onTrial({ ...trial, stage: wanted.stage })
    } else if (search.result().trials.length > 0) return
    else throw signal.reason
  }
}

/** @returns `null` when it was interrupted: half a trial is none */
async function makeTrial(
  wanted: WantedTrial,
  { slo, search: { goal } }: KneePlan,
  signal: AbortSignal,
  send: (wanted: WantedTrial) => Promise<BenchResult>,
): Promise<KneeTrial | null> {
  try {
    const result = await send(wanted)
    return result.ended === 'interrupted' ? null : kneeTrial(wanted, result, slo, goal)
  } catch (error) {
    if (signal.aborted) return null
    if (!(error instanceof UnusableRun)) throw error
    // A target that is out of reach is given as much time as the trial would have taken.
    await wait(wanted.durationMs, undefined, { signal }).catch(() => {})
    return signal.aborted ? null : unusableTrial(wanted, error.message, kindOf(error))
  }
}

function kindOf({ cause }: UnusableRun): string | null {
  return cause instanceof Error ? errorKind(cause) : null
}

/** @param index of the trial: each has arrivals of its own, where they are at random */
function trialPlan({ bench, slo }: KneePlan, { rate, durationMs }: WantedTrial, index: number): BenchPlan {
  return {
    ...bench,
    load: { ...bench.load, rate, inFlightMax: inFlightFor(rate, slo.p99Ms) },
    durationMs,
    seed: bench.seed + index,
  }
}

/** Twice as many as are under way when the mean response time is as long as the P99 may be. */
function inFlightFor(rate: number, p99Ms: number): number {
  const expected = Math.ceil((IN_FLIGHT_OVER_SLO * rate * p99Ms) / 1000)
  return Math.min(MOST_IN_FLIGHT, Math.max(LEAST_IN_FLIGHT, expected))
}

function firstOf(search: CapacitySearch<KneeTrial>): WantedTrial {
  const wanted = search.next()
  if (wanted === null) throw new Error('a search begins with a trial')
  return wanted
}

const IN_FLIGHT_OVER_SLO = 2
const LEAST_IN_FLIGHT = 256
/** Beyond it there are fewer ports and files than it takes on most systems. */
const MOST_IN_FLIGHT = 4096

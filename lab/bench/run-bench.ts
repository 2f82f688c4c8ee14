import { judgeRun } from '../../models/measurement/verdict.ts'
import { evaluateThresholds } from '../../models/thresholds/evaluate-thresholds.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { LoadProgress, LoadResult, LoadTask, MeasuredLoad } from '../../workers/messages.ts'
import { readEnvironment } from '../environment.ts'
import type { Certificate } from '../machine/certificate.ts'
import { checkLimits } from '../machine/check-limits.ts'
import type { LoadThreads } from '../machine/choose-load-threads.ts'
import { CpuUse } from '../machine/cpu-use.ts'
import { readLimits } from '../machine/limits.ts'
import { type Processors, readProcessors } from '../machine/processors.ts'
import { mergeLoads, runLoad } from '../run-load.ts'
import { ThresholdWatch } from '../thresholds/threshold-watch.ts'
import { UnusableRun } from '../unusable-run.ts'
import { explainFailure, visitTarget } from '../visit-target.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { BenchPlan } from './bench-plan.ts'
import { type BenchProgress, mergeProgress } from './bench-progress.ts'
import type { BenchControls, BenchResult } from './bench-result.ts'
import { chooseBenchThreads } from './choose-bench-threads.ts'
import { offeredRate } from './offered-rate.ts'
import { PaceControls } from './pace-controls.ts'
import { mergeTuning, threadTuning } from './thread-tuning.ts'

export interface BenchCircumstances {
  /** Aborted, it ends the bench at once, with what was measured by then. */
  readonly signal: AbortSignal
  /** Of this machine, to go with the result; `null` where there is none. */
  readonly certificate: Certificate | null
  /** Threads that are there already, at least as many as the plan takes; it starts its own unless told. */
  readonly workers?: WorkerPool
  readonly onProgress: (progress: BenchProgress) => void
  /** Requests go out from now on. */
  readonly onStarted: (controls: BenchControls) => void
}

/**
 * Sends what the plan says, and judges how that went.
 *
 * @throws UnusableRun when the target cannot be reached, before anything is measured
 * @throws the signal's reason when it is aborted before requests go out
 */
export async function runBench(plan: BenchPlan, circumstances: BenchCircumstances): Promise<BenchResult> {
  const { signal, certificate, onProgress, onStarted } = circumstances
  const processors = readProcessors()
  const threads = chooseBenchThreads(plan, processors)
  const warnings = warn(plan, threads)
  await visitTarget(plan.endpoint, visitRequest(plan), 1, signal)
  signal.throwIfAborted()
  const startedAt = new Date().toISOString()
  const workers = circumstances.workers ?? new WorkerPool(threads.threads, 1)
  const controls = new PaceControls(() => Date.now())
  const watch = new ThresholdWatch(plan.thresholds ?? [])
  const cpu = new CpuUse()
  try {
    const tasks = Array.from({ length: threads.threads }, (_, thread) =>
      threadTask(plan, thread, threads.threads, processors),
    )
    const results = await runLoad({
      workers,
      tasks,
      signal,
      onStarted: (load, startAtEpochMs) => {
        controls.begin(load, startAtEpochMs)
        onStarted(controls)
      },
      onProgress: (progress) => onProgress(merge(plan, controls, progress)),
      ...(watch.isNeeded
        ? { endsEarly: (soFar) => watch.look({ ...soFar, measuredMs: measuredMs(plan, controls) }) }
        : {}),
    })
    const loads = results.map((result) => requireMeasured(plan, result))
    const { measurement, generator } = mergeLoads(loads, cpu)
    const { paceChanges, paceChanged } = controls
    const ended = endOf(signal, watch, controls)
    const aborted = ended === 'threshold' ? watch.endedBy : null
    const offered = offeredRate({ plan, measurement, ended, paceChanges })
    return {
      plan,
      startedAt,
      environment: readEnvironment(),
      certificate,
      threads,
      warnings,
      measurement,
      generator,
      offeredRate: offered,
      verdict: judgeRun({
        measurement,
        generator,
        offeredRate: offered,
        inFlightLimit: plan.load.kind === 'open' ? plan.load.inFlightMax : null,
        paceChanged,
        interrupted: ended === 'interrupted' || ended === 'threshold',
      }),
      ended,
      paceChanges,
      ...(plan.tuning === undefined ? {} : { tuningChanges: mergeTuning(loads) }),
      ...(plan.thresholds === undefined
        ? {}
        : { thresholds: evaluateThresholds(plan.thresholds, measurement, { aborted }) }),
    }
  } finally {
    if (circumstances.workers === undefined) await workers.destroy()
  }
}

function warn(plan: BenchPlan, { warning }: LoadThreads): readonly string[] {
  const url = new URL(plan.endpoint.origin)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const { maxConnsPerHost } = plan.settings
  const limits = checkLimits({
    expectedConnections: Number.isFinite(maxConnsPerHost) ? maxConnsPerHost : 0,
    expectedDialsPerSecond: null,
    durationMs: plan.warmupMs + plan.durationMs,
    limits: readLimits({ host: url.hostname, port }),
  })
  return warning === null ? limits : [warning, ...limits]
}

function visitRequest({ request }: BenchPlan): Parameters<typeof visitTarget>[1] {
  const { method, path, headers = null, body = null } = request
  return {
    method,
    path,
    headers,
    body: body === null || typeof body === 'string' ? body : JSON.stringify(body),
  }
}

function threadTask(
  plan: BenchPlan,
  thread: number,
  threads: number,
  processors: Processors,
): Omit<LoadTask, 'port'> {
  const { endpoint, driver, client, load, durationMs, warmupMs, mostRequests, drainMs, seed, tuning } = plan
  const settings = shareOf(plan.settings, thread, threads)
  return {
    scenarioModule: null,
    requests: [plan.request],
    feeds: [],
    seed,
    endpoint,
    driver,
    client,
    configuration: 'today',
    settings,
    load:
      load.kind === 'closed'
        ? {
            kind: 'closed',
            users: part(load.users, thread, threads),
            thinkTime: load.thinkTime,
            growsPool: load.connectionsFollowUsers,
          }
        : {
            kind: 'open',
            arrivals: {
              kind: load.arrivals,
              rate: load.rate,
              durationMs: LONGEST_OVER_PLAN * (warmupMs + durationMs),
            },
            firstIndex: 0,
            pacing: threads < usableCores(processors) ? 'spin' : 'timer',
            inFlightMax: part(load.inFlightMax, thread, threads),
          },
    thread,
    threads,
    durationMs: warmupMs + durationMs,
    warmupMs,
    mostRequests,
    primed: [],
    drainMs,
    ...(tuning === undefined ? {} : { tuning: threadTuning(tuning, settings) }),
  }
}

function usableCores({ cores, quotaCores }: Processors): number {
  return Math.min(cores, quotaCores ?? cores)
}

/** Of all threads' limits, those that count connections and waiting requests. */
function shareOf(settings: PoolSettings, thread: number, threads: number): PoolSettings {
  return {
    ...settings,
    maxConnsPerHost: part(settings.maxConnsPerHost, thread, threads),
    maxIdlePerHost: part(settings.maxIdlePerHost, thread, threads),
    maxWaiting: part(settings.maxWaiting, thread, threads),
  }
}

/** A thread's part of a whole number; the parts add up to it. */
function part(whole: number, thread: number, threads: number): number {
  return whole === Infinity ? Infinity : Math.floor((whole - thread + threads - 1) / threads)
}

function requireMeasured({ endpoint }: BenchPlan, result: LoadResult): MeasuredLoad {
  if (result.kind === 'measured') return result
  const kind = result.kind === 'target-unusable' ? result.errorKind : result.kind
  throw new UnusableRun(explainFailure(endpoint, kind, result.message))
}

function merge(plan: BenchPlan, controls: PaceControls, progress: readonly LoadProgress[]): BenchProgress {
  const { elapsedMs, factor } = controls
  return mergeProgress(progress, { elapsedMs, factor, warmupMs: plan.warmupMs, durationMs: plan.durationMs })
}

/** So far, without pauses. */
function measuredMs({ warmupMs, durationMs }: BenchPlan, { elapsedMs }: PaceControls): number {
  return Math.min(elapsedMs - warmupMs, durationMs)
}

function endOf(signal: AbortSignal, watch: ThresholdWatch, { finished }: PaceControls): BenchResult['ended'] {
  if (signal.aborted) return 'interrupted'
  if (watch.endedBy !== null) return 'threshold'
  return finished ? 'finished' : 'whole'
}

/** The user may let it run faster than planned: the schedule must not run out. */
const LONGEST_OVER_PLAN = 100

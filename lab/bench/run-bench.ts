import { judgeRun } from '../../models/measurement/verdict.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { LoadProgress, LoadResult, LoadTask, MeasuredLoad } from '../../workers/messages.ts'
import { isLoopback } from '../allowed-host.ts'
import { readEnvironment } from '../environment.ts'
import type { Certificate } from '../machine/certificate.ts'
import { checkLimits } from '../machine/check-limits.ts'
import { chooseLoadThreads, type LoadThreads } from '../machine/choose-load-threads.ts'
import { CpuUse } from '../machine/cpu-use.ts'
import { readLimits } from '../machine/limits.ts'
import { type Processors, readProcessors } from '../machine/processors.ts'
import { type LoadControls, mergeLoads, runLoad } from '../run-load.ts'
import { UnusableRun } from '../unusable-run.ts'
import { explainFailure, visitTarget } from '../visit-target.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { BenchPlan } from './bench-plan.ts'
import { type BenchProgress, mergeProgress } from './bench-progress.ts'
import type { BenchControls, BenchResult, PaceChange } from './bench-result.ts'

export interface BenchCircumstances {
  /** Aborted, it ends the bench at once, with what was measured by then. */
  readonly signal: AbortSignal
  /** Of this machine, to go with the result; `null` where there is none. */
  readonly certificate: Certificate | null
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
  const threads = chooseThreads(plan, processors)
  const warnings = warn(plan, threads)
  await visitTarget(plan.endpoint, visitRequest(plan), 1)
  signal.throwIfAborted()
  const startedAt = new Date().toISOString()
  const workers = new WorkerPool(threads.threads, 1)
  const controls = new Controls()
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
    })
    const { measurement, generator } = mergeLoads(
      results.map((result) => requireMeasured(plan, result)),
      cpu,
    )
    const offeredRate =
      plan.load.kind === 'open'
        ? (1000 * measurement.requests.due) / Math.max(1, measurement.measuredMs)
        : null
    return {
      plan,
      startedAt,
      environment: readEnvironment(),
      certificate,
      threads,
      warnings,
      measurement,
      generator,
      offeredRate,
      verdict: judgeRun({
        measurement,
        generator,
        offeredRate,
        inFlightLimit: plan.load.kind === 'open' ? plan.load.inFlightMax : null,
      }),
      ended: signal.aborted ? 'interrupted' : controls.finished ? 'finished' : 'whole',
      paceChanges: controls.paceChanges,
    }
  } finally {
    await workers.destroy()
  }
}

function chooseThreads(
  { endpoint, load, settings, workers }: BenchPlan,
  processors: Processors,
): LoadThreads {
  const targetIsLocal = isLoopback(new URL(endpoint.origin).hostname)
  const chosen = chooseLoadThreads({ ...processors, wanted: workers, targetIsLocal })
  const most = Math.min(load.kind === 'closed' ? load.users : Infinity, settings.maxConnsPerHost)
  if (chosen.threads <= most) return chosen
  const why = `${most}, one for each ${load.kind === 'closed' ? 'user' : 'connection'}`
  return { ...chosen, threads: most, why }
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
  const { endpoint, driver, client, load, durationMs, warmupMs, mostRequests, drainMs, seed } = plan
  return {
    scenarioModule: null,
    requests: [plan.request],
    feeds: [],
    seed,
    endpoint,
    driver,
    client,
    configuration: 'today',
    settings: shareOf(plan.settings, thread, threads),
    load:
      load.kind === 'closed'
        ? { kind: 'closed', users: part(load.users, thread, threads), thinkTime: load.thinkTime }
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

function merge(plan: BenchPlan, controls: Controls, progress: readonly LoadProgress[]): BenchProgress {
  const { elapsedMs, factor } = controls
  return mergeProgress(progress, { elapsedMs, factor, warmupMs: plan.warmupMs, durationMs: plan.durationMs })
}

/** What the user says while requests go out, told to all threads for the same moment. */
class Controls implements BenchControls {
  readonly paceChanges: PaceChange[] = []
  finished = false
  factor = 1
  #load: LoadControls | null = null
  #startAtEpochMs = Infinity

  get elapsedMs(): number {
    return Math.max(0, Date.now() - this.#startAtEpochMs)
  }

  begin(load: LoadControls, startAtEpochMs: number): void {
    this.#load = load
    this.#startAtEpochMs = startAtEpochMs
  }

  setPace(factor: number): void {
    const last = this.paceChanges.at(-1)?.atMs ?? 0
    const atMs = Math.max(last, Date.now() - this.#startAtEpochMs + NOTICE_MS)
    this.factor = factor
    this.paceChanges.push({ atMs, factor })
    this.#load?.order({ kind: 'pace', atMs, factor })
  }

  finish(): void {
    this.finished = true
    this.#load?.order({ kind: 'finish' })
  }
}

/** A change reaches every thread before it takes effect. */
const NOTICE_MS = 50
/** The user may let it run faster than planned: the schedule must not run out. */
const LONGEST_OVER_PLAN = 100

import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turnOfEvents } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createArrivals } from '../models/arrivals/create-arrivals.ts'
import type { FinishedRun } from '../models/report/finished-run.ts'
import type { Report } from '../models/report/report.ts'
import { createRequestSource, type RequestSource } from '../models/requests/request-source.ts'
import type { RequestSpec } from '../models/requests/request-spec.ts'
import { readEnvironment } from './environment.ts'
import {
  type NamedProfileSource,
  readProfileSource,
  withNamedSource,
} from './hot-paths/read-profile-source.ts'
import { Interrupted } from './interrupted.ts'
import { liveStages } from './live/live-stages.ts'
import { loadScenario, type LoadedScenario } from './load-scenario.ts'
import { obtainCertificate } from './machine/obtain-certificate.ts'
import { openTarget, type OpenTarget, type TargetOverrides } from './open-target.ts'
import { probeRequest } from './probe-request.ts'
import type { Progress } from './progress.ts'
import { RUN_SCHEMA_VERSION, RunDirectory, type RunRecord } from './run-directory.ts'
import { planNamed, type WantedVerification, withPrecision } from './run-plan.ts'
import { directoryNameOf, isReferenceTo, resolveReference } from './scenario-reference.ts'
import { scenarioThrew } from './scenario-threw.ts'
import { ServerIdleWatch } from './server-idle-watch.ts'
import { fit } from './stages/fit.ts'
import { probe } from './stages/probe.ts'
import { profile } from './stages/profile.ts'
import { recommend } from './stages/recommend.ts'
import { simulate } from './stages/simulate.ts'
import type { Stage, StageContext, StageName } from './stages/stage.ts'
import { sweep } from './stages/sweep.ts'
import { verify } from './stages/verify.ts'
import { UnusableRun } from './unusable-run.ts'
import { UsageError } from './usage-error.ts'
import { WorkerPool } from './worker-pool.ts'
import { writeReportFiles } from './write-report.ts'

export interface RunOptions {
  /** A file, or `file.ts#name`. `null` when a run is resumed: its own scenario is taken. */
  readonly scenarioFile: string | null
  readonly quick: boolean
  /** Of the verification; empty for the plan's own, or that of a run that is resumed. */
  readonly verification: WantedVerification
  /** Stages to do; `null` for all. */
  readonly only: readonly StageName[] | null
  /** Path or name of a run to go on with. */
  readonly resume: string | null
  readonly seed: number | null
  /** Whether what load this machine can make is to be measured first, where that is not known. */
  readonly calibration: boolean
  /**
   * Whether the target is profiled also where it would not be, or nowhere; `undefined` where neither was said. A text
   * names what to ask for the profile, and asks for it.
   */
  readonly profile?: boolean | string | undefined
  readonly target: TargetOverrides
  /** Where runs are kept. */
  readonly root: string
  /** Aborted with `Interrupted` by Ctrl-C. */
  readonly signal: AbortSignal
}

/** A run that is over, whether it came to its end or not. */
export interface ScenarioRun {
  readonly directory: RunDirectory
  /** As far as the run has come. */
  readonly report: Report
  /** What ended the run early, or `null`; what was measured by then is in the directory and the report. */
  readonly failure: unknown
  /** The report with what formats and pages show beside it. */
  readonly finished: FinishedRun
  /** Why the report's files are not all in the directory, such as a full disk; `null` where they are. */
  readonly unwritten: unknown
}

const stages: readonly Stage[] = [probe, sweep, profile, fit, simulate, recommend, verify]

/**
 * The whole loop: from a scenario to a recommendation that was verified on real sockets, with its report's files in the
 * run directory. Prints nothing on stdout.
 *
 * @throws UsageError for options that cannot be followed, and SeveralScenarios for a file of which one is to be named
 * @throws ScenarioError (104, 107) for a scenario that cannot be loaded
 * @throws RunDirectoryError when the run's directory cannot be made, read or written
 */
export async function runScenario(options: RunOptions, progress: Progress): Promise<ScenarioRun> {
  const named =
    typeof options.profile === 'string'
      ? await readProfileSource(options.profile, options.target.allow)
      : null
  const { directory, loaded, scenarioFile } = await openRun(options, (line) => progress.say(line))
  for (const note of loaded.notes) progress.say(note, 'warning')
  progress.say(`run ${directory.path}`)
  const failure = await doStages(options, { directory, loaded, scenarioFile, progress, named })
  await rm(loaded.modulePath, { force: true })
  progress.end()
  const { run: finished, failure: unwritten } = await writeReportFiles(directory)
  return { directory, report: finished.report, failure, finished, unwritten }
}

interface OpenedRun {
  readonly directory: RunDirectory
  readonly loaded: LoadedScenario
  readonly scenarioFile: string
}

async function openRun(options: RunOptions, say: (line: string) => void): Promise<OpenedRun> {
  return options.resume === null ? startRun(options, say) : resumeRun(options, options.resume)
}

async function startRun(options: RunOptions, say: (line: string) => void): Promise<OpenedRun> {
  const { scenarioFile } = options
  if (scenarioFile === null) throw new UsageError('name a scenario to run, e.g. scenarios/seven-day.ts')
  const startedAt = new Date().toISOString()
  const path = await RunDirectory.allocate(options.root, directoryNameOf(scenarioFile), startedAt)
  try {
    const loaded = await loadScenario(scenarioFile, join(path, 'scenario.mjs'))
    const directory = await RunDirectory.begin(path, {
      schemaVersion: RUN_SCHEMA_VERSION,
      name: loaded.scenario.name,
      scenarioFile: resolveReference(loaded.reference),
      scenarioHash: loaded.hash,
      seed: options.seed ?? loaded.scenario.seed,
      plan: options.quick ? 'quick' : 'full',
      verification: options.verification,
      ...(options.profile === undefined ? {} : { profile: options.profile !== false }),
      targetUrl: options.target.url ?? null,
      startedAt,
      environment: readEnvironment(),
      certificate: options.calibration
        ? await obtainCertificate({ driver: 'undici', signal: options.signal, say })
        : null,
      slo: loaded.scenario.slo,
      thresholds: loaded.scenario.thresholds,
      stages: {},
    })
    return { directory, loaded, scenarioFile: loaded.reference }
  } catch (error) {
    await rm(path, { recursive: true, force: true })
    throw error
  }
}

async function resumeRun(options: RunOptions, run: string): Promise<OpenedRun> {
  const directory = await RunDirectory.open(run, options.root)
  const { scenarioFile, scenarioHash, seed, plan, targetUrl } = directory.record
  const stopped = (await directory.read('verify'))?.stopped
  if (stopped !== undefined) {
    throw new UsageError(
      `${directory.path} was ended by a threshold and cannot be gone on with: start a new run`,
    )
  }
  if (options.scenarioFile !== null && !isReferenceTo(options.scenarioFile, directory.record)) {
    throw new UsageError(`${directory.path} is a run of ${scenarioFile}, not of ${options.scenarioFile}`)
  }
  if (options.seed !== null && options.seed !== seed) {
    throw new UsageError(`${directory.path} has seed ${seed}: a run goes on with the seed it began with`)
  }
  if (options.target.url !== undefined && options.target.url !== targetUrl) {
    throw new UsageError(
      `${directory.path} is a run against ${targetUrl ?? "the scenario's own target"}: it goes on with that`,
    )
  }
  if (options.quick && plan !== 'quick') {
    throw new UsageError(`${directory.path} is a full run: it goes on as one, without --quick`)
  }
  if (Object.keys(options.verification).length > 0) {
    throw new UsageError(`${directory.path} goes on with the precision and time that it began with`)
  }
  const loaded = await loadScenario(scenarioFile, directory.file('scenario-resumed.mjs'))
  if (loaded.hash !== scenarioHash) {
    throw new UsageError(
      `${scenarioFile} has changed since ${directory.path} was begun: start a new run, or restore the scenario`,
    )
  }
  return { directory, loaded, scenarioFile }
}

interface RunSurroundings extends OpenedRun {
  readonly progress: Progress
  /** What `--profile` names. */
  readonly named: NamedProfileSource | null
}

/** A run of an earlier version that is whole has no profile, and needs none. */
function isWanted(name: StageName, { only, profile: asked }: RunOptions, record: RunRecord): boolean {
  if (only !== null) return only.includes(name)
  if (name !== 'profile') return true
  return (asked ?? record.profile ?? record.stages.verify !== 'done') !== false
}

/** @returns what ended the run early, or `null`; what was measured by then is in the directory */
async function doStages(options: RunOptions, opened: RunSurroundings): Promise<unknown> {
  const { directory, loaded } = opened
  const wanted = stages.filter(
    ({ name }) => directory.record.stages[name] !== 'done' && isWanted(name, options, directory.record),
  )
  if (wanted.length === 0) return null
  let target: OpenTarget | null = null
  let context: StageContext | null = null
  const targetGone = new AbortController()
  try {
    const { seed, targetUrl } = directory.record
    const opening = { logFile: directory.file('target.log'), signal: options.signal }
    const overrides = { ...options.target, url: targetUrl ?? undefined }
    const running = await openTarget(loaded.scenario, overrides, seed, opening)
    target = running
    for (const note of running.notes) opened.progress.say(note, 'warning')
    void running.gone.then((why) =>
      targetGone.abort(new UnusableRun(`${why} in the middle of the run${running.lastOutput()}`)),
    )
    const signal = AbortSignal.any([options.signal, targetGone.signal])
    setMaxListeners(0, signal)
    context = await createContext(options, opened, target, signal)
    for (const stage of wanted) await doStage(stage, wanted, context)
    return null
  } catch (error) {
    // Ctrl-C reaches the target's own processes too, and that one has ended may be known before the signal is.
    await turnOfEvents()
    if (options.signal.aborted) return new Interrupted(directory.path)
    return targetGone.signal.aborted ? targetGone.signal.reason : error
  } finally {
    context?.idleWatch.close()
    await context?.workers.destroy()
    await target?.close()
  }
}

async function doStage(stage: Stage, wanted: readonly Stage[], context: StageContext): Promise<void> {
  const { directory, plan, progress } = context
  const startedMs = performance.now()
  progress.show({
    stages: liveStages({
      current: stage.name,
      wanted: wanted.map(({ name }) => name),
      isDone: (name) => directory.record.stages[name] === 'done',
      plan,
    }),
  })
  const line = await stage.run(context)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  progress.say(`${stage.name.padEnd(9)} ${seconds.padStart(5)} s  ${line}`)
}

async function createContext(
  options: RunOptions,
  opened: RunSurroundings,
  target: OpenTarget,
  signal: AbortSignal,
): Promise<StageContext> {
  const { directory, loaded, scenarioFile, progress } = opened
  const { seed, plan, verification = {} } = directory.record
  const requests = createRequestSource(await requestsWithFunctions(loaded), loaded.feeds, seed)
  const source = withThrownExplained(requests, scenarioFile, loaded.modulePath)
  return {
    scenarioFile,
    loaded,
    arrivals: createArrivals(loaded.arrivals, seed),
    plan: withPrecision(planNamed(plan), verification),
    seed,
    endpoint: target.endpoint,
    source,
    workers: new WorkerPool(loaded.scenario.pods, availableParallelism()),
    telemetry: target.telemetry,
    idleWatch: new ServerIdleWatch(target.endpoint, probeRequest({ source })),
    profiled: withNamedSource(
      {
        probe: target.probe,
        pprof: target.pprof,
        pid: target.pid,
        telemetry: target.telemetry,
        allow: options.target.allow,
      },
      opened.named,
    ),
    isProfileAsked: (options.profile ?? directory.record.profile ?? false) !== false,
    directory,
    progress,
    signal,
  }
}

/** The same requests; when the scenario's `build` throws, it is that which is reported (107). */
function withThrownExplained(source: RequestSource, scenarioFile: string, modulePath: string): RequestSource {
  return {
    at(index) {
      try {
        return source.at(index)
      } catch (error) {
        throw scenarioThrew(error, scenarioFile, modulePath)
      }
    },
  }
}

async function requestsWithFunctions({
  scenario,
  modulePath,
}: LoadedScenario): Promise<readonly RequestSpec[]> {
  if (!scenario.requests.some((request) => request.hasBuild)) return scenario.requests
  const module = (await import(pathToFileURL(modulePath).href)) as {
    default: { requests: readonly RequestSpec[] }
  }
  return scenario.requests.map((request, i) => ({ ...request, build: module.default.requests[i]?.build }))
}

import { pathToFileURL } from 'node:url'
import type { GeneratorHealth } from '../models/measurement/generator-health.ts'
import { failureRate, type Measurement } from '../models/measurement/measurement.ts'
import { describeTargetStretch, type TargetStretch } from '../models/measurement/target-stretch.ts'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { LoadProgress, LoadResult, LoadTask, MeasuredLoad } from '../workers/messages.ts'
import { throwIfAborted } from './interrupted.ts'
import { type LoadSample, mergeLoadProgress } from './live/load-sample.ts'
import { CpuUse } from './machine/cpu-use.ts'
import { probeRequest } from './probe-request.ts'
import { mergeLoads, runLoad } from './run-load.ts'
import { scenarioThrew } from './scenario-threw.ts'
import type { StageContext } from './stages/stage.ts'
import { UnusableRun } from './unusable-run.ts'
import { explainFailure, visitTarget } from './visit-target.ts'
import { TargetSampler } from './telemetry/target-sampler.ts'

/** What a stretch needs of its surroundings. */
export type StretchContext = Pick<
  StageContext,
  'scenarioFile' | 'loaded' | 'source' | 'seed' | 'endpoint' | 'telemetry' | 'workers' | 'signal'
>

/** A stretch of traffic to be sent through one fresh pool for each pod. */
export interface Stretch {
  /** All arrivals, ascending ms from the start of the stretch. */
  readonly dueMs: Float64Array
  readonly durationMs: number
  readonly warmupMs: number
  readonly settings: PoolSettings
  /** Whether the client is configured as today, or as a patch would leave it. */
  readonly configuration: 'today' | 'patched'
  /** By pod: connections to open beforehand; a pod that is not listed starts empty. */
  readonly primed: readonly (readonly IdleConnection[])[]
  /** Position of the first arrival in the whole schedule: decides which requests are sent. */
  readonly firstIndex: number
  /** Told when requests go out. */
  readonly onStarted?: () => void
  /** Told now and then how it goes: in words, and in figures. */
  readonly onProgress: (line: string, load: LoadSample) => void
  /** Asked about once a second whether what was measured so far is enough; never where it is left out. */
  readonly endsEarly?: (soFar: Measurement) => boolean
}

export interface StretchResult {
  readonly measurement: Measurement
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
}

/**
 * Sends a stretch of traffic from the load threads, all starting at the same moment, and reads the target's own
 * figures before, during and after.
 *
 * @throws the signal's reason when it is aborted; UnusableRun when the target cannot be reached any more;
 *   ScenarioError (107) when a function of the scenario throws
 */
export async function runStretch(context: StretchContext, stretch: Stretch): Promise<StretchResult> {
  throwIfAborted(context.signal)
  const sampler = new TargetSampler(context.telemetry)
  await sampler.sample()
  const { pods } = context.loaded.scenario
  const cpu = new CpuUse()
  let results: readonly LoadResult[]
  try {
    results = await runLoad({
      workers: context.workers,
      tasks: Array.from({ length: pods }, (_, pod) => podTask(context, stretch, pod)),
      signal: context.signal,
      onStarted: () => {
        sampler.start()
        stretch.onStarted?.()
      },
      onProgress: (progress) => tellProgress(stretch, progress),
      ...(stretch.endsEarly === undefined ? {} : { endsEarly: stretch.endsEarly }),
    })
  } catch (error) {
    throwIfAborted(context.signal)
    throw error
  } finally {
    sampler.stop()
  }
  throwIfAborted(context.signal)
  const measured = await Promise.all(results.map((result) => requireMeasured(context, result)))
  const { measurement, generator } = mergeLoads(measured, cpu)
  await sampler.sampleOnceAccepted(measurement.whole.dialed + measurement.whole.primed)
  await requireLife(context, measurement)
  return { measurement, generator, target: describeTargetStretch(sampler.samples) }
}

export async function requireMeasured(context: StretchContext, result: LoadResult): Promise<MeasuredLoad> {
  if (result.kind === 'measured') return result
  if (result.kind === 'target-unusable') {
    // What it is like now says more than how its last connections went down.
    await visitTarget(context.endpoint, probeRequest(context), 1, context.signal)
    throw new UnusableRun(explainFailure(context.endpoint, result.errorKind, result.message))
  }
  const thrown = new Error(result.message)
  thrown.stack = result.stack
  throw scenarioThrew(thrown, context.scenarioFile, context.loaded.modulePath)
}

/** Failures may be overload, which is a finding, or a target that is gone, which is none. */
async function requireLife(context: StretchContext, measurement: Measurement): Promise<void> {
  if (failureRate(measurement) > SUSPICIOUS_FAILURES) {
    await visitTarget(context.endpoint, probeRequest(context), 1, context.signal)
  }
}

const IN_FLIGHT_MAX = 4096
const DRAIN_MS = 2000
const SUSPICIOUS_FAILURES = 0.2

export function podTask(context: StretchContext, stretch: Stretch, pod: number): Omit<LoadTask, 'port'> {
  const { scenario, feeds, modulePath } = context.loaded
  const hasFunctions = scenario.requests.some((request) => request.hasBuild || request.hasCheck)
  return {
    scenarioModule: hasFunctions ? pathToFileURL(modulePath).href : null,
    requests: scenario.requests,
    feeds,
    seed: context.seed,
    endpoint: context.endpoint,
    driver: 'undici',
    client: scenario.client,
    settings: stretch.settings,
    configuration: stretch.configuration,
    load: {
      kind: 'open',
      arrivals: stretch.dueMs,
      firstIndex: stretch.firstIndex,
      // The pods share the machine with the target, which is to have the cores that polling would take.
      pacing: 'timer',
      inFlightMax: IN_FLIGHT_MAX,
    },
    thread: pod,
    threads: scenario.pods,
    durationMs: stretch.durationMs,
    warmupMs: stretch.warmupMs,
    mostRequests: null,
    primed: stretch.primed[pod] ?? [],
    drainMs: DRAIN_MS,
  }
}

function tellProgress(stretch: Stretch, pods: readonly LoadProgress[]): void {
  const load = mergeLoadProgress(pods)
  const failed = load.failed + load.dropped
  stretch.onProgress(`${load.completed} answered${failed === 0 ? '' : `, ${failed} failed`}`, load)
}

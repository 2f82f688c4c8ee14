import { arrivalsOfWorker } from '../models/arrivals/split.ts'
import { type GeneratorHealth, worstHealth } from '../models/measurement/generator-health.ts'
import {
  failureRate,
  type Measurement,
  mergePods,
  readMeasurement,
} from '../models/measurement/measurement.ts'
import { describeTargetStretch, type TargetStretch } from '../models/measurement/target-stretch.ts'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { LoadResult, MeasuredLoad } from '../workers/messages.ts'
import { throwIfAborted } from './interrupted.ts'
import { probeRequest } from './probe-request.ts'
import { scenarioThrew } from './scenario-threw.ts'
import type { StageContext } from './stages/stage.ts'
import { UnusableRun } from './unusable-run.ts'
import { explainFailure, visitTarget } from './visit-target.ts'
import { TargetSampler } from './telemetry/target-sampler.ts'
import type { RunningLoad } from './worker-pool.ts'

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
  /** Told now and then how it goes. */
  readonly onProgress: (line: string) => void
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
export async function runStretch(context: StageContext, stretch: Stretch): Promise<StretchResult> {
  throwIfAborted(context.signal)
  const sampler = new TargetSampler(context.telemetry)
  await sampler.sample()
  const pods = Array.from({ length: context.loaded.scenario.pods }, (_, pod) =>
    startPod(context, stretch, pod),
  )
  const stopAll = () => {
    for (const pod of pods) pod.order({ kind: 'stop' })
  }
  context.signal.addEventListener('abort', stopAll, { once: true })
  // It may have been aborted while the target was asked for its figures.
  if (context.signal.aborted) stopAll()
  const results = Promise.all(pods.map((pod) => pod.result))
  results.catch(() => {})
  try {
    await Promise.all(pods.map((pod) => pod.ready))
    const startAtEpochMs = Date.now() + START_DELAY_MS
    for (const pod of pods) pod.order({ kind: 'go', startAtEpochMs })
    sampler.start()
    const ticker = setInterval(() => stretch.onProgress(describeProgress(pods)), TICK_MS)
    try {
      await results
    } finally {
      clearInterval(ticker)
    }
  } catch (error) {
    stopAll()
    await Promise.allSettled(pods.map((pod) => pod.result))
    throwIfAborted(context.signal)
    throw error
  } finally {
    sampler.stop()
    context.signal.removeEventListener('abort', stopAll)
  }
  throwIfAborted(context.signal)
  await sampler.sample()
  const measured = await Promise.all((await results).map((result) => requireMeasured(context, result)))
  const measurement = mergePods(measured.map((result) => readMeasurement(result.measurement)))
  await requireLife(context, measurement)
  return {
    measurement,
    generator: worstHealth(measured.map((result) => result.generator)),
    target: describeTargetStretch(sampler.samples),
  }
}

async function requireMeasured(context: StageContext, result: LoadResult): Promise<MeasuredLoad> {
  if (result.kind === 'measured') return result
  if (result.kind === 'target-unusable') {
    // What it is like now says more than how its last connections went down.
    await visitTarget(context.endpoint, probeRequest(context), 1)
    throw new UnusableRun(explainFailure(context.endpoint, result.errorKind, result.message))
  }
  const thrown = new Error(result.message)
  thrown.stack = result.stack
  throw scenarioThrew(thrown, context.scenarioFile, context.loaded.modulePath)
}

/** Failures may be overload, which is a finding, or a target that is gone, which is none. */
async function requireLife(context: StageContext, measurement: Measurement): Promise<void> {
  if (failureRate(measurement) > SUSPICIOUS_FAILURES) {
    await visitTarget(context.endpoint, probeRequest(context), 1)
  }
}

const START_DELAY_MS = 30
const TICK_MS = 250
const IN_FLIGHT_MAX = 4096
const DRAIN_MS = 2000
const SUSPICIOUS_FAILURES = 0.2

function startPod(context: StageContext, stretch: Stretch, pod: number): RunningLoad {
  const { scenario, feeds, modulePath } = context.loaded
  const hasFunctions = scenario.requests.some((request) => request.hasBuild || request.hasCheck)
  return context.workers.load({
    scenarioModule: hasFunctions ? modulePath : null,
    requests: scenario.requests,
    feeds,
    seed: context.seed,
    endpoint: context.endpoint,
    client: scenario.client,
    settings: stretch.settings,
    configuration: stretch.configuration,
    dueMs: arrivalsOfWorker(stretch.dueMs, pod, scenario.pods),
    firstIndex: stretch.firstIndex + pod,
    stride: scenario.pods,
    durationMs: stretch.durationMs,
    warmupMs: stretch.warmupMs,
    primed: stretch.primed[pod] ?? [],
    inFlightMax: IN_FLIGHT_MAX,
    drainMs: DRAIN_MS,
  })
}

function describeProgress(pods: readonly RunningLoad[]): string {
  const total = (of: (pod: RunningLoad) => number) => pods.reduce((sum, pod) => sum + of(pod), 0)
  const failed = total((pod) => pod.progress.failed)
  const completed = total((pod) => pod.progress.completed)
  return `${completed} answered${failed === 0 ? '' : `, ${failed} failed`}`
}

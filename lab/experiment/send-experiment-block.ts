import type { BlockEvent, ExperimentBlock } from '../../models/experiment/experiment-artifact.ts'
import type { ExperimentPlan } from '../../models/experiment/experiment-plan.ts'
import { failureRate, type Measurement } from '../../models/measurement/measurement.ts'
import { describeTargetStretch } from '../../models/measurement/target-stretch.ts'
import type { BalancedLoad } from '../../workers/balanced-pool.ts'
import type { LoadResult, MeasuredLoad } from '../../workers/messages.ts'
import { BalancedRun, type BalancedRunOutcome } from '../balance/balanced-run.ts'
import { throwIfAborted } from '../interrupted.ts'
import { mergeLoadProgress } from '../live/load-sample.ts'
import { CpuUse } from '../machine/cpu-use.ts'
import { compactMeasurement } from '../nightly/compact-measurement.ts'
import { probeRequest } from '../probe-request.ts'
import type { Progress } from '../progress.ts'
import { mergeLoads, runLoad } from '../run-load.ts'
import { podTask, requireMeasured, type Stretch, type StretchContext } from '../run-stretch.ts'
import { TargetSampler } from '../telemetry/target-sampler.ts'
import { UnusableRun } from '../unusable-run.ts'
import { visitTarget } from '../visit-target.ts'
import type { WorkerPool } from '../worker-pool.ts'
import type { OpenVariant } from './open-variants.ts'
import type { TrafficPart } from './traffic-parts.ts'

/** What blocks are sent with. */
export interface BlockContext {
  readonly scenarioFile: string
  readonly variants: readonly OpenVariant[]
  readonly parts: readonly TrafficPart[]
  readonly plan: ExperimentPlan
  /** What is done to targets while the traffic goes on; `null` for nothing. */
  readonly during: { readonly afterMs: number; readonly pauseMs: number } | null
  readonly seed: number
  readonly workers: WorkerPool
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Sends one variant the traffic of a round: all classes side by side, from threads of their own that start at the same
 * moment, through fresh pools. The same round is the same requests at the same times for every variant. Where a target
 * has several instances, traffic is spread over them, and they are restarted meanwhile if that is wanted.
 *
 * @param round number of the round, from 0
 * @param label what goes on, for people
 * @throws the signal's reason when it is aborted; UnusableRun when the target cannot be reached any more; ScenarioError
 *   (107) when a function of the experiment throws
 */
export async function sendExperimentBlock(
  context: BlockContext,
  variant: OpenVariant,
  round: number,
  label: string,
): Promise<ExperimentBlock> {
  const { parts, signal } = context
  throwIfAborted(signal)
  const sampler = new TargetSampler(variant.target.telemetry)
  await sampler.sample()
  const cpu = new CpuUse()
  const balanced = await openBalanced(context, variant)
  try {
    const { loads, startedAtEpochMs } = await sendAll(context, { variant, round, label, sampler, balanced })
    const outcome = (await balanced?.end()) ?? null
    sampler.stop()
    await sampler.sample()
    const measured = parts.map(
      (part) =>
        mergeLoads(
          loads.filter((load) => load.part === part),
          cpu,
        ).measurement,
    )
    await requireLife(context, variant, measured)
    return {
      traffic: measured.map(compactMeasurement),
      generator: mergeLoads(loads, cpu).generator,
      // What one of several instances tells is not of all the traffic.
      target: describeTargetStretch(balanced === null ? sampler.samples : []),
      events: outcome === null ? [] : eventsOf(outcome, variant, startedAtEpochMs),
    }
  } finally {
    sampler.stop()
    await balanced?.close()
  }
}

async function openBalanced(
  { plan, during, signal }: BlockContext,
  { target, weights }: OpenVariant,
): Promise<BalancedRun | null> {
  if (weights === null) return null
  const { instances, endpoint } = target
  const restart =
    during === null
      ? null
      : {
          afterMs: plan.warmupMs + during.afterMs,
          pauseMs: during.pauseMs,
          endsLoadAfterMs: AFTER_RESTART_MS,
        }
  return BalancedRun.open({ instances, endpoint, weights, restart, signal })
}

/** What a restart leaves behind shows within that. */
const AFTER_RESTART_MS = 300

interface BlockToSend {
  readonly variant: OpenVariant
  readonly round: number
  readonly label: string
  readonly sampler: TargetSampler
  readonly balanced: BalancedRun | null
}

interface LoadOfPart extends MeasuredLoad {
  readonly part: TrafficPart
}

async function sendAll(
  context: BlockContext,
  { variant, round, label, sampler, balanced }: BlockToSend,
): Promise<{ readonly loads: readonly LoadOfPart[]; readonly startedAtEpochMs: number }> {
  const { parts, plan, workers, progress, signal } = context
  const ofPods = parts.flatMap((part) => {
    const surroundings = stretchContext(context, variant, part)
    const stretch = stretchOf(part, plan, round)
    return Array.from({ length: part.loaded.scenario.pods }, (_, pod) => ({
      part,
      surroundings,
      task: {
        ...podTask(surroundings, stretch, pod),
        scenarioModule: part.scenarioModule,
        ...(balanced === null ? {} : { balance: balanceFor(balanced, part) }),
      },
    }))
  })
  let startedAtEpochMs = 0
  try {
    const results = await runLoad({
      workers,
      tasks: ofPods.map(({ task }) => task),
      signal,
      onStarted(controls, atEpochMs) {
        startedAtEpochMs = atEpochMs
        balanced?.begin(controls)
        sampler.start()
      },
      onProgress: (pods) => progress.show({ what: label, load: mergeLoadProgress(pods) }),
    })
    throwIfAborted(signal)
    const loads = await Promise.all(
      ofPods.map(async ({ part, surroundings }, i) => {
        const load = await requireMeasured(surroundings, results[i] as LoadResult)
        return { ...load, part }
      }),
    )
    return { loads, startedAtEpochMs }
  } catch (error) {
    throwIfAborted(signal)
    throw error
  }
}

/** Each class waits for answers as long as it says itself. */
function balanceFor(run: BalancedRun, part: TrafficPart): BalancedLoad {
  const { requestTimeoutMs } = part.loaded.scenario
  const { balance } = run
  return {
    ...balance,
    endpoints: balance.endpoints.map((endpoint) => ({ ...endpoint, requestTimeoutMs })),
  }
}

/** What was done to instances, and whether it was over when the traffic was. */
function eventsOf(
  { events, restartedInTime }: BalancedRunOutcome,
  { target }: OpenVariant,
  startedAtEpochMs: number,
): BlockEvent[] {
  const told = events.map(({ instance, event, atEpochMs }) => ({
    atMs: atEpochMs - startedAtEpochMs,
    instance: target.instances[instance]?.origin ?? String(instance),
    event,
  }))
  if (restartedInTime !== false) return told
  return [...told, { atMs: told.at(-1)?.atMs ?? 0, instance: 'all', event: 'restart outlived the traffic' }]
}

function stretchContext(context: BlockContext, { target }: OpenVariant, part: TrafficPart): StretchContext {
  const { scenarioFile, seed, workers, signal } = context
  const { requestTimeoutMs } = part.loaded.scenario
  return {
    scenarioFile,
    loaded: part.loaded,
    source: part.source,
    seed,
    endpoint: { ...target.endpoint, requestTimeoutMs },
    telemetry: target.telemetry,
    workers,
    signal,
  }
}

/** Windows of the schedule follow one another, and begin again where it ends. */
function stretchOf({ arrivals, settings }: TrafficPart, plan: ExperimentPlan, round: number): Stretch {
  const durationMs = plan.warmupMs + plan.measuredMs
  const windows = Math.max(1, Math.floor(arrivals.durationMs / durationMs))
  const fromMs = (round % windows) * durationMs
  return {
    dueMs: arrivals.between(fromMs, fromMs + durationMs).map((dueMs) => dueMs - fromMs),
    durationMs,
    warmupMs: plan.warmupMs,
    settings,
    configuration: 'today',
    primed: [],
    firstIndex: FIRST_INDEX + round * INDEXES_PER_ROUND,
    onProgress: () => {},
  }
}

const FIRST_INDEX = 300_000_000
const INDEXES_PER_ROUND = 1_000_000
const SUSPICIOUS_FAILURES = 0.2
const MOST_VISITS = 3

/**
 * Failures may be what the experiment is about, or a target that is gone. One that is still busy with what it was sent is
 * visited up to three times.
 */
async function requireLife(
  { parts, signal }: BlockContext,
  { name, target }: OpenVariant,
  measured: readonly Measurement[],
): Promise<void> {
  const suspicious = parts[measured.findIndex((each) => failureRate(each) > SUSPICIOUS_FAILURES)]
  if (suspicious === undefined) return
  for (let visits = 1; ; visits++) {
    try {
      await visitTarget(target.endpoint, probeRequest(suspicious), 1, signal)
      return
    } catch (error) {
      if (!(error instanceof UnusableRun)) throw error
      if (visits === MOST_VISITS) throw new UnusableRun(`variant ${name}: ${error.message}`)
    }
  }
}

import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import { setImmediate as turnOfEvents } from 'node:timers/promises'
import type { ExperimentArtifact } from '../../models/experiment/experiment-artifact.ts'
import {
  experimentMs,
  type ExperimentPlan,
  planExperiment,
  warmUpPlan,
} from '../../models/experiment/experiment-plan.ts'
import { beginKindRun, type KindRun, type KindRunWish } from '../begin-kind-run.ts'
import { Interrupted } from '../interrupted.ts'
import type { KindDirectory } from '../kind-directory.ts'
import type { TargetOverrides } from '../open-target.ts'
import { probeRequest } from '../probe-request.ts'
import type { Progress } from '../progress.ts'
import { UnusableRun } from '../unusable-run.ts'
import { visitTarget } from '../visit-target.ts'
import { WorkerPool } from '../worker-pool.ts'
import { describeArtifact } from './describe-artifact.ts'
import { requireInstances } from './require-instances.ts'
import { type LoadedExperiment, loadExperiment } from './load-experiment.ts'
import { measureRounds } from './measure-rounds.ts'
import { type OpenVariants, openVariants } from './open-variants.ts'
import { sendExperimentBlock } from './send-experiment-block.ts'
import { type TrafficPart, trafficParts } from './traffic-parts.ts'

export interface ExperimentOptions extends KindRunWish {
  readonly target: Pick<TargetOverrides, 'allow' | 'insecure'>
}

export type ExperimentDirectory = KindDirectory<ExperimentArtifact>

export const EXPERIMENT = 'experiment'

/**
 * Measures an experiment: starts all variants, visits them, and sends them the same traffic in turns. Prints nothing on
 * stdout.
 *
 * @throws ScenarioError (104, 107) for an experiment that cannot be loaded, and what `loadExperiment` throws else
 * @throws RunDirectoryError when the directory cannot be made or written
 */
export async function runExperiment(
  options: ExperimentOptions,
  progress: Progress,
): Promise<KindRun<ExperimentArtifact>> {
  const { directory, loaded } = await beginKindRun<ExperimentArtifact, LoadedExperiment>(
    EXPERIMENT,
    options,
    (modulePath) => loadExperiment(options.reference, modulePath),
    ({ reference, hash, experiment: { name, seed } }) => ({ reference, hash, name, seed }),
  )
  for (const note of loaded.notes) progress.say(note, 'warning')
  progress.say(`run ${directory.path}`)
  const failure = await measure(options, directory, loaded, progress)
  progress.end()
  return { directory, failure }
}

/** @returns what ended it early, or `null` */
async function measure(
  options: ExperimentOptions,
  directory: ExperimentDirectory,
  loaded: LoadedExperiment,
  progress: Progress,
): Promise<unknown> {
  const { experiment } = loaded
  const { seed } = directory.record
  const targetGone = new AbortController()
  const threads = experiment.traffic.reduce((sum, { pods }) => sum + pods, 0)
  const workers = new WorkerPool(threads, 1)
  // A token may be written in them: they are kept only while the experiment goes on.
  const modules = [loaded.modulePath]
  let open: OpenVariants | null = null
  try {
    progress.show({ what: `starting ${experiment.variants.length} variants` })
    open = await openVariants(experiment, options.target, seed)
    requireInstances(experiment, open.variants)
    void open.gone.then((why) => targetGone.abort(new UnusableRun(`${why} in the middle of the experiment`)))
    const signal = AbortSignal.any([options.signal, targetGone.signal])
    setMaxListeners(0, signal)
    const parts = await trafficParts(loaded, seed, async (name, code) => {
      const file = directory.file(name)
      modules.push(file)
      await directory.writeText(name, code)
      return file
    })
    await visitAll(open, parts, signal)
    await sendAll({ directory, loaded, open, parts, workers, progress, signal })
    return null
  } catch (error) {
    // Ctrl-C reaches the targets' own processes too, and that one has ended may be known before the signal is.
    await turnOfEvents()
    if (options.signal.aborted) return new Interrupted()
    return targetGone.signal.aborted ? targetGone.signal.reason : error
  } finally {
    await workers.destroy()
    await open?.close()
    await Promise.all(modules.map((file) => rm(file, { force: true })))
  }
}

/** So that a target that is out of reach is told before anything is measured. */
async function visitAll(
  { variants }: OpenVariants,
  parts: readonly TrafficPart[],
  signal: AbortSignal,
): Promise<void> {
  for (const { name, target } of variants) {
    for (const part of parts) {
      try {
        await visitTarget(target.endpoint, probeRequest(part), 1, signal)
      } catch (error) {
        throw error instanceof UnusableRun ? new UnusableRun(`variant ${name}: ${error.message}`) : error
      }
    }
  }
}

interface Sending {
  readonly directory: ExperimentDirectory
  readonly loaded: LoadedExperiment
  readonly open: OpenVariants
  readonly parts: readonly TrafficPart[]
  readonly workers: WorkerPool
  readonly progress: Progress
  readonly signal: AbortSignal
}

async function sendAll(sending: Sending): Promise<void> {
  const { directory, loaded, open, parts, workers, progress, signal } = sending
  const { experiment, reference } = loaded
  const { variants } = open
  const { seed, plan: planName } = directory.record
  const plan = planExperiment({
    name: planName,
    variants: variants.length,
    durationMs: Math.min(...parts.map(({ arrivals }) => arrivals.durationMs)),
    wanted: experiment.blocks,
  })
  const notes = [...loaded.notes, ...notesOf(open)]
  const context = {
    scenarioFile: reference,
    variants,
    parts,
    plan,
    during: experiment.during ?? null,
    seed,
    workers,
    progress,
    signal,
  }
  const warmUpContext = { ...context, plan: warmUpPlan(plan), during: null }
  progress.say(describePlan(plan, variants.length, context.during === null ? 'about' : 'at most'))
  await measureRounds({
    plan,
    variants: variants.length,
    signal,
    send(index, round) {
      const variant = variants[index]
      if (variant === undefined) throw new RangeError(`no variant ${index}`)
      if (round === null) {
        return sendExperimentBlock(warmUpContext, variant, 0, `warm-up, ${variant.name}`)
      }
      return sendExperimentBlock(
        context,
        variant,
        round,
        `round ${round + 1} of ${plan.rounds}, ${variant.name}`,
      )
    },
    async keep(rounds) {
      const artifact = describeArtifact(experiment, plan, rounds, notes)
      await directory.write(artifact, rounds.length === plan.rounds ? 'done' : 'partial')
    },
  })
}

/** What targets have to say is a note about their variant. */
function notesOf({ variants }: OpenVariants): string[] {
  return variants.flatMap(({ name, target, weights }) => [
    ...target.notes.map((note) => `${name}: ${note}`),
    ...(weights === null ? [] : [severalInstances(name, target.instances.length, weights)]),
  ])
}

function severalInstances(name: string, instances: number, weights: 'told' | 'equal'): string {
  const spread = weights === 'told' ? 'by the weights that they tell' : 'alike, as they tell no weights'
  return `${name} has ${instances} instances; traffic was spread over them ${spread}, and figures of the target are left out.`
}

function describePlan(plan: ExperimentPlan, variants: number, takes: 'about' | 'at most'): string {
  const seconds = experimentMs(plan, variants) / 1000
  return `${plan.rounds} rounds of ${variants} blocks, ${plan.measuredMs / 1000} s measured each; ${takes} ${seconds.toFixed(0)} s`
}

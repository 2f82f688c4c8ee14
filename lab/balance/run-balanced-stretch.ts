import { describeTargetStretch } from '../../models/measurement/target-stretch.ts'
import type { EndpointCounts } from '../../workers/balanced-pool.ts'
import type { LoadResult } from '../../workers/messages.ts'
import { throwIfAborted } from '../interrupted.ts'
import { mergeLoadProgress } from '../live/load-sample.ts'
import { CpuUse } from '../machine/cpu-use.ts'
import { mergeLoads, runLoad } from '../run-load.ts'
import {
  podTask,
  requireMeasured,
  type Stretch,
  type StretchContext,
  type StretchResult,
} from '../run-stretch.ts'
import { TargetSampler } from '../telemetry/target-sampler.ts'
import { BalancedRun, type BalancedRunOptions, type BalancedRunOutcome } from './balanced-run.ts'

export interface BalancedStretchResult extends StretchResult, BalancedRunOutcome {
  /** When the load began. */
  readonly startedAtEpochMs: number
  /** In the order of the instances; those of the warm-up included. */
  readonly byEndpoint: readonly EndpointCounts[]
}

/**
 * Sends a stretch of traffic over several instances, as `runStretch` does to one target: each pod has a pool for each
 * instance, and `stretch.settings` hold for each. Connections in `stretch.primed` are dealt out to the instances in
 * turn. Returns when the load is over and, where there is one, the restart.
 *
 * @param context whose endpoint says how instances are reached, and whose telemetry may be of one of them or none
 * @throws as `runStretch`; UnusableRun when an instance does not get ready again; what an instance's own `stop` and
 *   `start` throw
 */
export async function runBalancedStretch(
  context: StretchContext,
  stretch: Stretch,
  balanced: Pick<BalancedRunOptions, 'instances' | 'weights' | 'restart'>,
): Promise<BalancedStretchResult> {
  const { signal, endpoint } = context
  throwIfAborted(signal)
  const sampler = new TargetSampler(context.telemetry)
  await sampler.sample()
  const cpu = new CpuUse()
  const run = await BalancedRun.open({ ...balanced, endpoint, signal })
  try {
    let startedAtEpochMs = 0
    const results = await sendLoad(context, stretch, run, (atEpochMs) => {
      startedAtEpochMs = atEpochMs
      sampler.start()
    })
    throwIfAborted(signal)
    const loads = await Promise.all(results.map((result) => requireMeasured(context, result)))
    const { measurement, generator } = mergeLoads(loads, cpu)
    const outcome = await run.end()
    sampler.stop()
    await sampler.sample()
    return {
      measurement,
      generator,
      target: describeTargetStretch(sampler.samples),
      ...outcome,
      startedAtEpochMs,
      byEndpoint: addEndpointCounts(loads.map((load) => load.byEndpoint ?? [])),
    }
  } finally {
    sampler.stop()
    await run.close()
  }
}

async function sendLoad(
  context: StretchContext,
  stretch: Stretch,
  run: BalancedRun,
  onStarted: (atEpochMs: number) => void,
): Promise<readonly LoadResult[]> {
  const { pods } = context.loaded.scenario
  const { balance } = run
  try {
    return await runLoad({
      workers: context.workers,
      tasks: Array.from({ length: pods }, (_, pod) => ({ ...podTask(context, stretch, pod), balance })),
      signal: context.signal,
      onStarted: (controls, atEpochMs) => {
        run.begin(controls)
        onStarted(atEpochMs)
      },
      onProgress: (progress) => {
        const load = mergeLoadProgress(progress)
        stretch.onProgress(`${load.completed} answered, ${load.failed + load.dropped} failed`, load)
      },
      ...(stretch.endsEarly === undefined ? {} : { endsEarly: stretch.endsEarly }),
    })
  } catch (error) {
    throwIfAborted(context.signal)
    throw error
  }
}

/** @param threads what each counted, for the same endpoints in the same order */
export function addEndpointCounts(
  threads: readonly (readonly EndpointCounts[])[],
): readonly EndpointCounts[] {
  return (threads[0] ?? []).map(({ origin }, i) => {
    const counts = threads.flatMap((thread) => thread[i] ?? [])
    const total = (of: (counts: EndpointCounts) => number) => counts.reduce((sum, each) => sum + of(each), 0)
    return {
      origin,
      picked: total(({ picked }) => picked),
      answered: total(({ answered }) => answered),
      failed: total(({ failed }) => failed),
    }
  })
}

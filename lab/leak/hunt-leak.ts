import { setMaxListeners } from 'node:events'
import type { LeakReport } from '../../models/leak/leak-report.ts'
import type { RetainedGrowth } from '../../models/heap-snapshot/retained-growth.ts'
import type { LiveUpdate } from '../live/live-update.ts'
import type { OpenTarget } from '../open-target.ts'
import { UnusableRun } from '../unusable-run.ts'
import { WorkerPool } from '../worker-pool.ts'
import { AllocationWatch } from './allocation-watch.ts'
import { findRetained } from './find-retained.ts'
import type { LeakHuntPlan } from './leak-hunt-plan.ts'
import { type LeakLoad, leakLoad } from './leak-load.ts'
import { openMemorySource } from './memory-source.ts'
import { type FoundVerdict, seekVerdict } from './seek-verdict.ts'

/** What a hunt found, and what is to be known of how. */
export interface LeakHunt extends LeakReport {
  /** What the user should know, one sentence each. */
  readonly notes: readonly string[]
}

export interface LeakHuntOptions {
  /** Aborted, it ends the hunt at once. */
  readonly signal: AbortSignal
  /** Told what is done now. */
  readonly onStep?: (step: LiveUpdate) => void
}

/**
 * Searches a target for a leak: sends it the same number of requests again and again, looks at its memory after a full
 * collection each time, and judges the growth. Of what stays it finds out where it was allocated, and of a leak what keeps
 * it, as far as the target's runtime can tell.
 *
 * @throws the signal's reason when it is aborted
 * @throws UnusableRun when the target cannot be reached, or ends in the middle
 * @throws UsageError where nothing is known of its memory; TelemetryError when its probe does not answer
 * @throws ScenarioError (107) when a function of the requests throws
 */
export async function huntLeak(
  target: OpenTarget,
  plan: LeakHuntPlan,
  { signal, onStep = () => {} }: LeakHuntOptions,
): Promise<LeakHunt> {
  const gone = new AbortController()
  let isOver = false
  void target.gone.then((why) => {
    if (!isOver) gone.abort(new UnusableRun(`${why} in the middle of the hunt${target.lastOutput()}`))
  })
  const eitherSignal = AbortSignal.any([signal, gone.signal])
  setMaxListeners(0, eitherSignal)
  const workers = new WorkerPool(1, 1)
  try {
    return await hunt(target, plan, leakLoad(target.endpoint, plan, workers, eitherSignal), onStep)
  } catch (error) {
    signal.throwIfAborted()
    throw gone.signal.aborted ? gone.signal.reason : error
  } finally {
    isOver = true
    await workers.destroy()
  }
}

async function hunt(
  target: OpenTarget,
  plan: LeakHuntPlan,
  load: LeakLoad,
  onStep: (step: LiveUpdate) => void,
): Promise<LeakHunt> {
  const memory = await openMemorySource(target)
  const { probe } = target
  const watch = probe === null ? null : await AllocationWatch.start(probe, plan.samplingIntervalBytes)
  const allocations = typeof watch === 'string' ? null : watch
  const clock = () => performance.now()
  let found: FoundVerdict
  try {
    found = await seekVerdict(plan, { load, memory, allocations, onStep, clock })
  } finally {
    // Where the target is gone, so is its sampling.
    await allocations?.stop().catch(() => {})
  }
  const retained = await retainedIn(target, plan, found, load, onStep)
  return {
    target: plan.name,
    checkpoints: found.checkpoints,
    verdict: found.verdict,
    attribution: found.attribution,
    retained: typeof retained === 'string' ? null : retained,
    notes: [
      ...memory.notes,
      ...[watch, retained].filter((each) => typeof each === 'string'),
      ...failureNotes(found),
    ],
  }
}

/** Load between the two snapshots, as a multiple of that between two checkpoints. */
const STRETCHES_BETWEEN_SNAPSHOTS = 2

async function retainedIn(
  { probe }: OpenTarget,
  { snapshots }: LeakHuntPlan,
  { verdict, requestsBetween }: FoundVerdict,
  load: LeakLoad,
  onStep: (step: LiveUpdate) => void,
): Promise<RetainedGrowth | string | null> {
  if (probe === null || snapshots === null || verdict.verdict !== 'leak') return null
  const what = 'looking for what keeps it'
  onStep({ what, load: null })
  return findRetained(probe, snapshots, () =>
    load.send(STRETCHES_BETWEEN_SNAPSHOTS * requestsBetween, (sample) => onStep({ what, load: sample })),
  )
}

const MANY_FAILURES = 0.01

function failureNotes({ failed, sent }: FoundVerdict): string[] {
  if (sent === 0 || failed / sent < MANY_FAILURES) return []
  return [
    `${((100 * failed) / sent).toFixed(0)} % of the requests failed: what they leave may not be what others do.`,
  ]
}

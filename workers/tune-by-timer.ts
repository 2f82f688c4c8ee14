import type { TuningChange } from '../models/tune/tuner.ts'
import { SelfTuning, type SelfTuningPlan, type TunedPool } from './self-tuning.ts'

export interface TimedTuning {
  /** So far, at ms from the start. */
  readonly changes: readonly TuningChange[]
  stop(): void
}

/**
 * Has a pool tune itself by a timer of its own, which keeps no thread running.
 *
 * @param startMs on the pool's clock: from when changes are timed
 */
export function tuneByTimer(
  pool: TunedPool,
  plan: SelfTuningPlan,
  startMs: number,
  clock: () => number,
): TimedTuning {
  const changes: TuningChange[] = []
  const tuning = new SelfTuning(pool, plan, clock(), (change) => {
    changes.push({ ...change, atMs: change.atMs - startMs })
  })
  const timer = setInterval(() => tuning.endEpoch(clock()), plan.everyMs).unref()
  return { changes, stop: () => clearInterval(timer) }
}

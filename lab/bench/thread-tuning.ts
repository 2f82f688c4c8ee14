import type { PoolSettings } from '../../models/pool/settings.ts'
import { type Bounds, DEFAULT_BOUNDS } from '../../models/tune/tuning-bounds.ts'
import type { MeasuredLoad } from '../../workers/messages.ts'
import type { SelfTuningPlan } from '../../workers/self-tuning.ts'
import type { BenchTuning } from './bench-plan.ts'
import type { ThreadTuningChange } from './bench-result.ts'

/** A bench is short: it looks each second. */
const EVERY_MS = 1000

/** @param settings of the thread: what may not be tuned stays as they have it */
export function threadTuning(
  { mode, idleTimeout, maxIdle, mostIdle }: BenchTuning,
  settings: PoolSettings,
): SelfTuningPlan {
  const { idleTimeoutMs, maxIdlePerHost } = DEFAULT_BOUNDS
  return {
    mode,
    bounds: {
      idleTimeoutMs: idleTimeout ? idleTimeoutMs : only(settings.idleTimeoutMs),
      maxIdlePerHost: maxIdle
        ? { least: maxIdlePerHost.least, most: Math.max(mostIdle, settings.maxIdlePerHost) }
        : only(settings.maxIdlePerHost),
      maxConnsPerHost: null,
    },
    safeIdleTimeoutMs: 'from-hint',
    everyMs: EVERY_MS,
  }
}

/** What all threads changed, in order of time. */
export function mergeTuning(loads: readonly MeasuredLoad[]): readonly ThreadTuningChange[] {
  return loads
    .flatMap(({ tuningChanges = [] }, thread) => tuningChanges.map((change) => ({ ...change, thread })))
    .sort((a, b) => a.atMs - b.atMs)
}

function only(value: number): Bounds {
  return { least: value, most: value }
}

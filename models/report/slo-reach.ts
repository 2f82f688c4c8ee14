import { missedEverySlo } from './model-doubt.ts'
import type { Report } from './report.ts'

/** What tells whether a pool can make the difference between meeting the SLO and missing it. */
type Swept = Pick<Report, 'capacity' | 'misfit' | 'beforeAfter'>

/**
 * Whether no setting of a pool can make the target meet the SLO: the sweep goes through pools without limits and with
 * connections open before they are needed, and missed it at the lowest rate already.
 */
export function isSloOutOfReach(report: Swept): boolean {
  return missedEverySlo(report.capacity) && !wasSweepDisturbed(report)
}

/**
 * Whether the sweep missed the SLO at every rate, with P99s of more than twice what the verification then measured
 * through either settings: then something else held up the machine or the target during the sweep.
 */
export function wasSweepDisturbed({ capacity, misfit, beforeAfter }: Swept): boolean {
  if (!missedEverySlo(capacity)) return false
  const effect = beforeAfter.find(({ metric }) => metric === 'p99')?.effect
  const swept = Math.min(...(misfit?.steps ?? []).map(({ measuredP99Ms }) => measuredP99Ms))
  if (effect == null || !Number.isFinite(swept)) return false
  return swept > DISTURBED * Math.max(effect.before, effect.after)
}

const DISTURBED = 2

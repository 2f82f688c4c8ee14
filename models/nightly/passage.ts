import type { ComparedMetric } from '../report/before-after.ts'
import { effectOf } from './metric-effect.ts'

/** What one measurement says of a metric: a change that neither chance nor the gate explains, or none. */
export type Passage = 'none' | 'better' | 'worse'

/**
 * Whether the metric passes the gate: its 95 % interval excludes no change, its p-value, adjusted for all metrics of
 * the comparison, is below 5 %, and its effect is larger than the gate.
 *
 * @param gate > 0, as ln(after / before) or in the metric's unit
 */
export function passageOf(metric: ComparedMetric, gate: number): Passage {
  const effect = effectOf(metric)
  const answer = metric.answer?.answer ?? 'no-difference'
  if (effect === null || answer === 'no-difference' || !excludesNoChange(metric)) return 'none'
  return Math.abs(effect) > gate ? answer : 'none'
}

function excludesNoChange({ effect }: ComparedMetric): boolean {
  const { low = null, high = null } = effect ?? {}
  return low !== null && high !== null && (low > 0 || high < 0)
}

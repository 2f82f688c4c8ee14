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

/**
 * What a later measurement says of a metric that the first found to be worse. It leaves the question `open` where it has
 * no answer, and where its 95 % interval holds both no change and the change that the first found.
 */
export type Confirmation = 'confirmed' | 'denied' | 'open'

/**
 * @param first passes the gate for the worse
 * @param later on the scale of `first`; `null` where it has no such metric
 * @param gate > 0, as ln(after / before) or in the metric's unit
 */
export function confirmationOf(
  first: ComparedMetric,
  later: ComparedMetric | null,
  gate: number,
): Confirmation {
  if (later === null || later.answer === null) return 'open'
  if (passageOf(later, gate) === 'worse') return 'confirmed'
  const mayBeChance = later.answer.answer === 'no-difference' || !excludesNoChange(later)
  return mayBeChance && reaches(later, first) ? 'open' : 'denied'
}

/** Whether the interval of the later one goes up to what the first found. */
function reaches(later: ComparedMetric, first: ComparedMetric): boolean {
  return (later.effect?.high ?? Infinity) >= (first.effect?.change ?? Infinity)
}

function excludesNoChange({ effect }: ComparedMetric): boolean {
  const { low = null, high = null } = effect ?? {}
  return low !== null && high !== null && (low > 0 || high < 0)
}

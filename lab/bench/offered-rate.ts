import type { BenchResult } from './bench-result.ts'

/**
 * Requests per second that were offered in the measured stretch: the planned rate where all went as planned, else what
 * was due divided by the length of the stretch. A stretch that ends with the last of so many requests is an interval
 * shorter than its schedule, and what was due in it would make the rate look higher than it was.
 *
 * @returns `null` in a closed model
 */
export function offeredRate({
  plan,
  measurement,
  ended,
  paceChanges,
}: Pick<BenchResult, 'plan' | 'measurement' | 'ended' | 'paceChanges'>): number | null {
  if (plan.load.kind !== 'open') return null
  if (ended === 'whole' && paceChanges.length === 0) return plan.load.rate
  return (1000 * measurement.requests.due) / Math.max(1, measurement.measuredMs)
}

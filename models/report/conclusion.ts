import type { Answer } from './answers.ts'
import type { ComparedMetric } from './before-after.ts'

/** What the verification says about the recommended settings, by the P99; `worse` withdraws them. */
export interface Conclusion extends Answer {
  /** Of the P99, after / before − 1, and its 95 % interval. */
  readonly change: number
  readonly low: number
  readonly high: number
}

/** @returns `null` where the P99 has no interval */
export function conclude(metrics: readonly ComparedMetric[]): Conclusion | null {
  const p99 = metrics.find(({ metric }) => metric === 'p99')
  if (p99?.effect == null || p99.answer === null) return null
  const { change, low, high } = p99.effect
  return change === null || low === null || high === null ? null : { ...p99.answer, change, low, high }
}

import type { Answer } from './answers.ts'
import type { ComparedMetric } from './before-after.ts'

/** What the verification says about the recommended settings, by the P99; `worse` withdraws them. */
export interface Conclusion extends Answer {
  /** Of the P99, after / before − 1, and its 95 % interval. */
  readonly change: number
  /** Lower end of the interval. */
  readonly low: number
  /** Upper end of the interval. */
  readonly high: number
  /**
   * Whether connections were opened and waited for alike on both sides: then a P99 that differs hardly does so by the
   * settings. Absent where that was not looked at.
   */
  readonly poolsAlike?: boolean
}

/**
 * @param alike whether the pools of both sides did the same; not known unless told
 * @returns `null` where the P99 has no interval
 */
export function conclude(metrics: readonly ComparedMetric[], alike?: boolean): Conclusion | null {
  const p99 = metrics.find(({ metric }) => metric === 'p99')
  if (p99?.effect == null || p99.answer === null) return null
  const { change, low, high } = p99.effect
  if (change === null || low === null || high === null) return null
  return { ...p99.answer, change, low, high, ...(alike === undefined ? {} : { poolsAlike: alike }) }
}

/** Whether the P99 differs though the pools did the same on both sides, so that something else made the difference. */
export function isHardlyThePool({ answer, poolsAlike }: Conclusion): boolean {
  return answer !== 'no-difference' && poolsAlike === true
}

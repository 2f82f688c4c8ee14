import type { Report } from './report.ts'

/** What the standing of a recommendation follows from. */
export type Judged = Pick<Report, 'verdict' | 'conclusion' | 'beforeAfter' | 'recommendation'>

/**
 * Whether the recommended settings were found to be worse on sockets: a longer P99, or more failed requests. A comparison
 * that is not complete, or whose requests went out late, withdraws nothing, and what is to stay as it is cannot be
 * withdrawn.
 */
export function isWithdrawn({ verdict, conclusion, beforeAfter, recommendation }: Judged): boolean {
  if (verdict.verdict === 'INCOMPLETE' || verdict.verdict === 'GENERATOR_BOUND') return false
  if (recommendation === null || recommendation.unchanged) return false
  const failures = beforeAfter.find(({ metric }) => metric === 'failureRate')
  return conclusion?.answer === 'worse' || failures?.answer?.answer === 'worse'
}

/** Whether the recommendation may be applied: what was not verified, or withdrawn, may not. */
export function isTrusted(report: Judged): boolean {
  return report.verdict.verdict === 'VALID' && !isWithdrawn(report)
}

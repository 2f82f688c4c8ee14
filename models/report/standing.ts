import type { Report } from './report.ts'

/** Whether the recommended settings were found to be worse on sockets: a longer P99, or more failed requests. */
export function isWithdrawn({
  conclusion,
  beforeAfter,
}: Pick<Report, 'conclusion' | 'beforeAfter'>): boolean {
  const failures = beforeAfter.find(({ metric }) => metric === 'failureRate')
  return conclusion?.answer === 'worse' || failures?.answer?.answer === 'worse'
}

/** Whether the recommendation may be applied: what was not verified, or withdrawn, may not. */
export function isTrusted(report: Pick<Report, 'verdict' | 'conclusion' | 'beforeAfter'>): boolean {
  return report.verdict.verdict === 'VALID' && !isWithdrawn(report)
}

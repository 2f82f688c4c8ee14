import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn } from '../../models/report/standing.ts'

export const NOT_VERIFIED = 'Not verified, so not recommended yet'

/** What recommended settings are worth, as the beginning of a title. */
export function standingTitle(report: Report): string {
  if (isWithdrawn(report)) return 'Withdrawn'
  return isTrusted(report) ? 'Recommendation' : NOT_VERIFIED
}

import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn } from '../../models/report/standing.ts'
import { type Headline, headlineOf } from '../html/standing-words.ts'

/** What is to be done about the settings; `null` where a run has not come to that, or its figures cannot be trusted. */
export function reachedHeadline(report: Report): Headline | null {
  const isReached = report.recommendation !== null && (isTrusted(report) || isWithdrawn(report))
  return isReached ? headlineOf(report) : null
}

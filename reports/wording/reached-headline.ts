import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import { type Headline, headlineOf } from '../html/standing-words.ts'

/** What is to be done about the settings; `null` where a run has not come to that, or its figures cannot be trusted. */
export function reachedHeadline(report: Report): Headline | null {
  const isReached = isTrusted(report) || isWithdrawn(report) || whyWithheld(report) !== null
  return report.recommendation !== null && isReached ? headlineOf(report) : null
}

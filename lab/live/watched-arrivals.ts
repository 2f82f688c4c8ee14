import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { groupDigits } from '../bench/group-digits.ts'
import type { Progress } from '../progress.ts'

/** A line that stays is said for each tenth of the schedule. */
const PARTS = 10

/** The same arrivals; whoever takes them from first to last is seen to, as far as progress goes. */
export function watchedArrivals(arrivals: Arrivals, progress: Pick<Progress, 'show' | 'say'>): Arrivals {
  const { durationMs } = arrivals
  let requests = 0
  let part = 0
  return {
    durationMs,
    ratePerSecond: (atMs) => arrivals.ratePerSecond(atMs),
    between(fromMs, toMs) {
      if (fromMs === 0) {
        requests = 0
        part = 0
      }
      const share = fromMs / durationMs
      progress.show({ work: { share, requests } })
      if (Math.floor(PARTS * share) > part) {
        part = Math.floor(PARTS * share)
        progress.say(
          `${(100 * share).toFixed(0)} % of the schedule: ${groupDigits(requests)} requests`,
          'detail',
        )
      }
      const dueMs = arrivals.between(fromMs, toMs)
      requests += dueMs.length
      return dueMs
    },
  }
}

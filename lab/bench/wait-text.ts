import { formatTime } from '../simulate/format-time.ts'
import type { BenchDocument } from './bench-document.ts'
import { isKnownQuantile } from './known-quantile.ts'

/** From here on the two times tell different stories. */
const LEAST_RATIO = 1.25
const LEAST_DIFFERENCE_MS = 1

type WaitFigures = Pick<BenchDocument, 'responseMs' | 'serviceMs' | 'latenessMs' | 'poolWaitMs'>

/** What it means that response times are far above service times, or `null` where they are not. */
export function waitText(figures: WaitFigures): string | null {
  const { responseMs, serviceMs, latenessMs, poolWaitMs } = figures
  const name = isKnownQuantile(0.99, responseMs.count) ? 'p99' : 'mean'
  const [response, service] = [responseMs[name], serviceMs[name]]
  if (response === null || service === null) return null
  if (response < LEAST_RATIO * service || response - service < LEAST_DIFFERENCE_MS) return null
  const meaning =
    (latenessMs.mean ?? 0) > (poolWaitMs.mean ?? 0)
      ? "lateness of this side, the load generator's doing and not the target's."
      : 'spent waiting for a connection (pool wait); users feel it, and service time alone hides it.'
  const shown = name === 'p99' ? 'P99' : 'on average'
  return (
    `Response counts from when a request was due, service from when it was sent: ${formatTime(response)} and ` +
    `${formatTime(service)} (${shown}). What lies between was mostly ${meaning}`
  )
}

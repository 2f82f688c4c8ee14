import type { ComparedMetric } from '../../models/report/before-after.ts'

/** What the compared figures are called on a page. */
export const metricNames: Readonly<Record<ComparedMetric['metric'], string>> = {
  mean: 'mean response',
  p99: 'P99 response',
  failureRate: 'failure rate',
  dialsPerSecond: 'dials per second',
  rssPeak: 'target RSS peak',
  gcPause: 'target GC pause',
}

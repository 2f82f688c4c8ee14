import type { ComparedMetric } from '../../models/report/before-after.ts'

/** How the compared metrics are called wherever they are shown. */
export const metricTitles: Readonly<Record<ComparedMetric['metric'], string>> = {
  mean: 'mean response',
  p99: 'P99 response',
  failureRate: 'failure rate',
  dialsPerSecond: 'dials per second',
  rssPeak: 'target RSS peak',
  gcPause: 'target GC pause',
}

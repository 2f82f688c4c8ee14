import type { ThresholdMetric } from './threshold.ts'

/** What can be asked of a metric. */
export interface MetricDefinition {
  /** As they are written, with `p(N)` for a percentile. */
  readonly aggregates: readonly string[]
  /** Whether it is also known of the requests of one name. */
  readonly byRequest: boolean
  /** A condition that it may have to meet. */
  readonly example: string
}

const TIME_AGGREGATES = ['avg', 'min', 'med', 'max', 'p(N)', 'count'] as const
const COUNT_AGGREGATES = ['count', 'rate'] as const

export const metricDefinitions: Readonly<Record<ThresholdMetric, MetricDefinition>> = {
  responseTime: { aggregates: TIME_AGGREGATES, byRequest: true, example: 'p(99)<250' },
  serviceTime: { aggregates: TIME_AGGREGATES, byRequest: true, example: 'p(99)<250' },
  poolWait: { aggregates: TIME_AGGREGATES, byRequest: false, example: 'p(99)<50' },
  failed: { aggregates: ['rate', 'count'], byRequest: true, example: 'rate<0.01' },
  requests: { aggregates: COUNT_AGGREGATES, byRequest: true, example: 'rate>100' },
  dials: { aggregates: COUNT_AGGREGATES, byRequest: false, example: 'rate<5' },
}

/** Names that k6 has for the nearest thing. */
export const metricAliases: Readonly<Record<string, ThresholdMetric>> = {
  http_req_duration: 'responseTime',
  http_req_failed: 'failed',
  http_reqs: 'requests',
}

/** What a threshold may be on: metrics of requests, and of connections. */
export const thresholdMetrics = [
  'responseTime',
  'serviceTime',
  'poolWait',
  'failed',
  'requests',
  'dials',
] as const

/** What a condition may be on. */
export type ThresholdMetric = (typeof thresholdMetrics)[number]

/** One condition that a run has to meet, as written and as read. Plain data. */
export interface Threshold {
  /** What it is on. */
  readonly metric: ThresholdMetric
  /** Name of the requests that it is about; `null` for all. */
  readonly request: string | null
  /** The condition as its author wrote it, such as `p(99)<250`. */
  readonly expression: string
  /** What is made of the figures. */
  readonly aggregate: Aggregate
  /** Of the aggregate with `limit`. */
  readonly comparison: '<' | '<=' | '>' | '>=' | '==' | '!='
  /** In ms for times, a share in [0, 1] or per second for rates, else a count. */
  readonly limit: number
  /** Whether the run ends as soon as it is not met. */
  readonly abortOnFail: boolean
  /** How long after the start it is first looked at for that, in ms. */
  readonly delayMs: number
}

/** What a condition says, whatever it is about. */
export type Condition = Pick<Threshold, 'aggregate' | 'comparison' | 'limit'>

/** What a condition makes of many figures. */
export type Aggregate =
  | { readonly kind: 'avg' | 'min' | 'med' | 'max' | 'count' | 'rate' }
  | {
      readonly kind: 'percentile'
      /** In [0, 100]. */
      readonly percentile: number
    }

/** What was read of a text, or what would have been right in its place: a noun phrase. */
export type Reading<Value> = { readonly value: Value } | { readonly expected: string }

/** What came of a threshold. */
export interface ThresholdResult {
  /** The condition. */
  readonly threshold: Threshold
  /** `false` too where there was nothing to look at. */
  readonly passed: boolean
  /** In the unit of `limit`; `null` where there was nothing to look at. */
  readonly value: number | null
  /** Requests that `value` is made of; of dials, requests that were given a connection, new or kept. */
  readonly samples: number
  /** Whether the run was ended by it. */
  readonly aborted: boolean
}

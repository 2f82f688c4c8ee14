/** What is measured of the responses to one class of traffic. */
export const trafficMeasures = ['mean', 'p50', 'p99', 'failureRate', 'achieved', 'dropped'] as const

/** What is measured of the target, over all traffic. */
export const targetMeasures = [
  'cpuPerRequest',
  'allocatedPerRequest',
  'gcPerThousand',
  'gcLongest',
  'rssPeak',
  'eventLoopDelay',
] as const

/** Those that may be asked for: what the target counts itself has names of its own. */
export const testableMeasures = [...trafficMeasures, ...targetMeasures] as const

export type TrafficMeasure = (typeof trafficMeasures)[number]
export type TargetMeasure = (typeof targetMeasures)[number]
export type TestableMeasure = (typeof testableMeasures)[number]

/** `counter` is what the target counted, per request. */
export type MeasureName = TestableMeasure | 'counter'

/** Without `measures`, these are tested: each more makes the others harder to tell. */
export const DEFAULT_TESTED: readonly TestableMeasure[] = [
  'mean',
  'p99',
  'failureRate',
  'cpuPerRequest',
  'allocatedPerRequest',
]

/**
 * `us`: µs of CPU time a request. `bytesEach`: bytes a request. `ms`, `bytes`, and `share` in [0, 1] as everywhere.
 * `each`: so many a request. `msPerThousand`: ms in 1,000 requests.
 */
export type MeasureUnit = 'ms' | 'share' | 'us' | 'bytesEach' | 'msPerThousand' | 'bytes' | 'each'

export interface MeasureDefinition {
  readonly unit: MeasureUnit
  /** Compared as a ratio where both sides are above zero, or always as a plain difference. */
  readonly kind: 'ratio' | 'difference'
  /** Whether a difference in the unit is of interest too: what something costs. */
  readonly isCost: boolean
  /** Whether less of it is better; `null` where that cannot be said. */
  readonly lessIsBetter: boolean | null
}

export const measureDefinitions: Readonly<Record<MeasureName, MeasureDefinition>> = {
  mean: { unit: 'ms', kind: 'ratio', isCost: false, lessIsBetter: true },
  p50: { unit: 'ms', kind: 'ratio', isCost: false, lessIsBetter: true },
  p99: { unit: 'ms', kind: 'ratio', isCost: false, lessIsBetter: true },
  failureRate: { unit: 'share', kind: 'difference', isCost: false, lessIsBetter: true },
  achieved: { unit: 'share', kind: 'difference', isCost: false, lessIsBetter: false },
  dropped: { unit: 'share', kind: 'difference', isCost: false, lessIsBetter: true },
  cpuPerRequest: { unit: 'us', kind: 'ratio', isCost: true, lessIsBetter: true },
  allocatedPerRequest: { unit: 'bytesEach', kind: 'ratio', isCost: true, lessIsBetter: true },
  gcPerThousand: { unit: 'msPerThousand', kind: 'ratio', isCost: false, lessIsBetter: true },
  gcLongest: { unit: 'ms', kind: 'ratio', isCost: false, lessIsBetter: true },
  rssPeak: { unit: 'bytes', kind: 'ratio', isCost: false, lessIsBetter: true },
  eventLoopDelay: { unit: 'ms', kind: 'ratio', isCost: false, lessIsBetter: true },
  counter: { unit: 'each', kind: 'ratio', isCost: false, lessIsBetter: null },
}

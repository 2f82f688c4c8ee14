import type { StoredPoolSettings } from '../pool/settings.ts'
import type { SparseCounts } from '../statistics/weighted-quantile.ts'

/** What can be compared, in the order in which it is shown. */
export const comparedMetrics = [
  'mean',
  'p50',
  'p99',
  'failureRate',
  'throughput',
  'dialsPerSecond',
  'rssPeak',
  'gcPause',
] as const

/** What can be compared. */
export type ComparedMetricName = (typeof comparedMetrics)[number]

/** One side of a comparison: a run's settings, a measurement of a URL, or what another tool wrote. */
export interface ComparedSource {
  /** What to call it: the name of a run with its side, or of a file. */
  readonly label: string
  readonly kind: 'run' | 'bench' | 'imported'
  /** ISO 8601, UTC; `null` where it is not known. */
  readonly startedAt: string | null
  /** Whether its figures can be trusted; `null` where nobody judged. */
  readonly verdict: SourceVerdict | null
  readonly comparability: Comparability
  /** Whether requests were due at given times (open) or sent when an answer came (closed); `null` where not known. */
  readonly model: 'open' | 'closed' | null
  /** Whose pool it was; `null` where it is not known. */
  readonly client: string | null
  /** `null` where they are not known. */
  readonly settings: StoredPoolSettings | null
  /** Over all that was measured. */
  readonly figures: SourceFigures
  /** In order of time, independent of one another as far as can be told; empty where there are figures only. */
  readonly blocks: readonly ComparedBlock[]
  /** Why there are no blocks, as a clause; `null` where there are some. */
  readonly blocksMissing: string | null
  /** By how much the dependence of blocks on one another raises the variance of a figure of all of them; ≥ 1. */
  readonly varianceFactor: number
  /** Width of the cells of the blocks' histograms, as the logarithm of the ratio of their ends; 0 where 0.1 % or less. */
  readonly cellWidth: number
  /** Blocks of the first stage, where their spread chose how many there are; `null` for all. */
  readonly firstBlocks: number | null
  /** What is to be known of its figures, one sentence each. */
  readonly notes: readonly string[]
}

/** Whether the figures of a source can be trusted. */
export interface SourceVerdict {
  /** `VALID`, or what is wrong. */
  readonly verdict: string
  /** The figure that decided it. */
  readonly why: string
}

/** What two sources have to have in common; `null` where it is not known, or there is no such thing. */
export interface Comparability {
  /** Sources of the same hash sent the same schedule. */
  readonly scenarioHash: string | null
  /** Runtime, platform, processor and cores. */
  readonly environment: string | null
  /** What spoke HTTP. */
  readonly driver: string | null
  /** What all randomness came from. */
  readonly seed: number | null
  /** Full, or quick. */
  readonly plan: string | null
  /** What load went to. */
  readonly target: string | null
  /** What was sent how fast, where no scenario says it. */
  readonly load: string | null
}

/** In ms, shares in [0, 1], per second, and bytes; `null` where it is not known. */
export type SourceFigures = Readonly<Record<ComparedMetricName, number | null>>

/** What was measured in one stretch of time. */
export interface ComparedBlock {
  /** What was sent: blocks of two sources in which it is the same are a pair. `null` where that cannot be told. */
  readonly traffic: string | null
  /** Response times in ms of completed requests, within the width of their cells. */
  readonly responses: SparseCounts
  readonly responseSumMs: number
  readonly due: number
  /** Dropped ones too. */
  readonly failed: number
  /** Responses that ended within the block. */
  readonly ended: number
  readonly dialed: number
  readonly measuredMs: number
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
}

import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { StoredPoolSettings } from '../pool/settings.ts'
import type { ComparedMetric } from '../report/before-after.ts'

export const NIGHT_SCHEMA_VERSION = 1

/** One scenario in one night: one line of its history. */
export interface NightRecord {
  readonly schemaVersion: typeof NIGHT_SCHEMA_VERSION
  /** ISO 8601, UTC. */
  readonly at: string
  readonly scenario: string
  readonly scenarioHash: string
  readonly seed: number
  /** Of the source that ran, where it is known. */
  readonly commit: string | null
  /** Nights of different fingerprints are not compared. */
  readonly environment: NightEnvironment
  readonly client: string
  readonly settings: StoredPoolSettings
  /** What tonight was compared with: the pinned baseline's own night, or a baseline measured in turns with it. */
  readonly against: 'pinned' | 'interleaved'
  /** Tonight (`after`) against the baseline (`before`); empty in the night that is pinned. */
  readonly metrics: readonly ComparedMetric[]
  /** The same, measured again because the first suggested a change; `null` where it was not. */
  readonly again: readonly ComparedMetric[] | null
  /** The same, measured a third time because the second could neither confirm nor deny it. Absent where it was not. */
  readonly third?: readonly ComparedMetric[]
  /** Tonight against itself, in turns: what there is to see where nothing has changed. */
  readonly sameAgainstSame: readonly ComparedMetric[]
  /** All of tonight's blocks together, without series. */
  readonly measured: StoredMeasurement
  readonly judgement: NightJudgement
  /** Of a pinned night: what later nights are compared with, window by window. Absent in the others. */
  readonly blocks?: readonly NightBlock[]
}

/** One block of a pinned night, without series, phases and what is kept for each request. */
export interface NightBlock {
  /** Which window of the schedule it sent, by its beginning. */
  readonly windowFromMs: number
  readonly measured: StoredMeasurement
  readonly target: TargetStretch
}

export interface NightEnvironment {
  readonly fingerprint: string
  readonly runtime: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
}

/**
 * - `baseline`: the night that later ones are compared with.
 * - `ok`, `improvement`, `regression`: by the gate.
 * - `drift`: the gate saw nothing, but the history has a change point for the worse.
 * - `unknown`: it cannot be said; `why` says what is in the way.
 */
export type NightVerdict = 'baseline' | 'ok' | 'improvement' | 'regression' | 'drift' | 'unknown'

export interface NightJudgement {
  readonly verdict: NightVerdict
  /** One sentence. */
  readonly why: string
  /** One for each metric that was looked at. */
  readonly findings: readonly Finding[]
  /** Whether tonight against itself would have raised an alarm. */
  readonly falseAlarm: boolean
}

export interface Finding {
  readonly metric: ComparedMetric['metric']
  readonly verdict: 'ok' | 'improvement' | 'regression' | 'drift' | 'unknown'
  /**
   * Effect up to which nothing is said, as ln(after / before) or in the metric's unit: the larger of 3 × noise and 2 %
   * of a response time, 5 % of the dials, or 0.001 of the failure rate; against a pinned night, counted from the level
   * of the nights since (`gate.ts`).
   */
  readonly gate: number
  /** Standard deviation of the effects seen where nothing had changed; `null` before there are enough nights. */
  readonly noise: number | null
  readonly why: string
}

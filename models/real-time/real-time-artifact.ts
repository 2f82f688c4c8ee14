import type { StoredPoolSettings } from '../pool/settings.ts'
import type { Threshold } from '../thresholds/threshold.ts'
import type { RealTimePlan } from './real-time-plan.ts'

/** What a run in real time is, settled when it begins: the same for all of it, however often it is gone on with. */
export interface RealTimeArtifact {
  readonly plan: RealTimePlan
  /** Whose settings they are, such as `go-net-http`. */
  readonly client: string
  readonly today: StoredPoolSettings
  /** What a run recommended; `null` where today's are sent alone. */
  readonly recommended: RecommendedSide | null
  /** `--target` of the command line; `null` for the scenario's own. */
  readonly targetUrl: string | null
  readonly slo: { readonly p99Ms: number; readonly failureRate: number }
  readonly thresholds: readonly Threshold[]
  readonly notes: readonly string[]
}

export interface RecommendedSide {
  readonly settings: StoredPoolSettings
  /** Of the run whose recommendation it is: its folder's name. */
  readonly fromRun: string
}

import type { DependencyGraph } from './dependency-graph.ts'
import type { FaultKind } from './fault-kind.ts'

/** What was found of a stretch of traffic, against a healthy one. */
export interface Diagnosis {
  /**
   * The highest score first; ties by name. Each service is in it: with each kind of fault that was found of it, or once
   * with the kind `null`. If nothing is wrong, the first one's kind is `null` or its score is below `LATENT_SCORE`.
   */
  readonly ranking: readonly Suspect[]
  /** Of the faulty stretch. */
  readonly graph: DependencyGraph
  /** Whole sentences: how sure it is, and what is in the way of knowing more. */
  readonly notes: readonly string[]
}

export interface Suspect {
  readonly service: string
  /** `null` where nothing of the kinds that are known was found. */
  readonly kind: FaultKind | null
  /**
   * In [0, 1]: the share of what was added to the latency and failures of the whole that this explains. Below
   * `LATENT_SCORE` for what has changed, but has done no harm that rises above the noise.
   */
  readonly score: number
  /** Whole sentences with figures. */
  readonly evidence: readonly string[]
  /** `null` where no setting is the matter. */
  readonly setting: SettingChange | null
  /** What to do, in a whole sentence; empty where the kind is `null`. */
  readonly advice: string
}

/** A setting of a service to change. */
export interface SettingChange {
  readonly key: 'timeoutMs' | 'retries' | 'poolLimit' | 'slots'
  readonly service: string
  /** The service called, of a setting for calls; `null` for `slots`. */
  readonly peer: string | null
  /** In words: `timeout of orders' calls to inventory`. */
  readonly name: string
  /** `null` for a timeout that there is none of. */
  readonly today: number | null
  readonly proposed: number | null
}

/** What has changed and done no harm scores less than this; what has done harm may score less, too. */
export const LATENT_SCORE = 0.1

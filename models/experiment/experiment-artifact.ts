import type { GeneratorHealth } from '../measurement/generator-health.ts'
import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { ExperimentPlan } from './experiment-plan.ts'
import type { TestableMeasure } from './measure.ts'

/** What an experiment measured, and what of it is needed to tell what came out. */
export interface ExperimentArtifact {
  /** The first is what the others are compared with. */
  readonly variants: readonly ExperimentVariant[]
  readonly traffic: readonly ExperimentTraffic[]
  readonly plan: ExperimentPlan
  /** Tested together; `null` for the usual ones. */
  readonly measures: readonly TestableMeasure[] | null
  /** Those that are whole. */
  readonly rounds: readonly ExperimentRound[]
  /** What the reader should know though nothing is wrong, one sentence each. */
  readonly notes: readonly string[]
  readonly graphs: readonly ExperimentGraph[]
}

export interface ExperimentVariant {
  readonly name: string
  /** What tells its target from others, on one line. */
  readonly target: string
}

export interface ExperimentTraffic {
  readonly name: string
  readonly arrivals: 'constant' | 'poisson'
  /** Requests per second. */
  readonly rate: number
  /** Client processes that are imitated, each with a pool of its own. */
  readonly pods: number
  readonly client: string
  readonly slo: ServiceObjective | null
}

/** What users may expect. */
export interface ServiceObjective {
  /** `null` where the P99 does not matter. */
  readonly p99Ms: number | null
  /** Share of the requests that may fail, in [0, 1]; 1 − availability. `null` where it does not matter. */
  readonly failureRate: number | null
  /** Names of the variants that are to meet it, or the experiment ends with an exit code of its own. */
  readonly requiredOf: readonly string[]
}

export interface ExperimentGraph {
  readonly title: string
  /** As Mermaid writes it. */
  readonly mermaid: string
  /** Its arrows, from which it can be drawn; `null` where it is known by that text alone. */
  readonly edges: readonly ExperimentGraphEdge[] | null
}

export interface ExperimentGraphEdge {
  readonly from: string
  readonly to: string
  readonly label: string | null
  /** `failure` for a way that is taken when something has gone wrong. */
  readonly kind: 'then' | 'failure'
}

/** The same traffic, sent to every variant once. */
export interface ExperimentRound {
  /** From 0. */
  readonly number: number
  /** Indexes of the variants in the order in which they were sent it. */
  readonly order: readonly number[]
  /** In the order of the variants. */
  readonly blocks: readonly ExperimentBlock[]
}

/** One stretch of all classes of traffic, side by side, through fresh pools. */
export interface ExperimentBlock {
  /** In the order of the classes. */
  readonly traffic: readonly StoredMeasurement[]
  /** Of all load threads. */
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
  /** What was done to the target meanwhile. */
  readonly events: readonly BlockEvent[]
}

export interface BlockEvent {
  /** From the start of the traffic. */
  readonly atMs: number
  readonly instance: string
  readonly event: string
}

import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { GeneratorHealth } from '../measurement/generator-health.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'

/** The target under an open model at one rate after another. */
export interface SweepArtifact {
  /** What opening connections costs under load; `null` until it was measured. */
  readonly withoutReuse: WithoutReuse | null
  /** By offered rate, ascending. */
  readonly steps: readonly SweepStep[]
  readonly ended: SweepEnd
}

/** A stretch at a moderate rate, in batches, without a connection kept: the fastest of those that were sent. */
export interface WithoutReuse {
  /** Due times in ms from its start. */
  readonly dueMs: readonly number[]
  readonly durationMs: number
  readonly warmupMs: number
  readonly measurement: StoredMeasurement
}

export interface SweepStep {
  /** Requests per second that were due. */
  readonly offeredRate: number
  readonly measurement: StoredMeasurement
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
  readonly outcome: StepOutcome
}

/**
 * - `met`: within the SLO, and everything offered was done.
 * - `slow`, `failing`, `behind`: P99 or failures over the SLO, or less done than offered.
 * - `generator-bound`: it was the load threads that could not keep up, so the step says nothing of the target.
 */
export type StepOutcome = 'met' | 'slow' | 'failing' | 'behind' | 'generator-bound'

/** Why the sweep stopped; `null` while it has not. */
export type SweepEnd = 'knee-passed' | 'generator-bound' | 'highest-rate' | null

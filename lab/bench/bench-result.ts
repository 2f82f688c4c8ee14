import type { GeneratorHealth } from '../../models/measurement/generator-health.ts'
import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { Measurement } from '../../models/measurement/measurement.ts'
import type { RunVerdict } from '../../models/measurement/verdict.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import type { TuningChange } from '../../models/tune/tuner.ts'
import type { Certificate } from '../machine/certificate.ts'
import type { LoadThreads } from '../machine/choose-load-threads.ts'
import type { Environment } from '../run-directory.ts'
import type { BenchPlan } from './bench-plan.ts'

/** What came of a `BenchPlan`. */
export interface BenchResult {
  readonly plan: BenchPlan
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly environment: Environment
  /** What this machine's load generator was found to be able to do; `null` where that was not measured. */
  readonly certificate: Certificate | null
  readonly threads: LoadThreads
  /** What the system's limits were going to do to it, said beforehand. */
  readonly warnings: readonly string[]
  readonly measurement: Measurement
  readonly generator: GeneratorHealth
  /** Requests per second: as planned, or as it came out where it was changed or ended early; `null` in a closed model. */
  readonly offeredRate: number | null
  readonly verdict: RunVerdict
  /** How it ended: as planned, by the user's `q`, by Ctrl-C, or by a threshold. */
  readonly ended: 'whole' | 'finished' | 'interrupted' | 'threshold'
  /** What the user changed while it ran. */
  readonly paceChanges: readonly PaceChange[]
  /** What the target did meanwhile; where it was profiled. */
  readonly hotPaths?: ProfileArtifact
  /** What pools changed of themselves, or would have, in order of time; where they tune themselves. */
  readonly tuningChanges?: readonly ThreadTuningChange[]
  /** What came of each of the plan's thresholds, where it has any. */
  readonly thresholds?: readonly ThresholdResult[]
}

/** One change of one thread's pool; at ms from the start, warm-up included. */
export interface ThreadTuningChange extends TuningChange {
  readonly thread: number
}

/** From `atMs` after the start on, so many times as fast as planned; 0 is a pause. */
export interface PaceChange {
  readonly atMs: number
  readonly factor: number
}

/** What a bench can be told while it runs. */
export interface BenchControls {
  /** @param factor of the planned rate or number of users; 0 pauses */
  setPace(factor: number): void
  /** Sends nothing more, waits for what is under way, and ends. */
  finish(): void
}

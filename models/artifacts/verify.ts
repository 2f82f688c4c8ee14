import type { GeneratorHealth } from '../measurement/generator-health.ts'
import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { Window } from '../simulate/draw-windows.ts'

/** Old and new settings on real sockets, block by block. */
export interface VerifyArtifact {
  /** How many pairs of blocks were planned. */
  readonly planned: number
  readonly pairs: readonly VerifyPair[]
}

/** One window of the schedule, sent twice: once through each settings. */
export interface VerifyPair {
  readonly window: Window
  /** Which block came first. */
  readonly first: 'before' | 'after'
  readonly before: VerifyBlock
  readonly after: VerifyBlock
}

export interface VerifyBlock {
  readonly measured: StoredMeasurement
  /** The simulator on the same arrivals, from the same state of the pools. */
  readonly predicted: StoredMeasurement
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
}

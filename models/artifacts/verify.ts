import type { GeneratorHealth } from '../measurement/generator-health.ts'
import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { Window } from '../simulate/draw-windows.ts'

/** Old and new settings on real sockets, block by block. */
export interface VerifyArtifact {
  /** How many pairs of blocks are planned: those of the first stage and, once it is done, those of both. */
  readonly planned: number
  readonly pairs: readonly VerifyPair[]
  /** Absent in artifacts of earlier versions, which had one stage. */
  readonly design?: VerifyDesign
  /**
   * How many pairs the wanted precision takes, by the first stage; `null` where that is not known or no precision is
   * wanted. Absent in artifacts of earlier versions.
   */
  readonly needed?: number | null
  /** Absent unless a threshold ended the run. */
  readonly stopped?: VerifyStop
}

/** That a threshold ended the verification, and so the run. */
export interface VerifyStop {
  /** Position of the threshold among those of the run. */
  readonly threshold: number
  /** The block with the settings to be verified that has no pair, as it was cut short or the last; else `null`. */
  readonly measured: StoredMeasurement | null
}

/** What was laid down before the first block, so that a run which goes on later goes on by it. */
export interface VerifyDesign {
  /** Pairs of the first stage. */
  readonly firstPairs: number
  /**
   * How well the ratio of the P99s is to be known: 0.1 for an interval from ratio / 1.1 to ratio × 1.1. `null` for
   * one stage only.
   */
  readonly precision: number | null
  /** Pairs of both stages, at most. */
  readonly mostPairs: number
  /** Time for both stages, at most; `null` for no limit. */
  readonly mostMs: number | null
}

/** One window of the schedule, sent twice: once through each settings. */
export interface VerifyPair {
  readonly window: Window
  /** Which block came first. */
  readonly first: 'before' | 'after'
  readonly before: VerifyBlock
  readonly after: VerifyBlock
  /** What both blocks took together, all work around them included. Absent in artifacts of earlier versions. */
  readonly tookMs?: number
}

export interface VerifyBlock {
  readonly measured: StoredMeasurement
  /** The simulator on the same arrivals, from the same state of the pools. */
  readonly predicted: StoredMeasurement
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
}

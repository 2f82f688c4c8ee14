import type { LoadSample } from './load-sample.ts'

/** What a command tells of its work; what is not told stays as it was. */
export interface LiveUpdate {
  /** What goes on, in a few words, such as `step 4, 120/s`. */
  readonly what?: string
  /** What goes on ends in about so long; `null` when that is not known. */
  readonly leftMs?: number | null
  /** The load that is being sent; `null` when there is none. Takes the place of `work`. */
  readonly load?: LoadSample | null
  /** The computation that goes on; `null` when there is none. Takes the place of `load`. */
  readonly work?: WorkSample | null
  /** What has come out by now. */
  readonly found?: string
  /** The stages of a run. New ones end what was told of the stage before. */
  readonly stages?: readonly LiveStage[]
  /** The stage that goes on ends in about so long. */
  readonly stageLeftMs?: number
}

/** How far a computation has come. */
export interface WorkSample {
  /** Of the whole, in [0, 1]. */
  readonly share: number
  /** Simulated requests so far; `null` where they are not counted. */
  readonly requests: number | null
}

export interface LiveStage {
  readonly name: string
  readonly state: 'done' | 'current' | 'to come'
  /** How long it takes by plan; `null` where that is not known beforehand. */
  readonly expectedMs: number | null
}

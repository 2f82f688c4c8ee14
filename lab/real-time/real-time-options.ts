import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import type { KindDirectory } from '../kind-directory.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import type { TargetOverrides } from '../open-target.ts'

export interface RealTimeOptions {
  /** A file, or `file.ts#name`. `null` when a run is resumed: its own scenario is taken. */
  readonly scenarioFile: string | null
  /** Path or name of a run in real time to go on with. */
  readonly resume: string | null
  /** Path or name of a finished run, whose recommendation is sent in turns with today's settings. */
  readonly fromRun: string | null
  /** How much of the schedule to send; all unless told. */
  readonly forMs: number | null
  readonly seed: number | null
  readonly target: TargetOverrides
  /** Where runs are kept. */
  readonly root: string
  /** Aborted with `Interrupted` by Ctrl-C. */
  readonly signal: AbortSignal
  /** What is measured and kept at a time, in ms; a minute unless told. */
  readonly minuteMs?: number
}

export type RealTimeDirectory = KindDirectory<RealTimeArtifact>

export const REAL_TIME = 'real-time'

/** Name of the file with a line for each minute. */
export const JOURNAL = 'minutes.ndjson'

/** A run that is begun, or gone on with. */
export interface OpenedRealTime {
  readonly directory: RealTimeDirectory
  readonly artifact: RealTimeArtifact
  readonly loaded: LoadedScenario
}

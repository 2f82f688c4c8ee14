import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import type { RequestSource } from '../../models/requests/request-source.ts'
import type { Endpoint } from '../../workers/connection.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import type { HotPathSource } from '../hot-paths/hot-path-source.ts'
import type { Progress } from '../progress.ts'
import type { RunDirectory } from '../run-directory.ts'
import type { RunPlan } from '../run-plan.ts'
import type { TargetTelemetry } from '../telemetry/target-telemetry.ts'
import type { WorkerPool } from '../worker-pool.ts'
import type { ServerIdleWatch } from '../server-idle-watch.ts'

/** The stages in their order; each takes what the ones before it left in the run directory. */
export const stageNames = ['probe', 'sweep', 'profile', 'fit', 'simulate', 'recommend', 'verify'] as const

export type StageName = (typeof stageNames)[number]

/** What every stage may use. */
export interface StageContext {
  /** As the user named it. */
  readonly scenarioFile: string
  readonly loaded: LoadedScenario
  readonly arrivals: Arrivals
  readonly plan: RunPlan
  readonly seed: number
  readonly endpoint: Endpoint
  /** The scenario's requests, functions included. */
  readonly source: RequestSource
  readonly workers: WorkerPool
  readonly telemetry: TargetTelemetry | null
  readonly idleWatch: ServerIdleWatch
  /** Where profiles of the target come from. */
  readonly profiled: HotPathSource
  /** Whether the user asked for a profile, so that it is worth load of its own wherever anything is known. */
  readonly isProfileAsked: boolean
  readonly directory: RunDirectory
  readonly progress: Progress
  /** Aborted by the first Ctrl-C, or when the target is gone. */
  readonly signal: AbortSignal
}

/** One stage of the loop. */
export interface Stage {
  readonly name: StageName
  /**
   * Does the work and writes the artifact, in parts where it takes long, so that what was measured is kept.
   *
   * @returns a line that says what came out
   * @throws Interrupted when the signal was aborted before the stage was done
   */
  run(context: StageContext): Promise<string>
}

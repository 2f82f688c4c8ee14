import type { TargetOverrides } from '../open-target.ts'
import type { NightlyPlan } from './nightly-plan.ts'

export interface NightlyOptions {
  /** Empty for all in `scenarios/`. */
  readonly scenarioFiles: readonly string[]
  readonly plan: NightlyPlan
  /** In place of the scenarios' own. */
  readonly seed: number | null
  readonly target: TargetOverrides
  /** What is measured in turns with tonight; `null` to compare with the pinned night. */
  readonly baseline: InterleavedBaseline | null
  /** Pin tonight anew. */
  readonly pin: boolean
  /** Say that nothing can be said where no night is pinned, and measure nothing. */
  readonly requireBaseline: boolean
  /** Where histories are kept. */
  readonly history: string
  readonly json: boolean
  /** Where to write JUnit XML; `null` for nowhere. */
  readonly junitFile: string | null
  /** Where to write the trend page; `null` for `trend.html` beside the histories. */
  readonly htmlFile: string | null
  /** Aborted with `Interrupted` by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Another build of the service, other settings, or both. */
export interface InterleavedBaseline {
  /** `null` for the target of tonight. */
  readonly targetUrl: string | null
  /** Over the settings of tonight, as `name=value`. */
  readonly settings: readonly string[]
}

import type { ProfileArtifact } from '../artifacts/profile.ts'
import type { SweepStep } from '../artifacts/sweep.ts'
import type { VerifyPair } from '../artifacts/verify.ts'
import type { RunFigures } from './figures/run-figures.ts'
import type { Report } from './report.ts'

/** A run as far as it has come, with all that formats and pages show of it. */
export interface FinishedRun {
  readonly report: Report
  readonly figures: RunFigures
  /** By offered rate, ascending; empty where nothing was swept. */
  readonly steps: readonly SweepStep[]
  /** In the order in which they were measured; empty where nothing was verified. */
  readonly pairs: readonly VerifyPair[]
  /** `null` where the target was not profiled, as in runs of earlier versions. */
  readonly hotPaths: ProfileArtifact | null
}

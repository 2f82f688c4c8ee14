import type { Report } from '../../models/report/report.ts'
import { EXIT } from '../exit-codes.ts'
import type { Verbosity } from '../live/verbosity.ts'
import type { RunOptions } from '../run-scenario.ts'

/** What the command line of `run` says. */
export interface RunCommandOptions extends RunOptions {
  readonly json: boolean
  readonly verbosity: Verbosity
}

/** Of a run that came to its end. Figures that cannot be trusted meet no threshold, and miss none. */
export function runExitCode({ verdict, thresholds }: Report, only: RunOptions['only']): number {
  if (verdict.verdict !== 'VALID' && only === null) return EXIT.runInvalid
  return thresholds.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed
}

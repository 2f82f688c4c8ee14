import type { Report } from '../../models/report/report.ts'
import { EXIT } from '../exit-codes.ts'
import type { Verbosity } from '../live/verbosity.ts'
import type { RunOptions } from '../run-scenario.ts'

/** What the command line of `run` says. */
export interface RunCommandOptions extends RunOptions {
  readonly json: boolean
  readonly verbosity: Verbosity
  /** The schedule is to be sent in real time, in place of the stages. */
  readonly realTime?: RealTimeWish | null
}

/** What `--real-time` comes with. */
export interface RealTimeWish {
  /** A finished run whose recommendation is sent in turns with today's settings: its path, or its name. */
  readonly fromRun: string | null
  /** How much of the schedule to send, in ms; all unless told. */
  readonly forMs: number | null
}

/** Of a run that came to its end. Figures that cannot be trusted meet no threshold, and miss none. */
export function runExitCode({ verdict, thresholds }: Report, only: RunOptions['only']): number {
  if (verdict.verdict !== 'VALID' && only === null) return EXIT.runInvalid
  return thresholds.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed
}

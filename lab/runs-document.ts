import type { FinishedRun } from '../models/report/finished-run.ts'
import { reportDocument, type ReportDocument } from '../reports/formats/report-document.ts'
import { worstExitCode } from './worst-exit-code.ts'

export const RUNS_SCHEMA = 'urn:kneepoint:schema:runs-1'
export const RUNS_SCHEMA_VERSION = 1

/** What `run --json` prints for a file that exports a list of scenarios. */
export interface RunsDocument {
  /** `$id` of the schema that it follows. */
  readonly $schema: typeof RUNS_SCHEMA
  readonly schemaVersion: typeof RUNS_SCHEMA_VERSION
  /** The worst of all. */
  readonly exitCode: number
  /** One for each scenario, in the order of the list. */
  readonly runs: readonly RunDocument[]
}

export interface RunDocument {
  readonly scenario: string
  /** The run's directory; `null` where it was not begun. */
  readonly directory: string | null
  /** What this run alone would have ended with. */
  readonly exitCode: number
  /** What ended it early, or `null`. */
  readonly error: string | null
  /** The same as in `report.json`; `null` where the run was not begun. */
  readonly report: ReportDocument | null
}

/** What became of one scenario of several. */
export interface RunOutcome {
  readonly scenario: string
  /** `null` where the run was not begun. */
  readonly run: { readonly directory: { readonly path: string }; readonly finished: FinishedRun } | null
  /** What this run alone would have ended with. */
  readonly exitCode: number
  /** What ended it early, for people; `null` where it came to its end. */
  readonly error: string | null
}

export function runsDocument(outcomes: readonly RunOutcome[]): RunsDocument {
  return {
    $schema: RUNS_SCHEMA,
    schemaVersion: RUNS_SCHEMA_VERSION,
    exitCode: worstExitCode(outcomes.map(({ exitCode }) => exitCode)),
    runs: outcomes.map(({ scenario, run, exitCode, error }) => ({
      scenario,
      directory: run?.directory.path ?? null,
      exitCode,
      error,
      report: run === null ? null : reportDocument(run.finished),
    })),
  }
}

import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { CsvTableName } from './csv-tables.ts'

/** A way to write down a run. */
export interface ReportFormat {
  /** As `--format` has it. */
  readonly name: string
  /** With its character set, where it is text. */
  readonly mediaType: string
  /** For the file, in a folder that was named to hold it. */
  readonly fileName: string
  /** Shows what a run has, however far it has come. Ends with a newline where the format allows it. */
  render(run: FinishedRun, context?: RenderContext): string
}

/** What is asked of some formats beside the run. */
export interface RenderContext {
  /** Which table of `csv`; `metrics` unless told. */
  readonly table?: CsvTableName
}

import type { FinishedRun } from '../../models/report/finished-run.ts'
import { annotationText, githubFormat } from '../../reports/formats/github-format.ts'
import { textFormat } from '../../reports/formats/text-format.ts'
import { EXIT } from '../exit-codes.ts'
import { readFinishedRun } from '../read-finished-run.ts'
import { appendStepSummary } from '../report/append-step-summary.ts'
import type { LabFormat } from '../report/lab-formats.ts'
import { type ReportForm, type ReportFormFlags, readReportForm } from '../report/read-report-flags.ts'
import { OutputError, writeOutput } from '../report/write-output.ts'
import { RunDirectory } from '../run-directory.ts'
import { recordedKind } from '../run-record.ts'
import { UsageError } from '../usage-error.ts'
import { writeReport } from '../write-report.ts'
import { reporterOf } from './kind-reports.ts'

export interface ReportFlags extends ReportFormFlags {
  /** File or folder; stdout unless told, and for `-`. */
  readonly output?: string
  /** Where runs are kept. */
  readonly runs: string
}

/**
 * Prints the report of a run, as far as the run has come, or writes it to a file: in the format that is asked for, else
 * as text. What the run lacks is said on stderr, as not every format has a place for it.
 *
 * @param run its directory, or its name
 * @returns the exit code
 * @throws UsageError when there is no such format, or no output is named
 * @throws RunDirectoryError when the run cannot be read
 */
export async function reportCommand(run: string, flags: ReportFlags): Promise<number> {
  const form = readReportForm(flags)
  if (flags.output === '') throw new UsageError('--output: name a file, a folder, or - for stdout')
  const output = flags.output === '-' ? undefined : flags.output
  const ofKind = reporterOf(recordedKind((await RunDirectory.find(run, flags.runs)).record))
  if (ofKind !== null) return ofKind(run, flags)
  const directory = await RunDirectory.open(run, flags.runs)
  if (form.format === null && flags.output === undefined) {
    await writeReport(directory, 'text')
    return EXIT.ok
  }
  const format = form.format ?? textFormat
  try {
    await writeFormat(await readFinishedRun(directory), { ...form, format }, output)
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    process.stderr.write(`error: ${error.message}\n`)
    return EXIT.internalError
  }
}

async function writeFormat(
  run: FinishedRun,
  { format, table }: ReportForm & { readonly format: LabFormat },
  output: string | undefined,
): Promise<void> {
  for (const each of run.report.missing) process.stderr.write(`missing: ${each}\n`)
  const summaryFile = process.env['GITHUB_STEP_SUMMARY'] ?? ''
  if (format.name === githubFormat.name && output === undefined && summaryFile !== '') {
    await appendStepSummary(run, summaryFile)
    process.stdout.write(annotationText(run))
    return
  }
  const text = await format.render(run, table === null ? {} : { table })
  if (output === undefined) process.stdout.write(text)
  else process.stderr.write(`wrote ${await writeOutput(output, format.fileName, text)}\n`)
}

import type { ExperimentArtifact } from '../../models/experiment/experiment-artifact.ts'
import { EXIT } from '../exit-codes.ts'
import { EXPERIMENT } from '../experiment/run-experiment.ts'
import {
  experimentFiles,
  type ExperimentForm,
  experimentForms,
  publishExperiment,
  readExperimentReport,
  renderExperiment,
} from '../experiment/write-experiment-report.ts'
import { KindDirectory } from '../kind-directory.ts'
import { OutputError, writeOutput } from '../report/write-output.ts'
import { UsageError } from '../usage-error.ts'
import type { ReportFlags } from './report.ts'

/**
 * Prints the report of an experiment, as far as it has come, or writes it to a file.
 *
 * @param run its directory, or its name
 * @returns the exit code
 * @throws UsageError when experiments have no such format
 * @throws RunDirectoryError when the run cannot be read
 */
export async function reportExperiment(run: string, flags: ReportFlags): Promise<number> {
  const form = formOf(flags)
  const output = flags.output === '-' ? undefined : flags.output
  const directory = await KindDirectory.open<ExperimentArtifact>(run, flags.runs, EXPERIMENT)
  const report = await readExperimentReport(directory)
  if (form === null && flags.output === undefined) {
    await publishExperiment(directory, report, 'text')
    return EXIT.ok
  }
  const text = await renderExperiment(report, form ?? 'text')
  if (output === undefined) process.stdout.write(text)
  else return write(output, experimentFiles[form ?? 'text'], text)
  return EXIT.ok
}

async function write(output: string, fileName: string, text: string): Promise<number> {
  try {
    process.stderr.write(`wrote ${await writeOutput(output, fileName, text)}\n`)
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    process.stderr.write(`error: ${error.message}\n`)
    return EXIT.internalError
  }
}

function formOf({ format, table, json }: ReportFlags): ExperimentForm | null {
  if (table !== undefined) throw new UsageError('--table is for --format csv, which experiments do not have')
  const name = json ? 'json' : format
  if (name === undefined) return null
  const form = experimentForms.find((each) => each === name)
  if (form !== undefined) return form
  throw new UsageError(
    `--format ${name}: the report of an experiment can be had as ${experimentForms.join(', ')}`,
  )
}

import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import { EXIT } from '../exit-codes.ts'
import { KindDirectory } from '../kind-directory.ts'
import { REAL_TIME } from '../real-time/real-time-options.ts'
import {
  publishRealTime,
  readRealTimeReport,
  realTimeFiles,
  type RealTimeForm,
  realTimeForms,
  renderRealTime,
} from '../real-time/write-real-time-report.ts'
import { OutputError, writeOutput } from '../report/write-output.ts'
import { UsageError } from '../usage-error.ts'
import type { ReportFlags } from './report.ts'

/**
 * Prints the report of a run in real time, as far as it has come, or writes it to a file.
 *
 * @param run its directory, or its name
 * @returns the exit code
 * @throws UsageError when there is no such format
 * @throws RunDirectoryError when the run cannot be read
 */
export async function reportRealTime(run: string, flags: ReportFlags): Promise<number> {
  const form = formOf(flags)
  const output = flags.output === '-' ? undefined : flags.output
  const directory = await KindDirectory.open<RealTimeArtifact>(run, flags.runs, REAL_TIME)
  const report = await readRealTimeReport(directory)
  if (form === null && flags.output === undefined) {
    await publishRealTime(directory, report, 'text')
    return EXIT.ok
  }
  const text = renderRealTime(report, form ?? 'text')
  if (output !== undefined) return write(output, realTimeFiles[form ?? 'text'], text)
  process.stdout.write(text)
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

function formOf({ format, table, json }: ReportFlags): RealTimeForm | null {
  if (table !== undefined)
    throw new UsageError('--table is for --format csv, which runs in real time do not have')
  const name = json ? 'json' : format
  if (name === undefined) return null
  const form = realTimeForms.find((each) => each === name)
  if (form !== undefined) return form
  throw new UsageError(
    `--format ${name}: the report of a run in real time can be had as ${realTimeForms.join(', ')}`,
  )
}

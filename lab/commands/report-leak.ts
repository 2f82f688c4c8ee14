import type { LeakCheckArtifact } from '../../models/leak/leak-check-report.ts'
import { EXIT } from '../exit-codes.ts'
import { KindDirectory } from '../kind-directory.ts'
import { LEAK } from '../leak/run-leak-check.ts'
import {
  leakFiles,
  type LeakForm,
  leakForms,
  publishLeakReport,
  readLeakReport,
  renderLeakReport,
} from '../leak/write-leak-report.ts'
import { OutputError, writeOutput } from '../report/write-output.ts'
import { UsageError } from '../usage-error.ts'
import type { ReportFlags } from './report.ts'

/**
 * Prints the report of a leak check, as far as it has come, or writes it to a file.
 *
 * @param run its directory, or its name
 * @returns the exit code
 * @throws UsageError when leak checks have no such format
 * @throws RunDirectoryError when the run cannot be read
 */
export async function reportLeak(run: string, flags: ReportFlags): Promise<number> {
  const form = formOf(flags)
  const output = flags.output === '-' ? undefined : flags.output
  const directory = await KindDirectory.open<LeakCheckArtifact>(run, flags.runs, LEAK)
  const report = await readLeakReport(directory)
  if (form === null && flags.output === undefined) {
    await publishLeakReport(directory, report, 'text')
    return EXIT.ok
  }
  const text = await renderLeakReport(report, form ?? 'text')
  if (output !== undefined) return write(output, leakFiles[form ?? 'text'], text)
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

function formOf({ format, table, json }: ReportFlags): LeakForm | null {
  if (table !== undefined) throw new UsageError('--table is for --format csv, which leak checks do not have')
  const name = json ? 'json' : format
  if (name === undefined) return null
  const form = leakForms.find((each) => each === name)
  if (form !== undefined) return form
  throw new UsageError(`--format ${name}: the report of a leak check can be had as ${leakForms.join(', ')}`)
}

import { EXIT } from '../exit-codes.ts'
import { KindDirectory } from '../kind-directory.ts'
import { type KindReport, publishKindReport, REPORT_FILES, type ReportFormName } from '../kind-report.ts'
import { OutputError, writeOutput } from '../report/write-output.ts'
import { UsageError } from '../usage-error.ts'
import type { ReportFlags } from './report.ts'

/**
 * Prints the report of a run of another kind than the loop of stages, as far as it has come, or writes it to a file.
 *
 * @param run its directory, or its name
 * @returns the exit code
 * @throws UsageError when runs of the kind have no such format
 * @throws RunDirectoryError when the run cannot be read
 */
export async function reportOfKind<Artifact extends object, Report, Form extends ReportFormName>(
  of: KindReport<Artifact, Report, Form>,
  run: string,
  flags: ReportFlags,
): Promise<number> {
  const asked = formOf(of, flags)
  const form = asked ?? 'text'
  const output = flags.output === '-' ? undefined : flags.output
  const directory = await KindDirectory.open<Artifact>(run, flags.runs, of.kind)
  const report = await of.read(directory)
  if (asked === null && flags.output === undefined) {
    await publishKindReport(of, directory, report, 'text')
    return EXIT.ok
  }
  const text = await of.render(report, form)
  if (output !== undefined) return write(output, REPORT_FILES[form], text)
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

function formOf<Form extends ReportFormName>(
  {
    noun: [one, several],
    forms,
  }: { readonly noun: readonly [string, string]; readonly forms: readonly Form[] },
  { format, table, json }: ReportFlags,
): Form | null {
  if (table !== undefined) throw new UsageError(`--table is for --format csv, which ${several} do not have`)
  const name = json ? 'json' : format
  if (name === undefined) return null
  const form = forms.find((each) => each === name)
  if (form !== undefined) return form
  throw new UsageError(`--format ${name}: the report of ${one} can be had as ${forms.join(', ')}`)
}

import type { CascadeArtifact } from '../cascade/cascade-artifact.ts'
import { CASCADE } from '../cascade/run-cascade.ts'
import {
  cascadeFiles,
  type CascadeForm,
  cascadeForms,
  publishCascade,
  readCascade,
  renderCascade,
} from '../cascade/write-cascade-report.ts'
import { EXIT } from '../exit-codes.ts'
import { KindDirectory } from '../kind-directory.ts'
import { OutputError, writeOutput } from '../report/write-output.ts'
import { UsageError } from '../usage-error.ts'
import type { ReportFlags } from './report.ts'

/**
 * Prints the report of a cascade, as far as it has come, or writes it to a file.
 *
 * @param run its directory, or its name
 * @returns the exit code
 * @throws UsageError when cascades have no such format
 * @throws RunDirectoryError when the run cannot be read
 */
export async function reportCascade(run: string, flags: ReportFlags): Promise<number> {
  const form = formOf(flags)
  const output = flags.output === '-' ? undefined : flags.output
  const directory = await KindDirectory.open<CascadeArtifact>(run, flags.runs, CASCADE)
  const view = await readCascade(directory)
  if (form === null && flags.output === undefined) {
    await publishCascade(directory, view, 'text')
    return EXIT.ok
  }
  const text = await renderCascade(view, form ?? 'text')
  if (output === undefined) process.stdout.write(text)
  else return write(output, cascadeFiles[form ?? 'text'], text)
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

function formOf({ format, table, json }: ReportFlags): CascadeForm | null {
  if (table !== undefined) throw new UsageError('--table is for --format csv, which cascades do not have')
  const name = json ? 'json' : format
  if (name === undefined) return null
  const form = cascadeForms.find((each) => each === name)
  if (form !== undefined) return form
  throw new UsageError(`--format ${name}: the report of a cascade can be had as ${cascadeForms.join(', ')}`)
}

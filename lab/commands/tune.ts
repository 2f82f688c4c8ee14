import { EXIT } from '../exit-codes.ts'
import { findRecommendation } from '../tune/find-recommendation.ts'
import { findRun } from '../tune/find-run.ts'
import { type PatchFormatFlags, readPatchFormat } from '../tune/patch-format.ts'
import { tuneDocument } from '../tune/tune-document.ts'
import { tuneOutput } from '../tune/tune-output.ts'
import { tuneNotes, tuneText } from '../tune/tune-text.ts'

export interface TuneFlags extends PatchFormatFlags {
  readonly client?: string
  readonly runs: string
  readonly json: boolean
}

/**
 * Prints what a run recommends as a patch: the client's own snippet, a unified diff of the user's file, which `--write`
 * applies, its JSON Patch, or a command for kubectl. The patch goes to stdout and all that is said about it to stderr,
 * so that it can be piped.
 *
 * @returns the exit code
 * @throws UsageError when there is no recommendation, or the file cannot be changed safely; nothing is written then
 * @throws UnusableRun when the recommendation is not to be applied
 */
export async function tuneCommand(runOrScenario: string, flags: TuneFlags): Promise<number> {
  const { client, runs, json } = flags
  const format = readPatchFormat(flags)
  const run = await findRun(runOrScenario, runs)
  const found = await findRecommendation(run, client ?? null)
  const result = { run: run.path, found, output: await tuneOutput(found, format) }
  if (!json) for (const note of tuneNotes(result)) process.stderr.write(`${note}\n`)
  process.stdout.write(json ? `${JSON.stringify(tuneDocument(result))}\n` : tuneText(result))
  return EXIT.ok
}

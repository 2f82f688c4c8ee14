import { EXIT } from '../exit-codes.ts'
import { findRecommendation } from '../tune/find-recommendation.ts'
import { findRun } from '../tune/find-run.ts'
import { tuneDocument } from '../tune/tune-document.ts'
import { tuneFile } from '../tune/tune-file.ts'
import { tuneNotes, tuneText } from '../tune/tune-text.ts'
import { UsageError } from '../usage-error.ts'

export interface TuneFlags {
  readonly client?: string
  readonly file?: string
  readonly line?: number
  readonly write: boolean
  readonly runs: string
  readonly json: boolean
}

/**
 * Prints what a run recommends as a patch: the client's own snippet, or a unified diff of the user's file, which
 * `--write` applies. The patch goes to stdout and all that is said about it to stderr, so that it can be piped.
 *
 * @returns the exit code
 * @throws UsageError when there is no recommendation, or the file cannot be changed safely; nothing is written then
 * @throws UnusableRun when the recommendation is not to be applied
 */
export async function tuneCommand(runOrScenario: string, flags: TuneFlags): Promise<number> {
  const { client, file: path, line, write, runs, json } = flags
  if (path === undefined && (write || line !== undefined)) {
    throw new UsageError(`${write ? '--write' : '--line'}: name the file to change by --file`)
  }
  const run = await findRun(runOrScenario, runs)
  const found = await findRecommendation(run, client ?? null)
  const file =
    found.settings === null || path === undefined
      ? null
      : await tuneFile({ path, client: found.client, settings: found.settings, line: line ?? null, write })
  const result = { run: run.path, found, file }
  if (!json) for (const note of tuneNotes(result)) process.stderr.write(`${note}\n`)
  process.stdout.write(json ? `${JSON.stringify(tuneDocument(result))}\n` : tuneText(result))
  return EXIT.ok
}

import { appendFile, stat, truncate } from 'node:fs/promises'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { MOST_SUMMARY_BYTES, stepSummary } from '../../reports/formats/github-format.ts'
import { OutputError } from './write-output.ts'

/**
 * Adds the summary of a run to those of its step of a workflow, as much of it as there is room for.
 *
 * @param path of the file that `GITHUB_STEP_SUMMARY` names
 * @throws OutputError when it cannot be written; what was there stays
 */
export async function appendStepSummary(run: FinishedRun, path: string): Promise<void> {
  const before = (await stat(path).catch(() => null))?.size ?? 0
  const room = MOST_SUMMARY_BYTES - before
  if (room < LEAST_ROOM) {
    throw new OutputError(`cannot add to ${path}: its ${before} bytes leave no room for a summary`)
  }
  try {
    await appendFile(path, `${before === 0 ? '' : '\n'}${stepSummary(run, room - 1)}`)
  } catch (error) {
    await truncate(path, before).catch(() => undefined)
    throw new OutputError(`cannot write ${path}: ${(error as Error).message}`)
  }
}

/** Bytes that the verdict takes. */
const LEAST_ROOM = 2000

import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { RunDirectory, RunDirectoryError } from '../run-directory.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The run that is meant: by its directory, by its name under `root`, or by a scenario file, of which the latest run that
 * has come to a recommendation is taken.
 *
 * @throws UsageError when no run of the scenario has a recommendation
 * @throws RunDirectoryError when there is no such run
 */
export async function findRun(runOrScenario: string, root: string): Promise<RunDirectory> {
  const found = await stat(runOrScenario).catch(() => null)
  return found?.isFile() === true ? latestOf(runOrScenario, root) : RunDirectory.open(runOrScenario, root)
}

async function latestOf(scenario: string, root: string): Promise<RunDirectory> {
  const path = resolve(scenario)
  const names = (await readdir(root).catch(() => [])).toSorted((a, b) => (a < b ? 1 : -1))
  for (const name of names) {
    const run = await RunDirectory.open(join(root, name), root).catch(unreadable)
    if (run?.record.scenarioFile === path && run.record.stages.recommend === 'done') return run
  }
  throw new UsageError(
    `${scenario}: no run in ${root} has come to a recommendation for it; run it first, or name the run itself`,
  )
}

/** What else lies about in the directory is passed over. */
function unreadable(error: unknown): null {
  if (error instanceof RunDirectoryError) return null
  throw error
}

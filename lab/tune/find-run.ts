import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathFromHere } from '../path-from-here.ts'
import { RunDirectory, RunDirectoryError } from '../run-directory.ts'
import { isReferenceTo, readScenarioReference } from '../scenario-reference.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The run that is meant: by its directory, by its name under `root`, or by a scenario (a file, or `file.ts#name`), of which
 * the latest run that has come to a recommendation is taken.
 *
 * @throws UsageError when no run of the scenario has a recommendation, or the file has had runs of several scenarios
 * @throws RunDirectoryError when there is no such run
 */
export async function findRun(runOrScenario: string, root: string): Promise<RunDirectory> {
  const { file } = readScenarioReference(runOrScenario)
  const found = await stat(file).catch(() => null)
  return found?.isFile() === true ? latestOf(runOrScenario, root) : RunDirectory.open(runOrScenario, root)
}

async function latestOf(scenario: string, root: string): Promise<RunDirectory> {
  const runs = await recommendingRuns(scenario, root)
  const [latest] = runs
  if (latest === undefined) {
    throw new UsageError(
      `${scenario}: no run in ${root} has come to a recommendation for it; run it first, or name the run itself`,
    )
  }
  if (readScenarioReference(latest.record.scenarioFile).name === null) return latest
  const references = new Set(runs.map(({ record }) => pathFromHere(record.scenarioFile)))
  if (references.size === 1) return latest
  throw new UsageError(
    `${scenario}: there are runs of several of its scenarios; name one of them: ${[...references].sort().join(', ')}`,
  )
}

/** The latest first. */
async function recommendingRuns(scenario: string, root: string): Promise<RunDirectory[]> {
  const names = (await readdir(root).catch(() => [])).toSorted((a, b) => (a < b ? 1 : -1))
  const runs: RunDirectory[] = []
  for (const name of names) {
    const run = await RunDirectory.open(join(root, name), root).catch(unreadable)
    if (run?.record.stages.recommend !== 'done') continue
    if (isReferenceTo(scenario, run.record)) runs.push(run)
  }
  return runs
}

/** What else lies about in the directory is passed over. */
function unreadable(error: unknown): null {
  if (error instanceof RunDirectoryError) return null
  throw error
}

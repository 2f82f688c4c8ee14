import { basename } from 'node:path'
import type { RecommendedSide } from '../../models/real-time/real-time-artifact.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import { RunDirectory } from '../run-directory.ts'
import { UsageError } from '../usage-error.ts'

/**
 * What a finished run recommended, as a side of a run in real time.
 *
 * @param run its path, or its name under `root`
 * @throws RunDirectoryError when it cannot be read, or recommended nothing yet
 * @throws UsageError when it is of another scenario or client, or found nothing to change
 */
export async function readRecommended(
  run: string,
  root: string,
  { scenario, hash }: LoadedScenario,
): Promise<{ readonly side: RecommendedSide; readonly notes: readonly string[] }> {
  const directory = await RunDirectory.open(run, root)
  const { settings, client, unchanged } = await directory.require('recommend')
  const { name, scenarioHash } = directory.record
  if (name !== scenario.name) {
    throw new UsageError(`--from-run: ${directory.path} is a run of ${name}, not of ${scenario.name}`)
  }
  if (client !== scenario.client) {
    throw new UsageError(
      `--from-run: ${directory.path} recommends settings of ${client}, not of ${scenario.client}`,
    )
  }
  if (unchanged) {
    throw new UsageError(
      `--from-run: ${directory.path} found nothing to change: run today's settings alone, without it`,
    )
  }
  const fromRun = basename(directory.path)
  return {
    side: { settings, fromRun },
    notes:
      scenarioHash === hash ? [] : [`The scenario has changed since ${fromRun} recommended its settings.`],
  }
}

import { drawFigures } from '../models/report/figures/draw-figures.ts'
import type { FinishedRun } from '../models/report/finished-run.ts'
import { readArtifacts, reportOf } from './read-report.ts'
import type { RunDirectory } from './run-directory.ts'

/**
 * A run with all that formats and pages show of it, as far as it has come.
 *
 * @throws RunDirectoryError when an artifact cannot be read
 */
export async function readFinishedRun(directory: RunDirectory): Promise<FinishedRun> {
  const { record } = directory
  const artifacts = await readArtifacts(directory)
  return directory.blaming(() => ({
    report: reportOf(record, artifacts),
    figures: drawFigures({ ...artifacts, slo: record.slo ?? null }),
    steps: artifacts.sweep?.steps ?? [],
    pairs: artifacts.verify?.pairs ?? [],
    hotPaths: artifacts.profile,
  }))
}

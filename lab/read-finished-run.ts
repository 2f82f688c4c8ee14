import { drawFigures } from '../models/report/figures/draw-figures.ts'
import type { FinishedRun } from '../models/report/finished-run.ts'
import { readReport } from './read-report.ts'
import type { RunDirectory } from './run-directory.ts'

/**
 * A run with all that formats and pages show of it, as far as it has come.
 *
 * @throws RunDirectoryError when an artifact cannot be read
 */
export async function readFinishedRun(directory: RunDirectory): Promise<FinishedRun> {
  const [sweep, fit, simulate, recommend, verify] = [
    await directory.read('sweep'),
    await directory.read('fit'),
    await directory.read('simulate'),
    await directory.read('recommend'),
    await directory.read('verify'),
  ]
  return {
    report: await readReport(directory),
    figures: drawFigures({ sweep, fit, simulate, recommend, verify, slo: directory.record.slo ?? null }),
    steps: sweep?.steps ?? [],
    pairs: verify?.pairs ?? [],
  }
}

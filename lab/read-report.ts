import { buildReport, type GeneratorCapacity, type Report } from '../models/report/report.ts'
import { repeatCommand } from './repeat-command.ts'
import type { RunDirectory, RunRecord } from './run-directory.ts'

/**
 * Computes a run's report from what its stages left, as far as the run has come.
 *
 * @throws RunDirectoryError when an artifact cannot be read
 */
export async function readReport(directory: RunDirectory): Promise<Report> {
  const { name, seed, plan, startedAt, scenarioHash, environment, thresholds = [] } = directory.record
  return buildReport({
    name,
    seed,
    plan,
    startedAt,
    scenarioHash,
    command: repeatCommand(directory.record),
    thresholds,
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
    generator: generatorOf(directory.record),
    probe: await directory.read('probe'),
    sweep: await directory.read('sweep'),
    fit: await directory.read('fit'),
    simulate: await directory.read('simulate'),
    recommend: await directory.read('recommend'),
    verify: await directory.read('verify'),
  })
}

/** Runs of earlier versions have no certificate. */
function generatorOf({ certificate }: RunRecord): GeneratorCapacity | null {
  const capacity = certificate?.drivers.find(({ driver }) => driver === 'undici')
  if (certificate == null || capacity === undefined) return null
  const { driver, highestRate, latenessP99Ms } = capacity
  return { driver, highestRate, latenessP99Ms, measuredAt: certificate.measuredAt }
}

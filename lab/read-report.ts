import { buildReport, type GeneratorCapacity, type Report } from '../models/report/report.ts'
import { repeatCommand } from './repeat-command.ts'
import type { Artifacts, RunDirectory, RunRecord } from './run-directory.ts'

/** What the stages of a run left; `null` where it has not come that far. */
export type RunArtifacts = { readonly [Name in keyof Artifacts]: Artifacts[Name] | null }

/** @throws RunDirectoryError when an artifact cannot be read */
export async function readArtifacts(directory: RunDirectory): Promise<RunArtifacts> {
  return {
    probe: await directory.read('probe'),
    sweep: await directory.read('sweep'),
    profile: await directory.read('profile'),
    fit: await directory.read('fit'),
    simulate: await directory.read('simulate'),
    recommend: await directory.read('recommend'),
    verify: await directory.read('verify'),
  }
}

/**
 * Computes a run's report from what its stages left, as far as the run has come.
 *
 * @throws RunDirectoryError when an artifact cannot be read
 */
export async function readReport(directory: RunDirectory): Promise<Report> {
  const artifacts = await readArtifacts(directory)
  return directory.blaming(() => reportOf(directory.record, artifacts))
}

export function reportOf(record: RunRecord, artifacts: RunArtifacts): Report {
  const { name, seed, plan, startedAt, scenarioHash, environment, thresholds = [] } = record
  return buildReport({
    name,
    seed,
    plan,
    startedAt,
    scenarioHash,
    command: repeatCommand(record),
    thresholds,
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
    generator: generatorOf(record),
    ...artifacts,
  })
}

/** Runs of earlier versions have no certificate. */
function generatorOf({ certificate }: RunRecord): GeneratorCapacity | null {
  const capacity = certificate?.drivers.find(({ driver }) => driver === 'undici')
  if (certificate == null || capacity === undefined) return null
  const { driver, highestRate, latenessP99Ms } = capacity
  return { driver, highestRate, latenessP99Ms, measuredAt: certificate.measuredAt }
}

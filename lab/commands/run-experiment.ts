import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { EXIT } from '../exit-codes.ts'
import { runExperiment } from '../experiment/run-experiment.ts'
import { experimentReport } from '../experiment/write-experiment-report.ts'
import { publishKindReport } from '../kind-report.ts'
import { createProgress } from '../progress.ts'
import { refuseFlags } from './refuse-flags.ts'
import type { RunCommandOptions } from './run-command.ts'

/**
 * Runs an experiment and prints its report on stdout.
 *
 * @param reference its file, or `file.ts#name`
 * @returns the exit code
 * @throws UsageError naming an option that is of no use to an experiment
 * @throws what ended it early, after the report of what was measured by then was printed
 */
export async function runExperimentCommand(reference: string, options: RunCommandOptions): Promise<number> {
  refuseUseless(options)
  const { quick, seed, root, signal, verbosity, json } = options
  const { allow, insecure } = options.target
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity })
  try {
    const { directory, failure } = await runExperiment(
      { reference, quick, seed, root, signal, target: { allow, insecure } },
      progress,
    )
    const report = await experimentReport.read(directory)
    // Where nothing was measured, what ended it says all there is.
    if (failure === null || report.rounds > 0)
      await publishKindReport(experimentReport, directory, report, json ? 'json' : 'text')
    if (failure !== null) throw failure
    return experimentExitCode(report)
  } finally {
    progress.end()
  }
}

/** Of an experiment that came to its end. Figures that cannot be trusted meet no objective, and miss none. */
export function experimentExitCode({
  verdict,
  objectives,
}: Pick<ExperimentReport, 'verdict' | 'objectives'>): number {
  if (verdict.verdict !== 'VALID') return EXIT.runInvalid
  const isMissed = objectives.some(({ isMet, isRequired }) => isRequired && !isMet)
  return isMissed ? EXIT.thresholdFailed : EXIT.ok
}

/** @throws UsageError naming the first of them */
function refuseUseless({ only, verification, target }: RunCommandOptions): void {
  refuseFlags('experiments', [
    ['--only', only !== null, 'an experiment has no stages'],
    ['--precision', verification.precision !== undefined, 'say how many rounds with blocks: { rounds: … }'],
    [
      '--verify-time',
      verification.verifyMs !== undefined,
      'say how long with blocks: { rounds, measuredMs }',
    ],
    ['--target', target.url !== undefined, 'each variant of an experiment has a target of its own'],
    ['--pid', target.pid !== undefined, "name it in a variant's target: { url, pid }"],
    ['--prometheus', target.prometheus !== undefined, "name it in a variant's target: { url, prometheus }"],
  ])
}

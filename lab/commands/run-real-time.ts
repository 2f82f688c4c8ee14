import type { RealTimeReport } from '../../models/real-time/real-time-report.ts'
import { EXIT } from '../exit-codes.ts'
import { createProgress } from '../progress.ts'
import { runRealTime } from '../real-time/run-real-time.ts'
import { realTimeReport } from '../real-time/write-real-time-report.ts'
import { publishKindReport } from '../kind-report.ts'
import { refuseFlags } from './refuse-flags.ts'
import type { RealTimeWish, RunCommandOptions } from './run-command.ts'

/** Of a run that goes on with what it began with. */
const NO_WISH: RealTimeWish = { fromRun: null, forMs: null }

/**
 * Sends a scenario's schedule in real time and prints the report on stdout.
 *
 * @returns the exit code
 * @throws UsageError naming an option that is of no use to it
 * @throws what ended it early, after the report of what was measured by then was printed
 */
export async function runRealTimeCommand(options: RunCommandOptions): Promise<number> {
  refuseUseless(options)
  const { scenarioFile, resume, seed, target, root, signal, verbosity, json, realTime } = options
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity })
  const { directory, failure } = await runRealTime(
    { scenarioFile, resume, seed, target, root, signal, ...(realTime ?? NO_WISH) },
    progress,
  )
  progress.show('computing the report')
  const report = await realTimeReport.read(directory)
  progress.end()
  // Where nothing was measured, what ended it says all there is.
  if (failure === null || report.minutes.measured > 0) {
    await publishKindReport(realTimeReport, directory, report, json ? 'json' : 'text')
  }
  if (failure !== null) throw failure
  return realTimeExitCode(report)
}

/** Of a run that came to its end. Figures that cannot be trusted meet no threshold, and miss none. */
function realTimeExitCode({ verdict, thresholds }: RealTimeReport): number {
  if (verdict.verdict !== 'VALID') return EXIT.runInvalid
  return thresholds.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed
}

/** @throws UsageError naming the first of them */
function refuseUseless({ quick, only, verification }: RunCommandOptions): void {
  refuseFlags('a run in real time', [
    ['--quick', quick, 'say how much of the schedule to send with --for'],
    ['--only', only !== null, 'it has no stages'],
    ['--precision', verification.precision !== undefined, 'the schedule says how much is sent'],
    ['--verify-time', verification.verifyMs !== undefined, 'say how long with --for'],
  ])
}

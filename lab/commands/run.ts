import { isRealTimeRun } from '../real-time/is-real-time-run.ts'
import { OtherKind } from '../other-kind.ts'
import { createProgress } from '../progress.ts'
import { runScenario } from '../run-scenario.ts'
import { SeveralScenarios } from '../several-scenarios.ts'
import { printReport } from '../write-report.ts'
import { type RunCommandOptions, runExitCode } from './run-command.ts'
import { runEach } from './run-each.ts'

/**
 * Does a run, of whatever kind the scenario is, or sends its schedule in real time, or one for each scenario of a file that exports a list, and prints the
 * reports on stdout.
 *
 * @returns the exit code
 */
export async function run(options: RunCommandOptions): Promise<number> {
  if (await isRealTimeRun(options)) {
    const { runRealTimeCommand } = await import('./run-real-time.ts')
    return runRealTimeCommand(options)
  }
  try {
    return await runOne(options)
  } catch (error) {
    if (error instanceof OtherKind && error.kind.run !== null) return error.kind.run(error.reference, options)
    if (!(error instanceof SeveralScenarios)) throw error
    return runEach(error.references, options)
  }
}

async function runOne(options: RunCommandOptions): Promise<number> {
  const { json, verbosity, only } = options
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity })
  try {
    const { directory, report, finished, failure, unwritten } = await runScenario(options, progress)
    printReport({ directory, run: finished, failure: unwritten }, json ? 'json' : 'text')
    if (failure !== null) throw failure
    return runExitCode(report, only)
  } finally {
    progress.end()
  }
}

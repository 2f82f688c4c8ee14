import { createPaint } from '../live/terminal-paint.ts'
import { type VerbosityFlags, verbosityOf } from '../live/verbosity.ts'
import { createProgress } from '../progress.ts'
import { readSimulateOptions, type SimulateFlags } from '../simulate/read-options.ts'
import { runSimulation } from '../simulate/run-simulation.ts'
import { simulateText } from '../simulate/simulate-text.ts'

/**
 * Puts a client's pool through a schedule in virtual time and prints what it did; nothing is sent.
 *
 * @param signal aborted with `Interrupted` by Ctrl-C
 * @throws UsageError for options that cannot be followed; ScenarioError for a scenario or trace
 */
export async function simulateCommand(
  scenarioFile: string | undefined,
  flags: SimulateFlags & VerbosityFlags,
  signal: AbortSignal,
): Promise<void> {
  const options = readSimulateOptions(scenarioFile, flags)
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity: verbosityOf(flags) })
  try {
    const document = await runSimulation(options, progress, signal)
    progress.end()
    process.stdout.write(
      options.json ? `${JSON.stringify(document)}\n` : simulateText(document, createPaint(process.stdout)),
    )
  } finally {
    progress.end()
  }
}

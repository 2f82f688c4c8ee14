import { runCascade } from '../cascade/run-cascade.ts'
import { cascadeReport } from '../cascade/write-cascade-report.ts'
import { publishKindReport } from '../kind-report.ts'
import { EXIT } from '../exit-codes.ts'
import { createProgress } from '../progress.ts'
import { refuseFlags } from './refuse-flags.ts'
import type { RunCommandOptions } from './run-command.ts'

/**
 * Runs a cascade and prints what was found.
 *
 * @param reference its file, or `file.ts#name`
 * @returns the exit code: 0 whatever was found, since to find a fault is not to meet an objective
 * @throws UsageError naming an option that is of no use to a cascade
 * @throws what ended it early, after the report of what was measured by then was printed
 */
export async function runCascadeCommand(reference: string, options: RunCommandOptions): Promise<number> {
  refuseUseless(options)
  const { quick, seed, root, signal, verbosity, json } = options
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity })
  try {
    const { directory, failure } = await runCascade({ reference, quick, seed, root, signal }, progress)
    const view = await cascadeReport.read(directory)
    // Where nothing was measured, what ended it says all there is.
    if (failure === null || view.injections.length > 0) {
      await publishKindReport(cascadeReport, directory, view, json ? 'json' : 'text')
    }
    if (failure !== null) throw failure
    return EXIT.ok
  } finally {
    progress.end()
  }
}

/** @throws UsageError naming the first of them */
function refuseUseless({ only, verification, target }: RunCommandOptions): void {
  const ownChain = 'a cascade has a chain of services of its own'
  refuseFlags('cascades', [
    ['--only', only !== null, 'a cascade has no stages'],
    ['--precision', verification.precision !== undefined, 'its stretches are of a fixed length'],
    ['--verify-time', verification.verifyMs !== undefined, 'its stretches are of a fixed length'],
    ['--target', target.url !== undefined, ownChain],
    ['--pid', target.pid !== undefined, ownChain],
    ['--prometheus', target.prometheus !== undefined, ownChain],
  ])
}

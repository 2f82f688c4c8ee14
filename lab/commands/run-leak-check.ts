import { leakCommand } from './leak.ts'
import { refuseFlags } from './refuse-flags.ts'
import type { RunCommandOptions } from './run-command.ts'

/**
 * Runs a leak check and prints its report on stdout.
 *
 * @param reference its file, or `file.ts#name`
 * @returns the exit code
 * @throws UsageError naming an option that is of no use to a leak check
 * @throws what ended it early, after the report of what was finished by then was printed
 */
export function runLeakCheckCommand(reference: string, options: RunCommandOptions): Promise<number> {
  refuseUseless(options)
  const { quick, seed, root, signal, verbosity, json, target } = options
  return leakCommand({
    reference,
    quick,
    seed,
    requests: null,
    rate: null,
    limitBytes: null,
    keepSnapshots: false,
    target,
    root,
    signal,
    verbosity,
    json,
  })
}

/** @throws UsageError naming the first of them */
function refuseUseless({ only, verification }: RunCommandOptions): void {
  refuseFlags('leak checks', [
    ['--only', only !== null, 'a leak check has no stages'],
    ['--precision', verification.precision !== undefined, 'say how many requests with kneepoint leak'],
    ['--verify-time', verification.verifyMs !== undefined, 'say how many requests with kneepoint leak'],
  ])
}

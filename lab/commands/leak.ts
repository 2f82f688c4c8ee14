import type { LeakCheckReport } from '../../models/leak/leak-check-report.ts'
import { EXIT } from '../exit-codes.ts'
import { type LeakCheckOptions, runLeakCheck } from '../leak/run-leak-check.ts'
import { leakReport } from '../leak/write-leak-report.ts'
import { publishKindReport } from '../kind-report.ts'
import type { Verbosity } from '../live/verbosity.ts'
import { createProgress } from '../progress.ts'

export interface LeakCommandOptions extends LeakCheckOptions {
  readonly json: boolean
  readonly verbosity: Verbosity
}

/**
 * Searches the target of a scenario, or the variants of a leak check, for a leak, and prints the report on stdout.
 *
 * @returns the exit code: 0 where there is none, 99 for a leak, 91 where it cannot be said
 * @throws what ended it early, after the report of what was finished by then was printed
 */
export async function leakCommand({ json, verbosity, ...options }: LeakCommandOptions): Promise<number> {
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity })
  try {
    const { directory, failure } = await runLeakCheck(options, progress)
    const report = await leakReport.read(directory)
    if (failure === null || report.variants.length > 0)
      await publishKindReport(leakReport, directory, report, json ? 'json' : 'text')
    if (failure !== null) throw failure
    return leakExitCode(report)
  } finally {
    progress.end()
  }
}

export function leakExitCode({ outcome }: Pick<LeakCheckReport, 'outcome'>): number {
  if (outcome === 'leak') return EXIT.thresholdFailed
  return outcome === 'unknown' ? EXIT.runInvalid : EXIT.ok
}

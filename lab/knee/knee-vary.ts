import { groupDigits } from '../bench/group-digits.ts'
import { throwIfAborted } from '../interrupted.ts'
import { benchUpdate } from '../live/bench-update.ts'
import { measuredLine } from '../live/measured-line.ts'
import { type VerbosityFlags, verbosityOf } from '../live/verbosity.ts'
import { readProcessors } from '../machine/processors.ts'
import { createProgress } from '../progress.ts'
import { varyDocument, varyExitCode } from './vary-document.ts'
import { countText } from './vary-explanation.ts'
import { readVaryPlan, type VaryFlags } from './vary-plan.ts'
import { runVary } from './vary-run.ts'
import { varyText } from './vary-text.ts'

export interface KneeVaryFlags extends VaryFlags, VerbosityFlags {
  readonly json: boolean
}

/**
 * Measures where more workers, connections or pods stop helping, and prints what came of it.
 *
 * @param signal aborted with `Interrupted` by Ctrl-C: what was measured by then is printed
 * @param write gets what is printed, which ends with a newline
 * @returns the exit code: 0 when it was found, 93 when throughput still grows with the most tried, 91 when the target
 *   fails or the load threads could not keep up, 105 when it was interrupted
 * @throws UsageError and HostNotAllowed for what cannot be done; UnusableRun when the target cannot be reached
 */
export async function kneeVary(
  target: string,
  flags: KneeVaryFlags,
  signal: AbortSignal,
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const { plan, notes } = await readVaryPlan(target, flags, readProcessors().cores)
  throwIfAborted(signal)
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity: verbosityOf(flags) })
  for (const note of notes) progress.say(`note: ${note}`, 'warning')
  try {
    const result = await runVary(plan, {
      signal,
      onProgress: (n, block, blocks, moment) => {
        const which = `block ${groupDigits(block + 1)} of ${groupDigits(blocks)}, ${countText(n, plan.vary)}`
        progress.show(benchUpdate(moment, plan.bench, which))
      },
      onBlock: (n, result) => progress.say(measuredLine(countText(n, plan.vary), result), 'detail'),
    })
    progress.end()
    const document = varyDocument(result)
    write(flags.json ? `${JSON.stringify(document)}\n` : varyText(document))
    return varyExitCode(result)
  } finally {
    progress.end()
  }
}

import { EXIT } from '../exit-codes.ts'
import { throwIfAborted } from '../interrupted.ts'
import { createProgress } from '../progress.ts'
import { probeDocument } from '../probe/probe-document.ts'
import { probeText } from '../probe/probe-text.ts'
import { type ProbeFlags, readProbePlan } from '../probe/read-probe-plan.ts'
import { runProbe } from '../probe/run-probe.ts'

export interface ProbeCommandFlags extends ProbeFlags {
  readonly json: boolean
}

/**
 * Finds out when a server closes idle connections and what clients should set for it, and prints that.
 *
 * @param signal aborted with `Interrupted` by Ctrl-C: what is known by then is printed
 * @returns the exit code
 * @throws UsageError and HostNotAllowed for what cannot be done; UnusableRun when the target cannot be used
 */
export async function probeCommand(
  target: string,
  flags: ProbeCommandFlags,
  signal: AbortSignal,
): Promise<number> {
  const plan = await readProbePlan(target, flags)
  throwIfAborted(signal)
  const progress = createProgress(process.stderr, () => performance.now())
  try {
    const result = await runProbe(plan, { signal, onProgress: (line) => progress.show(line) })
    progress.end()
    const document = probeDocument(result)
    process.stdout.write(flags.json ? `${JSON.stringify(document)}\n` : probeText(document))
    return result.interrupted ? EXIT.interrupted : EXIT.ok
  } finally {
    progress.end()
  }
}

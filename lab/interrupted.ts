/** The user asked for an end; what was measured so far is in the run directory. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'

  /** @param run the directory of the run that can be gone on with, or `null` when there is none yet */
  constructor(run: string | null = null) {
    super(run === null ? 'interrupted' : `interrupted: go on with --resume ${run}`)
  }
}

/** @throws the reason of an aborted signal */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason
}

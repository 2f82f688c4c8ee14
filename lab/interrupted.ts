/** The user asked for an end; what was measured so far is in the run directory. */
export class Interrupted extends Error {
  /** For telling it by name where the class is not at hand. */
  override readonly name = 'Interrupted'

  /** Of the run with that directory, which can be gone on with; `null` when there is none yet. */
  constructor(run: string | null = null) {
    super(run === null ? 'interrupted' : `interrupted: go on with --resume ${run}`)
  }
}

/** @throws the reason of an aborted signal */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason
}

/** Something that a server needs before it can answer. */
export interface Dependency {
  /** For people, e.g. `database`. */
  readonly name: string
  /** Rejects, with the reason, while it is not ready. */
  check(): Promise<void>
}

export interface DependencyWait {
  /** How long all of them together may take, in ms. */
  readonly limitMs: number
  /** Aborted, it ends the wait. */
  readonly signal: AbortSignal
  /** Monotonic, in ms. */
  readonly clock: () => number
  /** Resolves after so many ms, or as soon as the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** A dependency was not ready in time. */
export class DependencyNotReady extends Error {
  override readonly name = 'DependencyNotReady'
  /** Its name. */
  readonly dependency: string
  readonly attempts: number

  constructor(dependency: string, attempts: number, limitMs: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : 'no answer'
    super(`${dependency} is not ready after ${limitMs} ms (${attempts} attempts): ${reason}`, { cause })
    this.dependency = dependency
    this.attempts = attempts
  }
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2000

/** @returns how long to wait after so many failed attempts, 1 or more, in ms: 50, doubled each time, at most 2 000 */
export function backoffMs(failedAttempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failedAttempts - 1), LONGEST_PAUSE_MS)
}

/**
 * Waits until every dependency is ready, checked side by side, each again and again.
 *
 * @returns whether they are ready; `false` when the signal was aborted before
 * @throws DependencyNotReady for the first that is not ready at the limit
 */
export async function awaitDependencies(
  dependencies: readonly Dependency[],
  wait: DependencyWait,
): Promise<boolean> {
  const ready = await Promise.all(dependencies.map((dependency) => awaitDependency(dependency, wait)))
  return ready.every(Boolean) && !wait.signal.aborted
}

async function awaitDependency(dependency: Dependency, wait: DependencyWait): Promise<boolean> {
  const { limitMs, signal, clock, pause } = wait
  const untilMs = clock() + limitMs
  for (let attempts = 1; !signal.aborted; attempts++) {
    const failure = await failureOf(dependency, untilMs - clock(), wait)
    if (failure === null) return true
    const leftMs = untilMs - clock()
    if (leftMs <= 0 && !signal.aborted)
      throw new DependencyNotReady(dependency.name, attempts, limitMs, failure.reason)
    await pause(Math.min(backoffMs(attempts), leftMs), signal)
  }
  return false
}

/** A check that does not end is given up at the limit. @returns `null` when the dependency is ready */
async function failureOf(
  dependency: Dependency,
  leftMs: number,
  { signal, pause }: DependencyWait,
): Promise<{ readonly reason: unknown } | null> {
  const done = new AbortController()
  const check = async (): Promise<null> => {
    await dependency.check()
    return null
  }
  try {
    const overdue = pause(leftMs, AbortSignal.any([signal, done.signal])).then(() => ({ reason: undefined }))
    return await Promise.race([check(), overdue])
  } catch (reason) {
    return { reason }
  } finally {
    done.abort()
  }
}

import { Interrupted } from '../interrupted.ts'
import type { StopSignal } from './stop-signal.ts'

/**
 * Does something that ends with `Interrupted` when the caller's signal says so. No listener stays on that signal.
 *
 * @param work gets a signal of its own, whose reason is an `Interrupted`
 */
export async function interruptible<Result>(
  signal: StopSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const stop = (): void => {
    const interrupted = new Interrupted()
    interrupted.cause = signal?.reason
    controller.abort(interrupted)
  }
  if (signal?.aborted === true) stop()
  signal?.addEventListener('abort', stop)
  try {
    controller.signal.throwIfAborted()
    return await work(controller.signal)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

import type { FailedRequest, RecoveryFailure, RecoveryHook } from './recovery-hook.ts'

/**
 * Runs hooks one after the other. One that throws, rejects or takes longer than its time does not keep the next from
 * running, which finds it among the failures. A hook that takes too long is left to itself, its signal aborted; one that
 * blocks the thread cannot be interrupted.
 *
 * @param timeLimitMs of hooks without one of their own
 * @param failed told of each failure when it happens
 */
export async function runRecovery(
  hooks: readonly RecoveryHook[],
  error: unknown,
  request: FailedRequest,
  timeLimitMs: number,
  failed: (failure: RecoveryFailure) => void = () => {},
): Promise<readonly RecoveryFailure[]> {
  const failures: RecoveryFailure[] = []
  for (const hook of hooks) {
    const failure = await runHook(hook, error, request, [...failures], hook.timeLimitMs ?? timeLimitMs)
    if (failure === null) continue
    failures.push(failure)
    failed(failure)
  }
  return failures
}

async function runHook(
  hook: RecoveryHook,
  error: unknown,
  request: FailedRequest,
  failures: readonly RecoveryFailure[],
  timeLimitMs: number,
): Promise<RecoveryFailure | null> {
  const limit = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timedOut = new Promise<RecoveryFailure>((resolve) => {
    timer = setTimeout(() => {
      const reason = new DOMException(`${hook.name} took more than ${timeLimitMs} ms`, 'TimeoutError')
      resolve({ hook: hook.name, reason: 'timed out', error: reason })
      limit.abort(reason)
    }, timeLimitMs)
  })
  try {
    const ran = hook.run(error, { request, failures, signal: limit.signal })
    if (ran === undefined) return null
    return await Promise.race([Promise.resolve(ran).then(() => null), timedOut])
  } catch (thrown) {
    return { hook: hook.name, reason: 'threw', error: thrown }
  } finally {
    clearTimeout(timer)
  }
}

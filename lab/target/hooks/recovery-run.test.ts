import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FailedRequest, RecoveryFailure, RecoveryHook, RecoveryStep } from './recovery-hook.ts'
import { runRecovery } from './recovery-run.ts'

const request: FailedRequest = {
  traceId: null,
  spanId: null,
  requestId: null,
  tenant: null,
  user: null,
  method: 'GET',
  route: '/',
  statusCode: 500,
  durationMs: null,
  failedAtEpochMs: 0,
}
const cause = new Error('cause')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

/** Hooks that note in which order they ran and what they were given. */
function noting(): {
  readonly ran: string[]
  readonly steps: RecoveryStep[]
  readonly hook: (name: string) => RecoveryHook
} {
  const ran: string[] = []
  const steps: RecoveryStep[] = []
  return {
    ran,
    steps,
    hook: (name) => ({
      name,
      run: (error, step) => {
        expect(error).toBe(cause)
        ran.push(name)
        steps.push(step)
      },
    }),
  }
}

describe('runRecovery', () => {
  it('runs hooks in their order, each when the one before is done', async () => {
    const { ran, hook } = noting()
    const slow: RecoveryHook = {
      name: 'slow',
      run: async () => {
        await new Promise((resolve) => setImmediate(resolve))
        ran.push('slow')
      },
    }
    expect(await runRecovery([hook('a'), slow, hook('b')], cause, request, 100)).toEqual([])
    expect(ran).toEqual(['a', 'slow', 'b'])
  })

  it('passes on what failed, and goes on', async () => {
    const thrown = new Error('thrown')
    const rejected = new Error('rejected')
    const { ran, steps, hook } = noting()
    const told: RecoveryFailure[] = []
    const hooks: RecoveryHook[] = [
      { name: 'throws', run: () => Promise.reject(rejected) },
      hook('a'),
      {
        name: 'rejects',
        run: () => {
          throw thrown
        },
      },
      hook('b'),
    ]
    const failures = await runRecovery(hooks, cause, request, 100, (failure) => told.push(failure))
    expect(ran).toEqual(['a', 'b'])
    expect(failures).toEqual([
      { hook: 'throws', reason: 'threw', error: rejected },
      { hook: 'rejects', reason: 'threw', error: thrown },
    ])
    expect(told).toEqual(failures)
    expect(steps.map((step) => step.failures)).toEqual([failures.slice(0, 1), failures])
  })

  it('leaves a hook that hangs when its time is up, and tells it so', async () => {
    const { ran, hook } = noting()
    let signal: AbortSignal | null = null
    const hangs: RecoveryHook = {
      name: 'hangs',
      timeLimitMs: 30,
      run: (_error, step) => {
        signal = step.signal
        return new Promise(() => {})
      },
    }
    const running = runRecovery([hangs, hook('after')], cause, request, 100)
    await vi.advanceTimersByTimeAsync(29)
    expect(ran).toEqual([])
    expect(signal).toMatchObject({ aborted: false })
    await vi.advanceTimersByTimeAsync(1)
    const failures = await running
    expect(ran).toEqual(['after'])
    expect(failures).toMatchObject([{ hook: 'hangs', reason: 'timed out' }])
    expect(failures[0]?.error).toMatchObject({ name: 'TimeoutError', message: 'hangs took more than 30 ms' })
    expect(signal).toMatchObject({ aborted: true })
  })

  it('does not mind what a hook does after its time', async () => {
    let fail = (_error: Error): void => {}
    const late: RecoveryHook = {
      name: 'late',
      run: () =>
        new Promise((_resolve, reject) => {
          fail = reject
        }),
    }
    const running = runRecovery([late], cause, request, 10)
    await vi.advanceTimersByTimeAsync(10)
    expect(await running).toHaveLength(1)
    fail(new Error('too late'))
    await new Promise((resolve) => setImmediate(resolve))
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { awaitDependencies, backoffMs, type Dependency, DependencyNotReady } from './await-dependencies.ts'
import { pause } from './pause.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const stop = new AbortController().signal

function wait(dependencies: readonly Dependency[], limitMs = 1000, signal = stop): Promise<boolean> {
  return awaitDependencies(dependencies, { limitMs, signal, clock: () => performance.now(), pause })
}

/** Is ready from this time on; says when it was looked at. */
function readyFrom(readyMs: number, checkedAtMs: number[] = []): Dependency {
  return {
    name: 'database',
    async check() {
      checkedAtMs.push(performance.now())
      if (performance.now() < readyMs) throw new Error('refused')
    },
  }
}

test('pauses double from 50 ms to 2 s', () => {
  expect([1, 2, 3, 6, 7, 50].map(backoffMs)).toEqual([50, 100, 200, 1600, 2000, 2000])
})

describe('waiting for dependencies', () => {
  test('ends when all are ready, each checked again and again until it is', async () => {
    const first: number[] = []
    const second: number[] = []
    const ready = wait([readyFrom(0, first), readyFrom(300, second)])
    await vi.advanceTimersByTimeAsync(349)
    let done = false
    void ready.then(() => {
      done = true
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await ready).toBe(true)
    expect(first).toEqual([0])
    expect(second).toEqual([0, 50, 150, 350])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is over at once where there are none', async () => {
    expect(await wait([])).toBe(true)
  })

  test('gives up at the limit, and says on what and why', async () => {
    const checkedAtMs: number[] = []
    const failure = wait([readyFrom(Infinity, checkedAtMs)]).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1000)
    const error = (await failure) as DependencyNotReady
    expect(error).toBeInstanceOf(DependencyNotReady)
    expect(error.message).toBe('database is not ready after 1000 ms (6 attempts): refused')
    expect(checkedAtMs).toEqual([0, 50, 150, 350, 750, 1000])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('gives up a check that does not end', async () => {
    const failure = wait([{ name: 'cache', check: () => new Promise(() => {}) }]).catch(String)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await failure).toBe('DependencyNotReady: cache is not ready after 1000 ms (1 attempts): no answer')
  })

  test('ends when it is told to', async () => {
    const stop = new AbortController()
    const ready = wait([readyFrom(Infinity)], 1000, stop.signal)
    await vi.advanceTimersByTimeAsync(60)
    stop.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(await ready).toBe(false)
    expect(vi.getTimerCount()).toBe(0)
  })
})

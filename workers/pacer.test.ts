import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Pacer } from './pacer.ts'

beforeEach(() =>
  vi.useFakeTimers({
    now: 0,
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  }),
)

afterEach(() => vi.useRealTimers())

const clock = (): number => performance.now()

describe.each(['timer', 'spin'] as const)('a pacer with pacing %s', (pacing) => {
  test('wakes once, at the time', async () => {
    const pacer = new Pacer(pacing, clock)
    const wokenAtMs: number[] = []
    pacer.wakeAt(50, () => wokenAtMs.push(clock()))
    await vi.advanceTimersByTimeAsync(200)
    expect(wokenAtMs).toEqual([50])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('wakes as soon as can be for a time that is past', async () => {
    const pacer = new Pacer(pacing, clock)
    const wake = vi.fn<() => void>()
    pacer.wakeAt(-5, wake)
    expect(wake).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(wake).toHaveBeenCalledTimes(1)
  })

  test('never wakes at Infinity, and then has no timer', () => {
    new Pacer(pacing, clock).wakeAt(Infinity, () => {})
    expect(vi.getTimerCount()).toBe(0)
  })

  test('forgets what it was asked before', async () => {
    const pacer = new Pacer(pacing, clock)
    const woken: string[] = []
    pacer.wakeAt(10, () => woken.push('first'))
    pacer.wakeAt(20, () => woken.push('second'))
    pacer.wakeAt(15, () => woken.push('third'))
    await vi.advanceTimersByTimeAsync(100)
    expect(woken).toEqual(['third'])
  })

  test.each([0, 48, 49])('that is cancelled at %d ms wakes nobody at 50', async (atMs) => {
    const pacer = new Pacer(pacing, clock)
    const wake = vi.fn<() => void>()
    pacer.wakeAt(50, wake)
    await vi.advanceTimersByTimeAsync(atMs)
    pacer.cancel()
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(wake).not.toHaveBeenCalled()
  })

  test('can be asked again while it wakes', async () => {
    const pacer = new Pacer(pacing, clock)
    const wokenAtMs: number[] = []
    const wake = (): void => {
      wokenAtMs.push(clock())
      if (wokenAtMs.length < 5) pacer.wakeAt(clock() + 7, wake)
    }
    pacer.wakeAt(7, wake)
    await vi.advanceTimersByTimeAsync(100)
    expect(wokenAtMs).toEqual([7, 14, 21, 28, 35])
  })

  test('waits for a time that no timer can hold', () => {
    const pacer = new Pacer(pacing, clock)
    pacer.wakeAt(1e12, () => {})
    expect(vi.getTimerCount()).toBe(1)
    pacer.cancel()
  })
})

describe('a pacer that spins', () => {
  /** A clock that a test moves on with every look at it. */
  function steppingClock(stepMs: number): { now: () => number; looks: () => number } {
    let nowMs = 0
    let looks = 0
    return {
      now: () => {
        looks++
        return (nowMs += stepMs)
      },
      looks: () => looks,
    }
  }

  test('sleeps until two milliseconds before', () => {
    const pacer = new Pacer('spin', clock)
    const wake = vi.fn<() => void>()
    pacer.wakeAt(50, wake)
    vi.advanceTimersByTime(47)
    // Nothing but the timer until then: an immediate would have run by now, and come again.
    expect(vi.getTimerCount()).toBe(1)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersToNextTimer()
    expect(clock()).toBe(48)
    expect(wake).not.toHaveBeenCalled()
    pacer.cancel()
  })

  test('then looks at the clock in every turn of the loop, within microseconds of the time', () => {
    const { now, looks } = steppingClock(0.004)
    const pacer = new Pacer('spin', now)
    let wokenAtLook = 0
    pacer.wakeAt(1, () => {
      wokenAtLook = looks()
    })
    while (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer()
    expect(wokenAtLook).toBe(250)
  })

  test('counts as polled only turns in which nothing happened', () => {
    const empty = steppingClock(0.004)
    const busy = steppingClock(0.02)
    for (const [{ now }, expectedMs] of [
      [empty, 1],
      [busy, 0],
    ] as const) {
      const pacer = new Pacer('spin', now)
      let woken = false
      pacer.wakeAt(1, () => {
        woken = true
      })
      while (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer()
      expect(woken).toBe(true)
      expect(pacer.polledMs).toBeCloseTo(expectedMs, 1)
    }
  })

  test('with a timer alone polls nothing', async () => {
    const pacer = new Pacer('timer', clock)
    pacer.wakeAt(50, () => {})
    await vi.advanceTimersByTimeAsync(100)
    expect(pacer.polledMs).toBe(0)
  })
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { InstanceHandle } from '../target/started-builtin.ts'
import { type RestartEvent, rollingRestart } from './rolling-restart.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const STOP_MS = 500
const START_MS = 100
const PREHEAT_MS = 300

/** Instances that tell their weight, and clients that learn of it 50 ms later. */
class Fleet {
  readonly instances: readonly InstanceHandle[]
  readonly known: number[]
  mostDown = 0
  readonly #weights: number[]
  readonly #down = new Set<number>()

  constructor(size: number) {
    this.#weights = Array.from({ length: size }, () => 100)
    this.known = [...this.#weights]
    this.instances = this.#weights.map((_, i) => ({
      origin: `http://127.0.0.1:${i + 1}`,
      stop: () => this.#stop(i),
      start: () => this.#start(i),
    }))
  }

  async #stop(i: number): Promise<void> {
    this.#set(i, 0)
    this.#down.add(i)
    this.mostDown = Math.max(this.mostDown, this.#down.size)
    await passed(STOP_MS)
  }

  async #start(i: number): Promise<void> {
    await passed(START_MS)
    this.#set(i, 10)
    setTimeout(() => {
      this.#set(i, 100)
      this.#down.delete(i)
    }, PREHEAT_MS)
  }

  #set(i: number, weight: number): void {
    this.#weights[i] = weight
    setTimeout(() => {
      this.known[i] = this.#weights[i] as number
    }, 50)
  }
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

function begin(fleet: Fleet, options: Partial<Parameters<typeof rollingRestart>[0]> = {}) {
  const events: RestartEvent[] = []
  const done = rollingRestart({
    instances: fleet.instances,
    weightOf: (i) => fleet.known[i] as number,
    pauseMs: 0,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    ...options,
  })
  done.catch(() => {})
  return { done, events }
}

test('one is down at a time, and the next goes when clients know that the last is back', async () => {
  const fleet = new Fleet(3)
  const { done, events } = begin(fleet, { pauseMs: 40 })
  await vi.advanceTimersByTimeAsync(5000)
  await done
  expect(fleet.mostDown).toBe(1)
  expect(events.filter(({ instance }) => instance === 0)).toEqual([
    { instance: 0, event: 'stopping', atEpochMs: 0 },
    { instance: 0, event: 'stopped', atEpochMs: 500 },
    { instance: 0, event: 'started', atEpochMs: 600 },
    { instance: 0, event: 'ready', atEpochMs: 660 },
    { instance: 0, event: 'preheated', atEpochMs: 960 },
  ])
  expect(events.filter(({ event }) => event === 'stopping').map(({ atEpochMs }) => atEpochMs)).toEqual([
    0, 1000, 2000,
  ])
  expect(vi.getTimerCount()).toBe(0)
})

test('nothing is waited for where instances do not tell, but the pause', async () => {
  const { done, events } = begin(new Fleet(2), { weightOf: null, pauseMs: 200 })
  await vi.advanceTimersByTimeAsync(5000)
  await done
  expect(events.map(({ instance, event, atEpochMs }) => [instance, event, atEpochMs])).toEqual([
    [0, 'stopping', 0],
    [0, 'stopped', 500],
    [0, 'started', 600],
    [1, 'stopping', 800],
    [1, 'stopped', 1300],
    [1, 'started', 1400],
  ])
})

test('an instance that does not get ready ends it: the others are left alone', async () => {
  const fleet = new Fleet(2)
  const { done, events } = begin(fleet, { weightOf: () => 0, readyLimitMs: 1000 })
  await vi.advanceTimersByTimeAsync(5000)
  await expect(done).rejects.toThrow(
    'the instance at http://127.0.0.1:1 was restarted and did not get ready in 1000 ms',
  )
  expect(events.map(({ event }) => event)).toEqual(['stopping', 'stopped', 'started'])
})

test('it ends when it is told to', async () => {
  const stop = new AbortController()
  const { done, events } = begin(new Fleet(2), { signal: stop.signal })
  await vi.advanceTimersByTimeAsync(700)
  stop.abort(new Error('enough'))
  await vi.advanceTimersByTimeAsync(5000)
  await expect(done).rejects.toThrow('enough')
  expect(events.at(-1)).toMatchObject({ instance: 0, event: 'ready' })
})

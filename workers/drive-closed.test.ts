import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ClosedDrive, type ClosedDriveOptions } from './drive-closed.ts'
import { type DriveBench, driveBench, every, requestAt, stopTime } from './drive-options.fixture.ts'
import { StubPool } from './stub-pool.fixture.ts'

beforeEach(stopTime)

afterEach(() => vi.useRealTimers())

interface Driven extends DriveBench {
  readonly drive: ClosedDrive
  readonly users: number[]
  readonly measuredMs: Promise<number>
}

function driveOf(pool: StubPool, options: Partial<ClosedDriveOptions> = {}): Driven {
  const bench = driveBench(pool, options)
  const users: number[] = []
  const drive = new ClosedDrive({
    users: 1,
    thinkTime: null,
    seed: 1,
    thread: 0,
    threads: 1,
    mostRequests: Infinity,
    onUsers: (count) => users.push(count),
    ...options,
    ...bench.options,
  })
  const measuredMs = drive.run()
  measuredMs.catch(() => {})
  return { ...bench, drive, users, measuredMs }
}

function answering(afterMs: number | null): StubPool {
  const pool = new StubPool()
  pool.answerAfterMs = afterMs
  return pool
}

describe('users', () => {
  test('wait for the answer before they ask again', async () => {
    const pool = answering(30)
    const driven = driveOf(pool, { users: 3 })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(1000)
    expect(pool.peakInFlight).toBe(3)
    expect(pool.times).toEqual(every(30, 1000).flatMap((ms) => [ms, ms, ms]))
    const { requests, lateness, errors } = driven.measurement()
    expect(requests).toMatchObject({ due: 102, completed: 102, ended: 99, failed: 0, dropped: 0 })
    expect(lateness.maxMs).toBe(0)
    expect(errors).toEqual({})
    expect(vi.getTimerCount()).toBe(0)
  })

  test('think before they ask again', async () => {
    const pool = answering(30)
    const driven = driveOf(pool, { thinkTime: { kind: 'deterministic', value: 70 } })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    expect(pool.times).toEqual(every(100, 1000))
  })

  test('think for times that follow from the seed and the thread', async () => {
    const thinkTime = { kind: 'exponential', mean: 50 } as const
    const runs = [
      { seed: 7, thread: 0 },
      { seed: 7, thread: 0 },
      { seed: 8, thread: 0 },
      { seed: 7, thread: 1 },
    ]
    const pools = runs.map(() => answering(1))
    for (const [i, run] of runs.entries()) driveOf(pools[i] as StubPool, { ...run, threads: 2, thinkTime })
    await vi.advanceTimersByTimeAsync(2000)
    const [times, again, otherSeed, otherThread] = pools.map((pool) => pool.times)
    expect(times?.length).toBeGreaterThan(10)
    expect(again).toEqual(times)
    expect(otherSeed).not.toEqual(times)
    expect(otherThread).not.toEqual(times)
  })

  test('ask for what is theirs among the requests of all threads', async () => {
    const pool = answering(10)
    driveOf(pool, { thread: 2, threads: 5 })
    await vi.advanceTimersByTimeAsync(30)
    expect(pool.paths).toEqual(['/2', '/7', '/12', '/17'])
  })

  test('begin when the stretch begins', async () => {
    const pool = answering(1)
    const driven = driveOf(pool, { users: 2, startMs: 300, durationMs: 1 })
    await vi.advanceTimersByTimeAsync(299)
    expect(pool.requests).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(pool.times).toEqual([300, 300])
    await vi.advanceTimersByTimeAsync(500)
    expect(await driven.measuredMs).toBe(1)
  })

  test('of the warm-up are not measured', async () => {
    const driven = driveOf(answering(10), { warmupMs: 400 })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(600)
    const { requests, whole } = driven.measurement()
    expect(requests).toMatchObject({ due: 60, completed: 60 })
    expect(whole.sent).toBe(100)
  })

  test('wait a moment when they got no answer, or think if that takes longer', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    for (const [thinkMs, waitMs] of [
      [0, 10],
      [4, 10],
      [49, 49],
    ] as const) {
      const pool = answering(1)
      pool.failure = refused
      const startMs = performance.now()
      const driven = driveOf(pool, {
        durationMs: 100,
        thinkTime: thinkMs === 0 ? null : { kind: 'deterministic', value: thinkMs },
      })
      await vi.advanceTimersByTimeAsync(200)
      await driven.measuredMs
      expect(pool.times.map((ms) => ms - startMs)).toEqual(every(1 + waitMs, 100))
      expect(driven.measurement().errors).toEqual({ refused: Math.ceil(100 / (1 + waitMs)) })
    }
  })

  test('do not wait after an answer that is an error', async () => {
    const pool = answering(5)
    pool.status = 503
    const driven = driveOf(pool, { durationMs: 100 })
    await vi.advanceTimersByTimeAsync(200)
    await driven.measuredMs
    expect(pool.times).toEqual(every(5, 100))
  })
})

describe('the number of users', () => {
  test('can grow: the new ones ask at once', async () => {
    const pool = answering(100)
    const driven = driveOf(pool, { users: 2 })
    await vi.advanceTimersByTimeAsync(20)
    driven.drive.setPace(250, 2.5)
    await vi.advanceTimersByTimeAsync(229)
    expect(pool.requests).toHaveLength(6)
    await vi.advanceTimersByTimeAsync(1)
    expect(pool.times.slice(6)).toEqual([250, 250, 250])
    expect(driven.users).toEqual([5])
    await vi.advanceTimersByTimeAsync(100)
    expect(pool.peakInFlight).toBe(5)
  })

  test('can shrink: users leave when they have their answer, and one stays', async () => {
    const pool = answering(100)
    const driven = driveOf(pool, { users: 10 })
    driven.drive.setPace(150, 0.01)
    await vi.advanceTimersByTimeAsync(450)
    expect(driven.users).toEqual([1])
    expect(pool.times.filter((ms) => ms === 100)).toHaveLength(10)
    expect(pool.times.filter((ms) => ms > 100)).toEqual([200, 300, 400])
  })

  test('can be none for a while, by which the stretch is longer', async () => {
    const pool = answering(100)
    const driven = driveOf(pool)
    driven.drive.setPace(150, 0)
    driven.drive.setPace(650, 1)
    await vi.advanceTimersByTimeAsync(1499)
    expect(pool.times).toEqual([0, 100, 650, 750, 850, 950, 1050, 1150, 1250, 1350, 1450])
    await vi.advanceTimersByTimeAsync(100)
    expect(await driven.measuredMs).toBe(1000)
    // A pause changes nothing about how many there are.
    expect(driven.users).toEqual([1])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('can be told before the stretch begins', async () => {
    const pool = answering(100)
    const driven = driveOf(pool, { startMs: 50 })
    driven.drive.setPace(500, 3)
    await vi.advanceTimersByTimeAsync(549)
    expect(pool.times).toEqual([50, 150, 250, 350, 450])
    await vi.advanceTimersByTimeAsync(1)
    expect(pool.inFlight).toBe(3)
  })

  test('does not grow back when users that were to leave are still thinking', async () => {
    const pool = answering(10)
    const driven = driveOf(pool, { users: 4, thinkTime: { kind: 'deterministic', value: 90 } })
    driven.drive.setPace(50, 0.25)
    driven.drive.setPace(60, 0.5)
    await vi.advanceTimersByTimeAsync(99)
    expect(pool.times).toEqual([0, 0, 0, 0])
    await vi.advanceTimersByTimeAsync(1)
    expect(pool.times.slice(4)).toEqual([100, 100])
  })
})

describe('the end of a closed drive', () => {
  test('comes with the last answer after so many requests', async () => {
    const pool = answering(10)
    const driven = driveOf(pool, { users: 3, mostRequests: 7 })
    await vi.advanceTimersByTimeAsync(100)
    expect(await driven.measuredMs).toBe(30)
    expect(pool.paths).toEqual(every(1, 7).map((i) => `/${i}`))
    expect(driven.measurement().requests).toMatchObject({ due: 7, completed: 7, ended: 7 })
  })

  test('comes at once in a thread that has none to send', async () => {
    const pool = answering(10)
    const driven = driveOf(pool, { mostRequests: 0 })
    await vi.advanceTimersByTimeAsync(0)
    expect(await driven.measuredMs).toBe(0)
    expect(pool.requests).toEqual([])
  })

  test('does not wait for users who think', async () => {
    const driven = driveOf(answering(10), { thinkTime: { kind: 'deterministic', value: 60_000 } })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await driven.measuredMs).toBe(1000)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('waits for answers for as long as it is told', async () => {
    const pool = answering(null)
    const driven = driveOf(pool, { users: 2 })
    await vi.advanceTimersByTimeAsync(1000)
    pool.answer(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(pool.aborted.map(({ number, atMs }) => [number, atMs])).toEqual([[0, 1500]])
    await driven.measuredMs
    expect(driven.measurement().requests).toMatchObject({ due: 2, completed: 1, failed: 1 })
    expect(pool.requests).toHaveLength(2)
  })

  test('when it is asked to finish, or is stopped', async () => {
    for (const [end, ends] of [
      ['finish', { due: 10, completed: 10 }],
      ['stop', { due: 9, completed: 9 }],
    ] as const) {
      const pool = answering(10)
      const driven = driveOf(pool)
      await vi.advanceTimersByTimeAsync(95)
      if (end === 'finish') driven.drive.finish()
      else driven.stop.abort()
      await vi.advanceTimersByTimeAsync(100)
      expect(await driven.measuredMs).toBe(95)
      expect(driven.measurement().requests).toMatchObject(ends)
      expect(pool.requests).toHaveLength(10)
      expect(vi.getTimerCount()).toBe(0)
    }
  })

  test('comes with what a function of the scenario threw, in the first request or in a check', async () => {
    const built = driveOf(answering(10), {
      source: {
        at: () => {
          throw new Error('out of products')
        },
      },
    })
    const checked = driveOf(answering(10), {
      source: { at: requestAt },
      checks: [
        () => {
          throw new Error('no body')
        },
      ],
    })
    await vi.advanceTimersByTimeAsync(100)
    await expect(built.measuredMs).rejects.toThrow('build: out of products')
    await expect(checked.measuredMs).rejects.toThrow('check: no body')
    expect(checked.measurement().requests.due).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

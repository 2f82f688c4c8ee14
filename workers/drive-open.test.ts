import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type DriveBench,
  driveBench,
  every,
  requestAt,
  scheduleOf,
  stopTime,
} from './drive-options.fixture.ts'
import { OpenDrive, type OpenDriveOptions } from './drive-open.ts'
import { StubPool } from './stub-pool.fixture.ts'

beforeEach(stopTime)

afterEach(() => vi.useRealTimers())

interface Driven extends DriveBench {
  readonly drive: OpenDrive
  readonly measuredMs: Promise<number>
}

function driveOf(pool: StubPool, options: Partial<OpenDriveOptions> = {}): Driven {
  const bench = driveBench(pool, options)
  const drive = new OpenDrive({
    schedule: scheduleOf(every(10, 1000)),
    mostRequests: Infinity,
    firstIndex: 0,
    pacing: 'timer',
    inFlightMax: 1000,
    ...options,
    ...bench.options,
  })
  const measuredMs = drive.run()
  measuredMs.catch(() => {})
  return { ...bench, drive, measuredMs }
}

function never(): StubPool {
  const pool = new StubPool()
  pool.answerAfterMs = null
  return pool
}

describe('an open drive', () => {
  test('sends every request when it is due, answered or not', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = 305
    const driven = driveOf(pool)
    await vi.advanceTimersByTimeAsync(250)
    expect(pool.times).toEqual(every(10, 251))
    expect(pool.inFlight).toBe(26)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(1000)
    expect(pool.times).toEqual(every(10, 1000))
    const { requests, response, lateness } = driven.measurement()
    // The last to end within the stretch is the one that was due at 690 ms.
    expect(requests).toEqual({ due: 100, completed: 100, ended: 70, failed: 0, dropped: 0, retried: 0 })
    expect(response.quantileMs(0.01)).toBeCloseTo(305, 0)
    expect(response.maxMs).toBeCloseTo(305, 0)
    expect(lateness.maxMs).toBe(0)
  })

  test('takes its own share of the schedule, and counts it from where the schedule begins', async () => {
    const pool = new StubPool()
    driveOf(pool, { schedule: scheduleOf(every(10, 1000), { worker: 2, workers: 3 }), firstIndex: 500 })
    await vi.advanceTimersByTimeAsync(90)
    expect(pool.paths).toEqual(['/502', '/505', '/508'])
    expect(pool.times).toEqual([20, 50, 80])
  })

  test('leaves the warm-up out of what is measured', async () => {
    const driven = driveOf(new StubPool(), { warmupMs: 400 })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(600)
    expect(driven.measuringAtMs).toEqual([400])
    const { requests, whole, warmup } = driven.measurement()
    expect(requests).toMatchObject({ due: 60, completed: 60 })
    expect(whole.sent).toBe(100)
    // The one that is due as the warm-up ends may go out before the end of the warm-up is noted.
    expect(warmup).toEqual({ ms: 400, requests: expect.toBeOneOf([40, 41]) })
  })

  test('measures from the start of a stretch without arrivals too', async () => {
    const driven = driveOf(new StubPool(), { schedule: scheduleOf([]), warmupMs: 100 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await driven.measuredMs).toBe(900)
    expect(driven.measuringAtMs).toEqual([100])
    expect(driven.measurement().requests.due).toBe(0)
  })

  test('waits for a start that is still to come', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, { startMs: 300, schedule: scheduleOf([0, 5]) })
    await vi.advanceTimersByTimeAsync(2000)
    expect(pool.times).toEqual([300, 305])
    expect(await driven.measuredMs).toBe(1000)
  })

  test('drops what is over the limit, and delays nothing', async () => {
    const pool = never()
    const driven = driveOf(pool, { inFlightMax: 7, warmupMs: 50 })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    expect(pool.times).toEqual([0, 10, 20, 30, 40, 50, 60])
    // Five of the seven were due in the warm-up.
    const { requests, errors } = driven.measurement()
    expect(requests).toMatchObject({ due: 95, completed: 0, failed: 2, dropped: 93 })
    expect(errors).toEqual({ unanswered: 2 })
  })

  test('does not count what it drops in the warm-up', async () => {
    const driven = driveOf(never(), { inFlightMax: 7, warmupMs: 100 })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    expect(driven.measurement().requests).toMatchObject({ due: 90, failed: 0, dropped: 90 })
    expect(driven.measurement().errors).toEqual({})
  })

  test('sends again as soon as there is room, at the times that were due', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = 25
    const driven = driveOf(pool, { inFlightMax: 1, schedule: scheduleOf(every(10, 100)) })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    expect(pool.times).toEqual([0, 30, 60, 90])
    expect(driven.measurement().requests).toMatchObject({ due: 10, completed: 4, dropped: 6 })
  })

  test('gives up on a request that takes too long, counted from when it was due', async () => {
    const pool = never()
    const driven = driveOf(pool, { requestTimeoutMs: 200, schedule: scheduleOf([0, 100]) })
    await vi.advanceTimersByTimeAsync(199)
    expect(pool.aborted).toEqual([])
    await vi.advanceTimersByTimeAsync(1801)
    expect(pool.aborted.map(({ number, atMs }) => [number, atMs])).toEqual([
      [0, 200],
      [1, 300],
    ])
    await driven.measuredMs
    expect(driven.measurement().errors).toEqual({ timeout: 2 })
  })

  test('counts from when a request was due, not from when it went out late', async () => {
    await vi.advanceTimersByTimeAsync(80)
    const driven = driveOf(new StubPool(), { startMs: 0, schedule: scheduleOf([0]) })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    const { response, lateness, service } = driven.measurement()
    expect(lateness.maxMs).toBeCloseTo(80, 0)
    expect(response.maxMs).toBeCloseTo(80, 0)
    expect(service.maxMs).toBeLessThan(5)
  })

  test('of a thread that was held up at the end sends what was due, and nothing that was due later', async () => {
    let heldUpMs = 0
    const clock = (): number => performance.now() + heldUpMs
    const pool = new StubPool()
    const driven = driveOf(pool, { clock, schedule: scheduleOf(every(10, 2000), { durationMs: 2000 }) })
    await vi.advanceTimersByTimeAsync(925)
    heldUpMs = 500
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(1000)
    expect(pool.paths).toEqual(every(1, 100).map((i) => `/${i}`))
    expect(driven.measurement().requests).toMatchObject({ due: 100, completed: 100, dropped: 0 })
  })
})

describe('the end of an open drive', () => {
  test('comes after what was due, though polling had no turn since', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, { pacing: 'spin', schedule: scheduleOf([0, 999]) })
    await vi.advanceTimersByTimeAsync(998)
    expect(pool.times).toEqual([0])
    // At once: the end of the stretch comes before the next turn of the loop.
    vi.advanceTimersByTime(2)
    expect(pool.paths).toEqual(['/0', '/1'])
    await vi.advanceTimersByTimeAsync(500)
    expect(await driven.measuredMs).toBe(1000)
    expect(driven.measurement().requests).toMatchObject({ due: 2, completed: 2, dropped: 0 })
  })

  test('waits for answers for as long as it is told, and no longer', async () => {
    const pool = never()
    const driven = driveOf(pool, { schedule: scheduleOf([0, 990]) })
    await vi.advanceTimersByTimeAsync(1499)
    expect(pool.aborted).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(pool.aborted.map(({ number, atMs }) => [number, atMs])).toEqual([
      [0, 1500],
      [1, 1500],
    ])
    expect(await driven.measuredMs).toBe(1000)
    expect(driven.measurement().errors).toEqual({ unanswered: 2 })
  })

  test('comes as soon as the last answer has come', async () => {
    const pool = never()
    const driven = driveOf(pool, { schedule: scheduleOf([0]) })
    let ended = false
    void driven.measuredMs.then(() => {
      ended = true
    })
    await vi.advanceTimersByTimeAsync(1100)
    expect(ended).toBe(false)
    pool.answer(0)
    await vi.advanceTimersByTimeAsync(0)
    expect(ended).toBe(true)
    expect(driven.measurement().requests).toMatchObject({ completed: 1, failed: 0 })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('when it is asked to finish: answers count, nothing more is sent', async () => {
    const pool = never()
    const driven = driveOf(pool, { warmupMs: 100 })
    await vi.advanceTimersByTimeAsync(255)
    driven.drive.finish()
    await vi.advanceTimersByTimeAsync(100)
    for (let i = 0; i < 20; i++) pool.answer(i)
    await vi.advanceTimersByTimeAsync(400)
    expect(await driven.measuredMs).toBe(155)
    expect(pool.times).toEqual(every(10, 251))
    expect(pool.aborted.map(({ number, atMs }) => [number, atMs])).toEqual(
      [20, 21, 22, 23, 24, 25].map((number) => [number, 755]),
    )
    const { requests, errors } = driven.measurement()
    expect(requests).toMatchObject({ due: 16, completed: 10, failed: 6, ended: 0 })
    expect(errors).toEqual({ unanswered: 6 })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('when it is stopped comes at once, without what was under way', async () => {
    const pool = never()
    const driven = driveOf(pool, { warmupMs: 100 })
    await vi.advanceTimersByTimeAsync(255)
    for (let i = 0; i < 15; i++) pool.answer(i)
    driven.stop.abort()
    expect(await driven.measuredMs).toBe(155)
    const before = driven.measurement().requests
    expect(before).toMatchObject({ due: 5, completed: 5, failed: 0 })
    pool.answer(20)
    await vi.advanceTimersByTimeAsync(2000)
    expect(driven.measurement().requests).toEqual(before)
    expect(pool.requests).toHaveLength(26)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('before it began sends nothing', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, { stop: AbortSignal.abort(), warmupMs: 100 })
    expect(await driven.measuredMs).toBe(0)
    expect(pool.requests).toEqual([])
  })

  test('comes with the last answer after so many requests of all threads together', async () => {
    const shares = await Promise.all(
      [0, 1, 2].map(async (worker) => {
        const pool = new StubPool()
        const schedule = scheduleOf(every(10, 1000), { worker, workers: 3 })
        const driven = driveOf(pool, { schedule, mostRequests: 10 })
        await vi.advanceTimersByTimeAsync(300)
        return { paths: pool.paths, measuredMs: await driven.measuredMs }
      }),
    )
    expect(shares.map(({ paths }) => paths)).toEqual([
      ['/0', '/3', '/6', '/9'],
      ['/1', '/4', '/7'],
      ['/2', '/5', '/8'],
    ])
    expect(shares.map(({ measuredMs }) => measuredMs)).toEqual([91, 71, 81])
  })

  test('where its threads have nothing to send comes at once', async () => {
    const driven = driveOf(new StubPool(), { mostRequests: 0 })
    expect(await driven.measuredMs).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('comes with what a function of the scenario threw', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, {
      source: {
        at: (index) => {
          if (index === 3) throw new RangeError('no such product')
          return requestAt(index)
        },
      },
    })
    await vi.advanceTimersByTimeAsync(2000)
    await expect(driven.measuredMs).rejects.toThrow('build: no such product')
    await expect(driven.measuredMs).rejects.toHaveProperty('name', 'ScenarioThrew')
    expect(pool.requests).toHaveLength(3)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the pace of an open drive', () => {
  test('can be doubled', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, { schedule: scheduleOf(every(100, 1000)) })
    await vi.advanceTimersByTimeAsync(120)
    driven.drive.setPace(150, 2)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(1000)
    expect(pool.times).toEqual([0, 100, 175, 225, 275, 325, 375, 425, 475, 525])
    expect(driven.measurement().lateness.maxMs).toBe(0)
  })

  test('can be halved: what is left when the stretch is over is not sent', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, { schedule: scheduleOf(every(100, 1000)) })
    driven.drive.setPace(0, 0.5)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(1000)
    expect(pool.times).toEqual(every(200, 1000))
  })

  test.each([
    ['when it comes', [450, 750]],
    ['before it comes', [400, 400]],
  ])(
    'can be a pause, told of %s, by which the stretch is longer',
    async (_when, [pauseToldMs = 0, resumeToldMs = 0]) => {
      const pool = new StubPool()
      const driven = driveOf(pool, { schedule: scheduleOf(every(100, 1000)) })
      await vi.advanceTimersByTimeAsync(pauseToldMs)
      driven.drive.setPace(450, 0)
      await vi.advanceTimersByTimeAsync(resumeToldMs - pauseToldMs)
      driven.drive.setPace(750, 1)
      await vi.advanceTimersByTimeAsync(1299 - resumeToldMs)
      expect(pool.times).toEqual([0, 100, 200, 300, 400, 800, 900, 1000, 1100, 1200])
      let ended = false
      void driven.measuredMs.then(() => {
        ended = true
      })
      await vi.advanceTimersByTimeAsync(0)
      expect(ended).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(ended).toBe(true)
      expect(await driven.measuredMs).toBe(1000)
    },
  )

  test('can be a pause in the warm-up, which then ends later', async () => {
    const pool = new StubPool()
    const driven = driveOf(pool, { warmupMs: 300, schedule: scheduleOf(every(100, 1000)) })
    driven.drive.setPace(150, 0)
    driven.drive.setPace(650, 1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(700)
    expect(driven.measuringAtMs).toEqual([800])
    expect(pool.times).toEqual([0, 100, 700, 800, 900, 1000, 1100, 1200, 1300, 1400])
    expect(driven.measurement().requests).toMatchObject({ due: 7, completed: 7 })
  })

  test('of a pause that lasts until it is asked to finish, or stopped, leaves the pause out', async () => {
    const finished = driveOf(new StubPool(), { schedule: scheduleOf(every(100, 1000)) })
    const stopped = driveOf(new StubPool(), { schedule: scheduleOf(every(100, 1000)) })
    for (const { drive } of [finished, stopped]) drive.setPace(450, 0)
    await vi.advanceTimersByTimeAsync(5000)
    finished.drive.finish()
    stopped.stop.abort()
    expect([await finished.measuredMs, await stopped.measuredMs]).toEqual([450, 450])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that is to change after the end does not keep it from ending', async () => {
    const driven = driveOf(new StubPool())
    driven.drive.setPace(1010, 0)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await driven.measuredMs).toBe(1000)
    expect(vi.getTimerCount()).toBe(0)
  })
})

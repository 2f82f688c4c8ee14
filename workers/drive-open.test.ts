import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { CheckResponse } from '../models/requests/request-spec.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import { findClient } from '../models/clients/catalogue.ts'
import type { Measurement } from '../models/measurement/measurement.ts'
import { driveOpen, type OpenDrive, ScenarioThrew } from './drive-open.ts'
import type { LivePool, RequestListener } from './live-pool.ts'
import { Recorder } from './recorder.ts'

/** A pool that answers when, and how, it is told to. */
class StubPool {
  readonly requests: { readonly path: string; readonly listener: RequestListener }[] = []
  readonly aborted: { readonly number: number; readonly error: Error; readonly atMs: number }[] = []
  /** How long an answer takes, in ms, or `null` for never. */
  answerAfterMs: number | null = 0
  status = 200
  body = ''
  readonly #open = new Set<number>()

  get inFlight(): number {
    return this.#open.size
  }

  request(wire: { readonly path: string }, listener: RequestListener): number {
    const number = this.requests.push({ path: wire.path, listener }) - 1
    this.#open.add(number)
    listener.sent(performance.now())
    if (this.answerAfterMs !== null) setTimeout(() => this.answer(number), this.answerAfterMs)
    return number
  }

  answer(number: number): void {
    if (!this.#open.delete(number)) return
    const { listener } = this.requests[number] as StubPool['requests'][number]
    listener.head(this.status, {})
    if (this.body !== '') listener.data(Buffer.from(this.body))
    listener.done(performance.now())
  }

  abort(number: number, error: Error): void {
    if (!this.#open.delete(number)) return
    this.aborted.push({ number, error, atMs: performance.now() })
    this.requests[number]?.listener.failed(error, performance.now())
  }
}

beforeEach(() =>
  vi.useFakeTimers({
    now: 0,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  }),
)

afterEach(() => vi.useRealTimers())

function requestAt(index: number): PreparedRequest {
  return { name: 'GET /', method: 'GET', path: `/${index}`, headers: null, body: null, entry: 0 }
}

function every(periodMs: number, untilMs: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(untilMs / periodMs) }, (_, i) => i * periodMs)
}

interface Driven {
  readonly pool: StubPool
  readonly recorder: Recorder
  readonly stop: AbortController
  readonly measuringAtMs: number[]
  readonly measuredMs: Promise<number>
  measurement(): Measurement
}

function drive(pool: StubPool, options: Partial<OpenDrive> = {}): Driven {
  const recorder = new Recorder()
  const stop = new AbortController()
  const measuringAtMs: number[] = []
  const startMs = performance.now()
  const measuredMs = driveOpen({
    pool: pool as unknown as LivePool,
    recorder,
    source: { at: requestAt },
    checks: [null],
    clock: () => performance.now(),
    startMs,
    dueMs: every(10, 1000),
    firstIndex: 0,
    stride: 1,
    durationMs: 1000,
    warmupMs: 0,
    requestTimeoutMs: 10_000,
    drainMs: 500,
    inFlightMax: 1000,
    onMeasuring: () => {
      measuringAtMs.push(performance.now() - startMs)
      recorder.startMeasuring()
    },
    stop: stop.signal,
    ...options,
  })
  measuredMs.catch(() => {})
  const effects = { assign() {}, dial() {}, close() {}, reject() {} }
  const machine = new PoolMachine(UNLIMITED, findClient('undici').policy, effects)
  return {
    pool,
    recorder,
    stop,
    measuringAtMs,
    measuredMs,
    measurement: () => recorder.measurement(1000, machine, machine.counters.snapshot(), 0),
  }
}

describe('an open drive', () => {
  test('sends every request when it is due, answered or not', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = 305
    const driven = drive(pool)
    await vi.advanceTimersByTimeAsync(250)
    expect(pool.requests).toHaveLength(26)
    expect(pool.inFlight).toBe(26)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(1000)
    const { requests, response, lateness } = driven.measurement()
    // The last to end within the stretch is the one that was due at 690 ms.
    expect(requests).toEqual({ due: 100, completed: 100, ended: 70, failed: 0, dropped: 0, retried: 0 })
    expect(response.quantileMs(0.01)).toBeCloseTo(305, 0)
    expect(response.maxMs).toBeCloseTo(305, 0)
    expect(lateness.maxMs).toBe(0)
  })

  test('takes its own share of the schedule', async () => {
    const pool = new StubPool()
    drive(pool, { firstIndex: 5, stride: 3 })
    await vi.advanceTimersByTimeAsync(20)
    expect(pool.requests.map(({ path }) => path)).toEqual(['/5', '/8', '/11'])
  })

  test('leaves the warm-up out of what is measured', async () => {
    const pool = new StubPool()
    const driven = drive(pool, { warmupMs: 400 })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await driven.measuredMs).toBe(600)
    expect(driven.measuringAtMs).toEqual([400])
    const { requests, whole } = driven.measurement()
    expect(requests).toMatchObject({ due: 60, completed: 60 })
    expect(whole.sent).toBe(100)
  })

  test('measures from the start of a stretch without arrivals too', async () => {
    const driven = drive(new StubPool(), { dueMs: new Float64Array(0), warmupMs: 100 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await driven.measuredMs).toBe(900)
    expect(driven.measuringAtMs).toEqual([100])
    expect(driven.measurement().requests.due).toBe(0)
  })

  test('drops what is over the limit, and delays nothing', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = null
    const driven = drive(pool, { inFlightMax: 7, warmupMs: 50 })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    expect(pool.requests).toHaveLength(7)
    // Five of the seven were due in the warm-up.
    const { requests, errors } = driven.measurement()
    expect(requests).toMatchObject({ due: 95, completed: 0, failed: 2, dropped: 93 })
    expect(errors).toEqual({ unanswered: 2 })
  })

  test('waits for answers for as long as it is told, and no longer', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = null
    const driven = drive(pool, { dueMs: Float64Array.of(0, 990) })
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

  test('ends as soon as the last answer has come', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = null
    const driven = drive(pool, { dueMs: Float64Array.of(0) })
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

  test('gives up on a request that takes too long, counted from when it was due', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = null
    const driven = drive(pool, { requestTimeoutMs: 200, dueMs: Float64Array.of(0, 100) })
    await vi.advanceTimersByTimeAsync(199)
    expect(pool.aborted).toEqual([])
    await vi.advanceTimersByTimeAsync(1801)
    expect(pool.aborted.map(({ number }) => number)).toEqual([0, 1])
    expect(pool.aborted[0]?.atMs).toBeLessThanOrEqual(250)
    expect(pool.aborted[1]?.atMs).toBeLessThanOrEqual(350)
    await driven.measuredMs
    expect(driven.measurement().errors).toEqual({ timeout: 2 })
  })

  test('counts from when a request was due, not from when it went out late', async () => {
    const pool = new StubPool()
    const startMs = performance.now() - 80
    const driven = drive(pool, { startMs, dueMs: Float64Array.of(0) })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    const { response, lateness, service } = driven.measurement()
    expect(lateness.maxMs).toBeCloseTo(80, 0)
    expect(response.maxMs).toBeCloseTo(80, 0)
    expect(service.maxMs).toBeLessThan(5)
  })

  test('that is stopped ends at once, without what was under way', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = null
    const driven = drive(pool, { warmupMs: 100 })
    await vi.advanceTimersByTimeAsync(255)
    for (let i = 0; i < 15; i++) pool.answer(i)
    driven.stop.abort()
    expect(await driven.measuredMs).toBe(155)
    const before = driven.measurement().requests
    expect(before).toMatchObject({ due: 5, completed: 5, failed: 0 })
    pool.abort(20, new Error('the pool is closed'))
    await vi.advanceTimersByTimeAsync(2000)
    expect(driven.measurement().requests).toEqual(before)
    expect(pool.requests).toHaveLength(26)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not count an answer that comes after it was stopped', async () => {
    const pool = new StubPool()
    pool.answerAfterMs = null
    const driven = drive(pool)
    await vi.advanceTimersByTimeAsync(5)
    driven.stop.abort()
    await driven.measuredMs
    pool.answer(0)
    expect(driven.measurement().requests.due).toBe(0)
  })

  test('that was stopped before it began sends nothing', async () => {
    const pool = new StubPool()
    const driven = drive(pool, { stop: AbortSignal.abort(), warmupMs: 100 })
    await driven.measuredMs
    expect(pool.requests).toEqual([])
  })
})

describe('what a response is worth', () => {
  async function resultOf(check: CheckResponse | null, status: number, body = ''): Promise<Measurement> {
    const pool = new StubPool()
    pool.status = status
    pool.body = body
    const driven = drive(pool, { checks: [check], dueMs: Float64Array.of(0) })
    await vi.advanceTimersByTimeAsync(2000)
    await driven.measuredMs
    return driven.measurement()
  }

  test.each([200, 304, 404, 499])('%i is an answer', async (status) => {
    const { requests, statuses, errors } = await resultOf(null, status)
    expect(requests).toMatchObject({ completed: 1, failed: 0 })
    expect(statuses).toEqual({ [status]: 1 })
    expect(errors).toEqual({})
  })

  test.each([500, 503])('%i is a failure', async (status) => {
    const { requests, statuses, errors } = await resultOf(null, status)
    expect(requests).toMatchObject({ due: 1, completed: 0, failed: 1 })
    expect(statuses).toEqual({ [status]: 1 })
    expect(errors).toEqual({ [`status-${status}`]: 1 })
  })

  test('a check decides alone, and sees the body', async () => {
    const check: CheckResponse = ({ body, status }) =>
      Buffer.from(body).toString() === 'sold out' && status === 503 ? true : 'wrong'
    expect((await resultOf(check, 503, 'sold out')).requests).toMatchObject({ completed: 1, failed: 0 })
    expect((await resultOf(check, 200, 'sold out')).errors).toEqual({ 'check: wrong': 1 })
  })

  test('a check that throws ends the drive', async () => {
    const pool = new StubPool()
    const check: CheckResponse = () => {
      throw new TypeError('no body')
    }
    const driven = drive(pool, { checks: [check] })
    await vi.advanceTimersByTimeAsync(50)
    await expect(driven.measuredMs).rejects.toBeInstanceOf(ScenarioThrew)
    await expect(driven.measuredMs).rejects.toThrow('check: no body')
    expect(vi.getTimerCount()).toBeLessThanOrEqual(pool.inFlight)
  })

  test('a build that throws ends the drive', async () => {
    const pool = new StubPool()
    const at = (index: number): PreparedRequest => {
      if (index === 3) throw new RangeError('no such product')
      return requestAt(index)
    }
    const driven = drive(pool, { source: { at } })
    await vi.advanceTimersByTimeAsync(2000)
    await expect(driven.measuredMs).rejects.toThrow('build: no such product')
    expect(pool.requests).toHaveLength(3)
  })
})

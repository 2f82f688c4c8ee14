import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { driveBench, requestAt, stopTime } from './drive-options.fixture.ts'
import { StubPool } from './stub-pool.fixture.ts'
import { RequestTimeout, Traffic, type TrafficOptions, Unanswered } from './traffic.ts'

beforeEach(stopTime)

afterEach(() => vi.useRealTimers())

function trafficOf(pool: StubPool, options: Partial<TrafficOptions> = {}) {
  const bench = driveBench(pool, options)
  const ended: string[] = []
  const threw: unknown[] = []
  const traffic = new Traffic(
    { ...bench.options, ...options },
    { ended: ({ request }) => ended.push(request.path), threw: (error) => threw.push(error) },
  )
  return { traffic, ended, threw, measurement: bench.measurement }
}

test('counts what is under way, and records what came of each once', () => {
  const pool = new StubPool()
  const { traffic, ended, measurement } = trafficOf(pool)
  for (let i = 0; i < 4; i++) traffic.send(i, 0, i > 0, 0)
  expect(traffic.underWay).toBe(4)
  pool.answer(2)
  pool.failure = Object.assign(new Error('gone'), { code: 'ECONNRESET' })
  pool.answer(0)
  pool.answer(1)
  expect(traffic.underWay).toBe(1)
  pool.failure = null
  pool.status = 500
  pool.answer(3)
  expect(traffic.underWay).toBe(0)
  expect(ended).toEqual(['/2', '/0', '/1', '/3'])
  const { requests, errors, whole } = measurement()
  expect(requests).toMatchObject({ due: 3, completed: 1, failed: 2 })
  expect(errors).toEqual({ reset: 1, 'status-500': 1 })
  expect(whole.sent).toBe(4)
})

test('gives up on those that were due too long ago, oldest first, and says whether an answer had begun', () => {
  const pool = new StubPool()
  const { traffic, measurement } = trafficOf(pool, { requestTimeoutMs: 100 })
  pool.answerAfterMs = null
  for (const dueMs of [0, 10, 20]) traffic.send(dueMs, dueMs, true, 0)
  pool.begin(1)
  vi.advanceTimersByTime(99)
  traffic.abortOverdue()
  expect(pool.aborted).toEqual([])
  vi.advanceTimersByTime(11)
  traffic.abortOverdue()
  expect(pool.aborted.map(({ number, error }) => [number, error.message])).toEqual([
    [0, 'no response within 100 ms'],
    [1, 'no end of the response within 100 ms'],
  ])
  traffic.abortAll(new Unanswered(500))
  expect(traffic.underWay).toBe(0)
  expect(measurement().errors).toEqual({ timeout: 1, 'body-timeout': 1, unanswered: 1 })
})

test('passes on what a check throws, and counts the request as neither', () => {
  const pool = new StubPool()
  const check = (): never => {
    throw new TypeError('no body')
  }
  const { traffic, threw, ended, measurement } = trafficOf(pool, { checks: [check] })
  traffic.send(0, 0, true, 0)
  pool.answer(0)
  expect(threw).toEqual([expect.objectContaining({ name: 'ScenarioThrew', message: 'check: no body' })])
  expect(ended).toEqual(['/0'])
  expect(measurement().requests).toMatchObject({ due: 0, completed: 0, failed: 0 })
})

test('throws what a build throws, with the scenario’s own stack, and sends nothing', () => {
  const pool = new StubPool()
  const cause = new RangeError('no such product')
  const at = (): never => {
    throw cause
  }
  const { traffic } = trafficOf(pool, { source: { at } })
  expect(() => traffic.send(0, 0, true, 0)).toThrow(
    expect.objectContaining({ name: 'ScenarioThrew', message: 'build: no such product', stack: cause.stack }),
  )
  expect(traffic.underWay).toBe(0)
  expect(pool.requests).toEqual([])
})

test('uses the check of the entry that the request is of', () => {
  const pool = new StubPool()
  const source = { at: (index: number) => ({ ...requestAt(index), entry: index }) }
  const { traffic, measurement } = trafficOf(pool, { source, checks: [null, () => 'wrong', () => true] })
  for (let i = 0; i < 3; i++) traffic.send(i, 0, true, 0)
  for (let i = 0; i < 3; i++) pool.answer(i)
  expect(pool.requests.map(({ pooled }) => pooled.listener.wantsContent)).toEqual([false, true, true])
  expect(measurement().errors).toEqual({ 'check: wrong': 1 })
})

test('that has been stopped records nothing more', () => {
  const pool = new StubPool()
  const { traffic, ended, measurement } = trafficOf(pool)
  traffic.send(0, 0, true, 0)
  traffic.stop()
  pool.answer(0)
  expect(measurement().requests.due).toBe(0)
  expect(ended).toEqual([])
  expect(traffic.underWay).toBe(0)
})

test.each([
  [new RequestTimeout(10, false), 'timeout'],
  [new RequestTimeout(10, true), 'body-timeout'],
  [new Unanswered(10), 'unanswered'],
])('%s has the code %s', (error, code) => {
  expect(error.code).toBe(code)
})
